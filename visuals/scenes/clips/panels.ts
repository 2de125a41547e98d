import {
  abs,
  attribute,
  clamp,
  float,
  fract,
  fwidth,
  int,
  max,
  min,
  mix,
  positionGeometry,
  sin,
  smoothstep,
  texture,
  uniform,
  varying,
  vec2,
  vec3,
  vec4,
} from "three/tsl";
import {
  type Color,
  type DataArrayTexture,
  type Node,
  type NodeMaterial,
  type TextureNode,
  Vector3,
} from "three/webgpu";
import { Instances, stripShape } from "../../drawing/lines/instances.ts";
import { clipOf, veilMaterial } from "../../drawing/lines/strip.ts";
import type { Corners } from "./layouts.ts";

/** No area of film comes near this light, so that a cut from dark to bright does not flash; its edges may be brighter. */
const MOST_LIGHT = 0.05;

/** How a screen shows its film. */
export class Panel {
  layer = 0;
  /** What of the wall is the middle of its film, and how many half heights the film is high. */
  x = 0;
  y = 0;
  zoom = 1;
  /** Brightness of the film, and how much of what is behind it hides. */
  light = 1;
  cover = 1;
  /** Glowing outlines in the film, 0 to 1, and a line around the screen. */
  outline = 0;
  rim = 0;
  /** How far rows are torn aside, and which ones. */
  tear = 0;
  torn = 0;
  /** 1 shows only what is bright in the film. */
  key = 0;
  /** Blinds: how far every other row is shifted. */
  blinds = 0;
}

/** Width over height of the film. */
const FILM_ASPECT = 16 / 9;
const NAMES = ["panelLow", "panelHigh", "panelFilm", "panelLook", "panelLight", "panelColour"];

/** Every screen of the wall, in one call, one over the other in the order in which they were added. */
export class Panels extends Instances {
  /** From the film's own colours to those of the palette. */
  readonly grade = uniform(0.7);
  readonly shadow = uniform(new Vector3());
  readonly highlight = uniform(new Vector3(1, 1, 1));
  readonly #film: TextureNode;
  constructor(film: DataArrayTexture, capacity: number) {
    super(capacity, stripShape(1), NAMES);
    this.#film = texture(film);
    this.drawnWith(this.#material());
  }

  set film(film: DataArrayTexture) {
    this.#film.value = film;
  }

  /** @realtime yes */
  add(c: Corners, of: Panel, colour: Color): void {
    const { data } = this;
    if (of.cover < 0.004 && of.light < 0.004) return;
    const i = this.next();
    if (i < 0) return;
    for (let n = 0; n < 8; n++) data[i + n] = c[n] ?? 0;
    this.write(i + 8, of.layer, of.x, of.y, 1 / Math.max(0.05, of.zoom));
    this.write(i + 12, of.outline, of.tear, of.torn, of.key);
    this.write(i + 16, of.light, of.cover, of.rim, of.blinds);
    this.write(i + 20, colour.r, colour.g, colour.b, 0);
  }

  #material(): NodeMaterial {
    const low = attribute("panelLow", "vec4");
    const high = attribute("panelHigh", "vec4");
    const corner = vec2(positionGeometry.x, positionGeometry.y.mul(0.5).add(0.5)).toVar();
    const at = mix(mix(low.xy, low.zw, corner.x), mix(high.zw, high.xy, corner.x), corner.y).toVar();
    const material = veilMaterial("screens");
    material.premultipliedAlpha = true;
    material.vertexNode = clipOf(vec3(at, 0));

    const place = varying(at);
    const inside = varying(corner);
    const film = varying(attribute("panelFilm", "vec4"));
    const look = varying(attribute("panelLook", "vec4"));
    const light = varying(attribute("panelLight", "vec4"));
    const colour = varying(attribute("panelColour", "vec4")).xyz;

    // Rows of the wall are torn aside, and every other broad one may be shifted.
    const row = place.y.mul(19).floor().toVar();
    const odd = fract(sin(row.mul(12.9898).add(look.z)).mul(437.585))
      .sub(0.5)
      .toVar();
    const torn = odd.mul(abs(odd)).mul(4).mul(look.y);
    const blind = fract(place.y.mul(3.5)).sub(0.5).sign().mul(light.w);
    const seen = place
      .sub(film.yz)
      .mul(film.w)
      .add(vec2(torn.add(blind), 0))
      .toVar();
    const from = vec2(seen.x.mul(0.5 / FILM_ASPECT), seen.y.mul(-0.5)).add(0.5);
    const shown = this.#film
      .sample(from)
      .depth(int(film.x.add(0.5)))
      .rgb.toVar();
    const level = shown.dot(vec3(0.3, 0.59, 0.11)).toVar();
    const graded = this.#graded(shown, level, colour, light.x);
    const edge = clamp(fwidth(level).mul(9).sub(0.12), 0, 1).mul(look.x);
    const keyed = mix(float(1), smoothstep(0.42, 0.85, level), look.w);

    // In pixels from the nearest side, so that slanted sides are smooth.
    const side = vec2(min(inside.x, inside.x.oneMinus()), min(inside.y, inside.y.oneMinus()));
    const steps = fwidth(inside);
    const away = min(side.x.div(max(steps.x, 1e-6)), side.y.div(max(steps.y, 1e-6))).toVar();
    const cover = clamp(away.add(0.5), 0, 1).mul(keyed).toVar();
    const rim = clamp(float(3).sub(away), 0, 1).mul(light.z);
    const lit = graded.add(colour.mul(edge.mul(0.8))).add(mix(colour, this.highlight, 0.35).mul(rim));
    material.fragmentNode = vec4(lit.mul(cover), cover.mul(light.y));
    return material;
  }

  /** The film's colours or the palette's, and never too bright. */
  #graded(shown: Node<"vec3">, level: Node<"float">, colour: Node<"vec3">, exposure: Node<"float">): Node<"vec3"> {
    // What the film shows is encoded; its square is close to light. Another power keeps the darks dark
    // under a bloom that such large pictures feed more than lines and sparks do.
    const bright = level.mul(level).mul(level).mul(1.35).toVar();
    const plain = shown.mul(shown).mul(level.mul(0.9).add(0.3));
    const toned = mix(this.shadow, colour, min(level.mul(1.5), 1))
      .mul(bright.mul(1.6).add(0.015))
      .add(this.highlight.mul(bright.mul(bright).mul(0.3)));
    const exposed = mix(plain, toned, this.grade).mul(exposure).toVar();
    return exposed.div(
      exposed
        .dot(vec3(0.21, 0.72, 0.07))
        .div(MOST_LIGHT)
        .add(1),
    );
  }
}
