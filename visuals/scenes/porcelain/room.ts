import {
  cameraPosition,
  dot,
  exp,
  float,
  max,
  mix,
  normalize,
  positionGeometry,
  sin,
  smoothstep,
  step,
  varying,
  vec3,
  vec4,
} from "three/tsl";
import { type BufferGeometry, Group, type Node, type NodeMaterial } from "three/webgpu";
import { clipOf, plainMaterial } from "../../drawing/lines/strip.ts";
import { netShape, Surface, shapeOf } from "../../drawing/surface.ts";
import type { Body } from "./body.ts";
import type { Light } from "./light.ts";
import { WALL } from "./places.ts";

const HALF_BREADTH = 9;
const NEAREST = 6;
const HEIGHT = 8;
const COLUMNS = 48;
const ROWS = 30;
/** Balls of a body that throw shadows: those that touch the floor and the one that is the most of it. */
const SHADING = [0, 1, 2, 3] as const;

/** The wall with its window, and the floor, on which the bodies' shadows and their dark images are worked out at the corners of a net. */
export class Room {
  readonly object = new Group();
  readonly #wall: Surface;
  readonly #floor: Surface;

  constructor(light: Light, bodies: readonly Body[]) {
    this.#wall = new Surface(wallShape(), wall(light), -2);
    this.#floor = new Surface(floorShape(), floor(light, bodies), -1);
    this.object.add(this.#wall.object, this.#floor.object);
  }

  dispose(): void {
    this.#wall.dispose();
    this.#floor.dispose();
  }
}

const wall = (light: Light): NodeMaterial => {
  const material = plainMaterial("wall");
  material.vertexNode = clipOf(positionGeometry);
  const at = varying(positionGeometry.xy).toVar();
  const outside = light.outside(at).toVar();
  const inside = smoothstep(0.012, -0.012, outside);
  const halo = exp(max(outside, 0).mul(-1.7)).mul(0.22);
  const off = at.sub(light.window.xy).toVar();
  const rings = sin(dot(off, off).sqrt().mul(11).sub(light.run)).mul(0.5).mul(light.rings);
  const bars = step(0.4, at.x.mul(3.2).fract()).mul(light.bars);
  // Deeper towards its middle, as an opening into fog is.
  const depth = smoothstep(0, -1.1, outside)
    .mul(-0.3)
    .add(smoothstep(0, 3, at.y).mul(0.35))
    .add(0.8);
  const shade = light.wall.mul(smoothstep(4.6, -0.5, at.y).mul(0.8).add(0.2));
  material.fragmentNode = vec4(
    mix(
      shade.add(light.windowLight.mul(halo)),
      light.windowLight.mul(depth.mul(rings.add(1)).mul(bars.oneMinus())),
      inside,
    ),
    1,
  );
  return material;
};

const floor = (light: Light, bodies: readonly Body[]): NodeMaterial => {
  const material = plainMaterial("floor");
  const point = positionGeometry;
  material.vertexNode = clipOf(point);
  const to = point.sub(cameraPosition);
  const way = normalize(vec3(to.x, to.y.negate(), to.z)).toVar();
  let lit: Node<"float"> = float(1);
  let open: Node<"float"> = float(1);
  let clear: Node<"float"> = float(1);
  let image: Node<"vec3"> = vec3(0, 0, 0);
  for (const body of bodies)
    for (const i of SHADING) {
      const ball = body.ballNode.element(i);
      const off = ball.xyz.sub(point).toVar();
      const square = dot(off, off).toVar();
      const past = (direction: Node<"vec3">): { along: Node<"float">; aside: Node<"float"> } => {
        const along = dot(off, direction).toVar();
        return { along, aside: square.sub(along.mul(along)).max(0).sqrt().sub(ball.w).toVar() };
      };
      const lamp = past(light.lamp);
      const width = lamp.along.mul(0.16).add(0.03);
      lit = lit.mul(mix(float(1), smoothstep(width.negate(), width, lamp.aside), step(0, lamp.along)));
      const mirror = past(way);
      const blur = mirror.along.mul(0.12).add(0.03);
      const covered = smoothstep(blur, blur.negate(), mirror.aside).mul(step(0, mirror.along)).toVar();
      clear = clear.mul(covered.oneMinus());
      image = max(image, body.tint.mul(covered.mul(body.inside.add(0.35))));
      open = open.mul(ball.w.mul(ball.w).mul(off.y).div(square.mul(square.sqrt())).mul(1.7).min(0.93).oneMinus());
    }
  const seen = varying(vec4(lit, open, clear, 0)).toVar();
  const tinted = varying(image);
  const at = varying(point).toVar();
  const along = varying(to).toVar();
  const direction = normalize(vec3(along.x, along.y.negate(), along.z)).toVar();
  const pool = exp(at.xz.dot(at.xz).mul(-0.09));
  const graze = direction.y.oneMinus().toVar();
  const fresnel = graze.mul(graze).mul(graze).mul(0.55).add(0.06).mul(light.gloss.mul(0.6).add(0.4));
  const window = light.windowLight.mul(light.seen(at, direction, 0.3));
  const mirrored = mix(tinted, window.add(light.wall.mul(0.5)), seen.z).mul(fresnel);
  const ground = light.floor.mul(light.lampLight.mul(pool.mul(seen.x).mul(1.1)).add(0.12)).mul(seen.y);
  const mist = smoothstep(1, WALL, at.z);
  material.fragmentNode = vec4(mix(ground, light.wall.mul(0.9).mul(seen.y), mist.mul(0.6)).add(mirrored), 1);
  return material;
};

const wallShape = (): BufferGeometry => {
  const corner = (side: number, y: number): number[] => [side * HALF_BREADTH, y, WALL];
  return shapeOf(
    [...corner(-1, -0.01), ...corner(1, -0.01), ...corner(1, HEIGHT), ...corner(-1, HEIGHT)],
    [0, 1, 2, 0, 2, 3],
  );
};

/** The net is finest in the middle, where the bodies stand. */
const floorShape = (): BufferGeometry =>
  netShape(COLUMNS, ROWS, (share, near) => {
    const across = share * 2 - 1;
    return [HALF_BREADTH * (0.3 * across + 0.7 * across ** 3), 0, WALL + (NEAREST - WALL) * near ** 1.25];
  });
