import {
  BufferAttribute,
  DynamicDrawUsage,
  Group,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  Mesh,
  type NodeMaterial,
} from "three/webgpu";
import type { Water } from "./strip.ts";

/** Floats of one vec4, the unit in which instances are described. */
const WIDTH = 4;

/** One strip of triangles, before it is told where to run; or any other shape of which there are to be many. */
export interface StripShape {
  readonly position: BufferAttribute;
  readonly normal?: BufferAttribute;
  readonly index: number[];
}

/**
 * Many copies of one strip, each described by a few vec4 that are written anew every frame, drawn
 * in one call (two, with their image in the water).
 */
export class Instances {
  readonly object = new Group();
  /** The descriptions, one after the other; write up to `capacity * stride` floats, then `upload`. */
  readonly data: Float32Array;
  readonly stride: number;
  readonly capacity: number;
  readonly #geometry: InstancedBufferGeometry;
  readonly #buffer: InstancedInterleavedBuffer;
  readonly #materials: readonly NodeMaterial[];

  /** `names` are the vec4 attributes of an instance; `material` is asked once for the thing itself and once for its image. */
  constructor(
    capacity: number,
    shape: StripShape,
    names: readonly string[],
    material: (water: Water | null) => NodeMaterial,
    water: Water | null,
  ) {
    this.capacity = capacity;
    this.stride = names.length * WIDTH;
    this.data = new Float32Array(capacity * this.stride);
    this.#buffer = new InstancedInterleavedBuffer(this.data, this.stride, 1);
    this.#buffer.setUsage(DynamicDrawUsage);
    this.#geometry = new InstancedBufferGeometry();
    this.#geometry.setAttribute("position", shape.position);
    if (shape.normal !== undefined) this.#geometry.setAttribute("normal", shape.normal);
    this.#geometry.setIndex(shape.index);
    for (const [i, name] of names.entries())
      this.#geometry.setAttribute(name, new InterleavedBufferAttribute(this.#buffer, WIDTH, i * WIDTH));
    this.#geometry.instanceCount = 0;
    this.#materials = water === null ? [material(null)] : [material(null), material(water)];
    for (const each of this.#materials) {
      const mesh = new Mesh(this.#geometry, each);
      mesh.frustumCulled = false;
      this.object.add(mesh);
    }
    this.object.visible = false;
  }

  /** Hands the first `count` descriptions to the graphics card. @realtime yes */
  upload(count: number): void {
    this.#geometry.instanceCount = count;
    this.object.visible = count > 0;
    this.#buffer.clearUpdateRanges();
    this.#buffer.addUpdateRange(0, count * this.stride);
    this.#buffer.needsUpdate = true;
  }

  dispose(): void {
    this.#geometry.dispose();
    for (const material of this.#materials) material.dispose();
  }
}

/** A strip of `segments` pieces: position.x runs 0 to 1 along it, position.y is -1 and 1 on its sides. */
export const stripShape = (segments: number): StripShape => {
  const corners = new Float32Array((segments + 1) * 6);
  const index: number[] = [];
  for (let i = 0; i <= segments; i++) {
    corners.set([i / segments, -1, 0, i / segments, 1, 0], i * 6);
    if (i < segments) index.push(2 * i, 2 * i + 2, 2 * i + 1, 2 * i + 1, 2 * i + 2, 2 * i + 3);
  }
  return { position: new BufferAttribute(corners, 3), index };
};
