import {
  abs,
  float,
  length,
  max,
  mix,
  positionGeometry,
  screenSize,
  smoothstep,
  step,
  uniform,
  varying,
  vec2,
  vec4,
} from "three/tsl";
import { type BufferGeometry, Group, type Node, type NodeMaterial, Vector2, Vector3 } from "three/webgpu";
import { plainMaterial, veilMaterial } from "../../drawing/lines/strip.ts";
import { Surface, shapeOf, squareShape } from "../../drawing/surface.ts";

/** Rows of the gradient on each side of the horizon, the closer to it the denser, and how far it reaches. */
const ROWS = 14;
const REACH = 3.2;
/** Half the height over which water becomes sky. */
const SOFT = 0.002;
/** The corona is not drawn farther from the rim than this many of its reaches. */
const CORONA_REACHES = 5;

/**
 * What is behind everything: night, the glow on the horizon, and the eclipsed disc whose rim is the
 * video's body. The gradient is worked out at the corners of a few wide strips and the disc only
 * where it is, since nothing costs as much as the whole picture. Lengths are in half screen heights.
 */
export class Sky {
  readonly night = uniform(new Vector3());
  readonly glow = uniform(new Vector3());
  readonly corona = uniform(new Vector3());
  /** Centre of the disc, from the middle of the picture. */
  readonly centre = uniform(new Vector2(0, 0.4));
  /** The direction that is up, for a world that has rolled, and how far up the horizon lies. */
  readonly up = uniform(new Vector2(0, 1));
  readonly horizon = uniform(0);
  readonly radius = uniform(0.3);
  /** How far the corona reaches. */
  readonly reach = uniform(0.3);
  /** How far the moon has slid off the sun, and how bright the sun is. */
  readonly slide = uniform(new Vector2());
  readonly sun = uniform(4);
  readonly object = new Group();
  readonly #air = new Surface(gradientShape(), this.#gradient(), -2);
  readonly #eclipse = new Surface(squareShape(), this.#disc(), -1);

  constructor() {
    this.object.add(this.#air.object, this.#eclipse.object);
  }

  dispose(): void {
    this.#air.dispose();
    this.#eclipse.dispose();
  }

  #gradient(): NodeMaterial {
    const material = plainMaterial("sky");
    const { x, y: above, z: sky } = positionGeometry;
    const right = vec2(this.up.y, this.up.x.negate());
    const at = right.mul(x).add(this.up.mul(above.add(this.horizon)));
    material.vertexNode = vec4(at.x.mul(screenSize.y.div(screenSize.x)), at.y, 0, 1);
    // The glow stands on the horizon, and lies mirrored in the water below it.
    const height = abs(above);
    const mist = float(1)
      .div(height.mul(height).mul(60).add(height.mul(5)).add(1))
      .toVar();
    const light = varying(this.night.add(this.glow.mul(mist.mul(mix(mist.mul(0.3), float(1), sky)))));
    material.fragmentNode = vec4(light, 1);
    return material;
  }

  #disc(): NodeMaterial {
    const material = veilMaterial("disc");
    const off = positionGeometry.xy.mul(this.radius.add(this.reach.mul(CORONA_REACHES)));
    const at = this.centre.add(off);
    material.vertexNode = vec4(at.x.mul(screenSize.y.div(screenSize.x)), at.y, 0, 1);

    const from = varying(off).toVar();
    const above = varying(at.dot(this.up).sub(this.horizon));
    const beyond = length(from).sub(this.radius).toVar();
    const outside = smoothstep(-0.006, 0.006, beyond).toVar();
    const falloff = max(beyond, 0).div(this.reach).toVar();
    // Close to the rim the corona is dense, farther out it thins quickly, to nothing at the edge of the square.
    const dense = float(1).div(falloff.mul(falloff).mul(falloff.mul(6).add(14)).add(falloff.mul(2)).add(1));
    const halo = max(dense.sub(edgeLight), 0).mul(outside);
    // The moon slides off the sun: what it no longer covers is a crescent.
    const bared = smoothstep(-0.005, 0.005, length(from.sub(this.slide)).sub(this.radius));
    const crescent = float(1).sub(outside).mul(bared).mul(this.sun);
    const sky: Node<"float"> = mix(float(0.03), float(1), step(0, above));
    material.fragmentNode = vec4(this.corona.mul(halo.add(crescent).mul(sky)), float(1).sub(outside).mul(0.92));
    return material;
  }
}

/** What the corona's curve still gives at the edge of its square. */
const edgeLight = 1 / (CORONA_REACHES ** 2 * (CORONA_REACHES * 6 + 14) + CORONA_REACHES * 2 + 1);

/** Strips along the horizon from the lowest water to the highest sky: x across, y above it, z 1 for the sky and 0 for the water. */
const gradientShape = (): BufferGeometry => {
  const corners: number[] = [];
  const index: number[] = [];
  for (let row = -ROWS; row <= ROWS; row++) {
    if (row === 0) continue;
    const share = (Math.abs(row) - 1) / (ROWS - 1);
    const above = Math.sign(row) * (SOFT + share ** 2.4 * REACH);
    const sky = row > 0 ? 1 : 0;
    const first = corners.length / 3;
    corners.push(-2 * REACH, above, sky, 2 * REACH, above, sky);
    if (row < ROWS) index.push(first, first + 1, first + 2, first + 1, first + 3, first + 2);
  }
  return shapeOf(corners, index);
};
