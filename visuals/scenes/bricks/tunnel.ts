import { cameraProjectionMatrix, cos, modelViewMatrix, sin, uniform, vec2, vec4 } from "three/tsl";
import { type Node, Vector2 } from "three/webgpu";
import { TURN } from "../../../shared/math/numbers.ts";

/** Half the tunnel's width and height. */
const HALF_WIDTH = 3.5;
const HALF_HEIGHT = 1.95;
/** Lanes on a wall: one a drum. */
export const LANES = 9;
/** Where the bricks burst. */
export const GATE = -4.4;
/** How far a beat reaches into the depth, and a brick of the wall: a sixteenth. */
export const BEAT = 4.6;
export const ROW = BEAT / 4;
export const FAREST = -74;

/** One wall: its middle, half of itself from side to side, which way is inwards, and the angle it lies at. */
export interface Wall {
  readonly x: number;
  readonly y: number;
  readonly halfX: number;
  readonly halfY: number;
  readonly inX: number;
  readonly inY: number;
  readonly angle: number;
  readonly laneWidth: number;
}

/** As many walls as there are voices, at least four: the first below, the others to the left and right in turn. */
export const wallsFor = (voices: number): readonly Wall[] => {
  const count = Math.max(4, voices);
  return Array.from({ length: count }, (_, i) => {
    const slot = i % 2 === 1 ? -(i + 1) / 2 : i / 2;
    const corner = (turn: number): [number, number] => {
      const angle = -Math.PI / 2 + ((slot + turn) * TURN) / count;
      const reach = 1 / Math.cos(Math.PI / count);
      return [Math.cos(angle) * reach * HALF_WIDTH, Math.sin(angle) * reach * HALF_HEIGHT];
    };
    const [ax, ay] = corner(-0.5);
    const [bx, by] = corner(0.5);
    const width = Math.hypot(bx - ax, by - ay);
    return {
      x: (ax + bx) / 2,
      y: (ay + by) / 2,
      halfX: (bx - ax) / 2,
      halfY: (by - ay) / 2,
      inX: -(by - ay) / width,
      inY: (bx - ax) / width,
      angle: Math.atan2(by - ay, bx - ax),
      laneWidth: width / LANES,
    };
  });
};

/** How the tunnel runs: bends grow with the square of the depth, the twist with the depth. */
export class Course {
  readonly bend = uniform(new Vector2());
  readonly twist = uniform(0);

  /** A point of the straight tunnel, where it really is, on the screen. */
  clip(point: Node<"vec3">): Node<"vec4"> {
    const depth = point.z.sub(GATE).min(0).toVar();
    const angle = depth.mul(this.twist).toVar();
    const c = cos(angle).toVar();
    const s = sin(angle).toVar();
    const turned = vec2(point.x.mul(c).sub(point.y.mul(s)), point.x.mul(s).add(point.y.mul(c)));
    const bent = turned.add(this.bend.mul(depth.mul(depth)));
    return cameraProjectionMatrix.mul(modelViewMatrix).mul(vec4(bent, point.z, 1));
  }
}
