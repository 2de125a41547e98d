import {
  abs,
  attribute,
  exp,
  float,
  floor,
  fract,
  min,
  mix,
  positionGeometry,
  sin,
  smoothstep,
  uniform,
  varying,
  vec4,
} from "three/tsl";
import { BufferAttribute, type BufferGeometry, type Color, DoubleSide, NodeMaterial, Vector3 } from "three/webgpu";
import { Surface, shapeOf } from "../../drawing/surface.ts";
import { Vectors } from "../../drawing/vectors.ts";
import { type Course, FAREST, GATE, LANES, ROW, type Wall } from "./tunnel.ts";

const SEGMENTS = 40;
const NEAREST = 1;
const MOST_WALLS = 16;
/** Steps after which the pattern of the wall begins again. */
export const PATTERN = 4096;

/** The masonry: dark bricks, one a drum and sixteenth, that come towards the viewer with the beat. */
export class Walls extends Surface {
  /** The air, which is all that is seen of what is far. */
  readonly far = uniform(new Vector3());
  /** The light at the end. */
  readonly end = uniform(new Vector3());
  readonly clay = uniform(new Vector3());
  readonly mortar = uniform(new Vector3());
  readonly barLine = uniform(new Vector3());
  /** Sixteenths since the beginning, modulo PATTERN. */
  readonly flow = uniform(0);
  readonly #lights = new Vectors(MOST_WALLS);

  constructor(walls: readonly Wall[], course: Course) {
    super(wallsShape(walls), new NodeMaterial());
    this.#paint(course);
  }

  /** Light that falls on a wall around the gate. @realtime yes */
  light(wall: number, colour: Color, amount: number): void {
    this.#lights.light(wall % MOST_WALLS, colour, amount);
  }

  #paint(course: Course): void {
    const place = attribute("brickPlace", "vec2");
    const z = positionGeometry.z;
    const depth = float(GATE).sub(z).toVar();
    const near = exp(abs(depth).mul(-0.16));
    const fallen = varying(
      this.#lights
        .element(
          place.x
            .div(LANES + 1)
            .floor()
            .toInt(),
        )
        .xyz.mul(near),
    );
    const air = varying(exp(z.mul(0.042)));
    const thin = varying(exp(z.mul(0.06)));
    const dawn = varying(exp(float(FAREST).sub(z).mul(0.13)));
    const lane = varying(place.x);
    const row = varying(
      z
        .div(ROW)
        .negate()
        .add(GATE / ROW),
    );

    const at = row.add(this.flow).toVar();
    const shifted = at.add(fract(floor(lane).mul(0.5))).toVar();
    const across = fract(lane).toVar();
    const along = fract(shifted).toVar();
    const chance = fract(sin(floor(lane).mul(12.99).add(floor(shifted).mul(7.233))).mul(437.5)).toVar();
    const gap = min(min(across, float(1).sub(across)).mul(0.7), min(along, float(1).sub(along)).mul(ROW)).toVar();
    // A seam that is thinner than the screen shows would crawl: it grows wider and weaker with the distance.
    const seam = float(1)
      .sub(smoothstep(0.012, float(0.075).sub(thin.mul(0.04)), gap))
      .mul(thin);
    const bar = fract(at.div(16)).toVar();
    const hoop = float(1).sub(smoothstep(0.004, 0.014, min(bar, float(1).sub(bar))));
    const brick = this.clay.add(fallen.mul(0.5)).mul(chance.mul(chance).mul(0.3).add(0.14));
    const seen = brick.add(this.mortar.mul(seam)).add(fallen.mul(seam).mul(1.5)).add(this.barLine.mul(hoop));
    const { material } = this;
    material.name = "brick walls";
    material.side = DoubleSide;
    material.vertexNode = course.clip(positionGeometry);
    material.fragmentNode = vec4(mix(this.far, seen, air).add(this.end.mul(dawn)), 1);
  }
}

/** Each wall a strip of its own, finer near the viewer, seen from inside. */
const wallsShape = (walls: readonly Wall[]): BufferGeometry => {
  const position: number[] = [];
  const place: number[] = [];
  const index: number[] = [];
  for (const [i, wall] of walls.entries()) {
    const from = position.length / 3;
    for (let n = 0; n <= SEGMENTS; n++) {
      const z = NEAREST + (FAREST - NEAREST) * (n / SEGMENTS) ** 1.6;
      for (const side of [-1, 1]) {
        position.push(wall.x + side * wall.halfX, wall.y + side * wall.halfY, z);
        place.push(i * (LANES + 1) + ((side + 1) / 2) * LANES * 0.9999);
      }
      const a = from + 2 * n;
      if (n < SEGMENTS) index.push(a, a + 1, a + 2, a + 2, a + 1, a + 3);
    }
  }
  // The far end is closed.
  const from = position.length / 3;
  const around = [...walls].sort((one, other) => Math.atan2(one.y, one.x) - Math.atan2(other.y, other.x));
  for (const [i, wall] of around.entries()) {
    position.push(wall.x - wall.halfX, wall.y - wall.halfY, FAREST);
    place.push(0);
    if (i > 1) index.push(from, from + i - 1, from + i);
  }
  const places = new Float32Array(place.length * 2);
  for (const [i, lane] of place.entries()) places[2 * i] = lane;
  const geometry = shapeOf(position, index);
  geometry.setAttribute("brickPlace", new BufferAttribute(places, 2));
  return geometry;
};
