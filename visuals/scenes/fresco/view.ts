import {
  clamp,
  exp,
  float,
  fract,
  length,
  max,
  mix,
  pow,
  screenSize,
  sin,
  smoothstep,
  texture,
  uniform,
  uv,
  varying,
  vec2,
  vec4,
} from "three/tsl";
import { Color, type Node, Vector2, Vector3 } from "three/webgpu";
import type { Surface } from "../../drawing/surface.ts";
import { POTS } from "./pots.ts";
import { sheetOf } from "./sheet.ts";
import { HEIGHT, shareOf, WALL_ASPECT, type Wall, WIDTH, wallPositionOf } from "./wall.ts";

/** So many places each way at which it is asked how far the paint is on its way. */
const COLUMNS = 10;
const ROWS = 6;

/** The wall as it is seen: plaster, paint that stands in relief, and light that lies wet on it. */
export class View {
  readonly night = uniform(new Vector3());
  readonly plaster = uniform(new Vector3());
  readonly light = uniform(new Vector3());
  readonly lamp = uniform(new Vector2());
  readonly relief = uniform(1);
  /** The colours of the pots. */
  readonly pots = Array.from({ length: POTS }, () => uniform(new Color()));
  /** How far each painting is on its way to its next tick, 0 to 1: the older, the younger. */
  readonly shares = uniform(new Vector2());
  /** From the older painting to the younger. */
  readonly younger = uniform(0);
  readonly #wall: Wall;
  readonly #paintings;
  readonly sheet: Surface;

  constructor(wall: Wall) {
    this.#wall = wall;
    this.#paintings = [texture(wall.picture(0)), texture(wall.picture(1))] as const;
    this.sheet = sheetOf("wall", COLUMNS, ROWS, this.#seen());
  }

  /** Looks at the paintings of a span of time and of the one before. @realtime yes */
  look(span: number): void {
    this.#paintings[0].value = this.#wall.picture(span - 1);
    this.#paintings[1].value = this.#wall.picture(span);
  }

  #seen(): Node<"vec4"> {
    // The wall covers the picture, whatever its shape.
    const aspect = screenSize.x.div(screenSize.y);
    const fit = vec2(clamp(aspect.div(WALL_ASPECT), 0, 1), clamp(float(WALL_ASPECT).div(aspect), 0, 1));
    const corner = uv().sub(0.5).mul(fit).add(0.5).toVar();
    const at = varying(corner).toVar();
    // Between two ticks the paint is on its way.
    const by = varying(shareOf(this.#wall.currents.at(wallPositionOf(corner)))).toVar();
    const [older, younger] = this.#paintings;
    const paint = (x: number, y: number): Node<"vec4"> => {
      const place = at.add(vec2(x / WIDTH, y / HEIGHT));
      const before = older.sample(place.sub(by.mul(this.shares.x)));
      const now = younger.sample(place.sub(by.mul(this.shares.y)));
      return mix(before, now, this.younger).toVar();
    };
    const here = paint(0, 0);
    const aside = paint(1, 0);
    const below = paint(0, 1);
    const grain = fract(sin(at.mul(vec2(640, 360)).floor().dot(vec2(12.9898, 78.233))).mul(4375.85)).toVar();
    const height = (of: Node<"vec4">): Node<"float"> => of.a.add(of.r.add(of.g).add(of.b).mul(0.15));
    const slope = vec2(height(here).sub(height(aside)), height(here).sub(height(below)))
      .mul(this.relief)
      .toVar();
    const thick = clamp(here.a, 0, 1).toVar();
    const lit = clamp(slope.dot(this.lamp).mul(2.2).add(1), 0.45, 1.7);
    // Wet edges catch the light.
    const gloss = pow(clamp(slope.dot(this.lamp).mul(3.4), 0, 1), float(2)).mul(thick);
    const worn = sin(at.x.mul(9).add(sin(at.y.mul(7)).mul(1.7)))
      .mul(sin(at.y.mul(11).sub(sin(at.x.mul(5)).mul(1.3))))
      .mul(0.12);
    const bare = mix(
      this.night,
      this.plaster,
      worn
        .add(0.55)
        .add(grain.mul(0.12))
        .sub(length(at.sub(0.5)).mul(0.45)),
    );
    // Paint ends where the wall's fibres hold it no longer, and is darkest along that edge.
    const fibre = sin(at.x.mul(143).add(sin(at.y.mul(97)).mul(2.1)))
      .mul(sin(at.y.mul(121).add(sin(at.x.mul(83)).mul(2.3))))
      .mul(0.055)
      .add(grain.sub(0.5).mul(0.07));
    const held = here.a.add(fibre).toVar();
    const covers = smoothstep(0.14, 0.3, held);
    const rim = held.sub(0.27).div(0.085).toVar();
    const edge = exp(rim.mul(rim).negate()).mul(-0.38).add(1);
    const [first, second, third] = this.pots as [Pot, Pot, Pot];
    const colour = first.mul(here.r).add(second.mul(here.g)).add(third.mul(here.b));
    const pigment = colour.div(max(here.a, 0.05)).toVar();
    const dry = pigment.mul(lit).mul(edge).mul(grain.mul(0.1).add(0.95));
    const stained = mix(bare, pigment, clamp(here.a.mul(0.5), 0, 0.3));
    return vec4(mix(stained, dry, covers).add(this.light.mul(gloss.mul(0.45))), 1);
  }
}

type Pot = View["pots"][number];
