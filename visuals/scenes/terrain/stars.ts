import {
  attribute,
  float,
  fract,
  max,
  positionGeometry,
  sin,
  smoothstep,
  uniform,
  varying,
  vec2,
  vec3,
  vec4,
} from "three/tsl";
import { type Color, type NodeMaterial, Vector3 } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { Instances, stripShape } from "../../drawing/lines/instances.ts";
import { clipOf, halfWidthAt, lightMaterial, moved } from "../../drawing/lines/strip.ts";
import { EPOCH } from "./keep.ts";
import { type Land, SKY, SKY_TURNS } from "./land.ts";

const STARS = 260;
const HALF_BREADTH = 150;
/** Where they set; from there to `CLEAR` the air takes their light. */
const LOWEST = 4;
const CLEAR = 22;
/** One turn of the sky to an epoch: where the graphics card's axis begins anew, nothing moves. */
const HEIGHT = SKY_TURNS * EPOCH;
/** Twinkles in an epoch: whole ones, for the same reason. */
const SLOWEST = 60;
const FASTEST = 180;

/** The stars that are there from the beginning, before the video has played any. They turn with the sky. */
export class Stars extends Instances {
  readonly #light = uniform(new Vector3());

  constructor(land: Land, seed: number) {
    super(STARS, stripShape(1), ["starAt", "starLook"]);
    this.drawnWith(this.#material(land));
    for (let n = 0; n < STARS; n++) {
      const i = this.next();
      const chance = (throwNumber: number): number => dice(seed, -1 - n, throwNumber);
      // Few are bright.
      const bright = chance(4) ** 4;
      this.write(i, (chance(1) * 2 - 1) * HALF_BREADTH, chance(2), 0.16 + 0.26 * bright, 0.22 + 0.95 * bright);
      this.write(i + 4, Math.round(SLOWEST + (FASTEST - SLOWEST) * chance(5)), chance(6), 0, 0);
    }
    this.upload();
  }

  /** @realtime yes */
  light(colour: Color): void {
    this.#light.value.set(colour.r, colour.g, colour.b);
  }

  #material(land: Land): NodeMaterial {
    const at = attribute("starAt", "vec4");
    const look = attribute("starLook", "vec4");
    const turned = land.now.div(EPOCH).toVar();
    const y = fract(at.y.sub(turned)).mul(HEIGHT).add(LOWEST).toVar();
    const clip = clipOf(vec3(at.x, y, SKY)).toVar();
    const { half, keep } = halfWidthAt(clip, at.z);
    const twinkle = sin(fract(turned.mul(look.x).add(look.y)).mul(TURN))
      .mul(0.22)
      .add(0.78);
    // They rise above the picture; where it is very high, they come in slowly.
    const clear = smoothstep(LOWEST, CLEAR, y).sub(smoothstep(LOWEST + HEIGHT - 6, LOWEST + HEIGHT, y));
    const material = lightMaterial("stars");
    material.depthTest = true;
    material.vertexNode = moved(clip, vec2(positionGeometry.x.mul(2).sub(1).mul(half), positionGeometry.y.mul(half)));
    const light = varying(this.#light.mul(at.w.mul(twinkle).mul(clear).mul(keep)));
    const place = varying(vec2(positionGeometry.x.mul(2).sub(1), positionGeometry.y));
    const p = max(float(1).sub(place.dot(place)), 0).toVar();
    material.fragmentNode = vec4(light.mul(p.mul(p)), 1);
    return material;
  }
}
