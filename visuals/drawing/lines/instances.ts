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

/** Floats of one vec4, the unit in which instances are described. */
const WIDTH = 4;

/** One strip of triangles, before it is told where to run; or any other shape of which there are to be many. */
export interface StripShape {
  readonly position: BufferAttribute;
  readonly normal?: BufferAttribute;
  readonly index: number[];
}

/**
 * Many copies of one shape, each described by a few vec4, drawn in one call for each material. Who
 * extends it says what a description is and how it looks: `drawnWith` in its constructor, and an
 * `add` that takes room with `next` and writes there.
 *
 * @example strokes.clear(); strokes.add(stroke, colour, 1); strokes.upload();
 */
export class Instances {
  readonly object = new Group();
  /** The descriptions, one after the other. */
  protected readonly data: Float32Array;
  /** Floats of one description. */
  protected readonly stride: number;
  readonly #capacity: number;
  readonly #geometry: InstancedBufferGeometry;
  readonly #buffer: InstancedInterleavedBuffer;
  readonly #materials: NodeMaterial[] = [];
  #count = 0;

  /** `names` are the vec4 attributes of an instance, in the order in which they are described. */
  constructor(capacity: number, shape: StripShape, names: readonly string[]) {
    this.#capacity = capacity;
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
    this.object.visible = false;
  }

  /** Lets go of all that was described. @realtime yes */
  clear(): void {
    this.#count = 0;
  }

  /** Hands what is described to the graphics card. @realtime yes */
  upload(): void {
    this.#geometry.instanceCount = this.#count;
    this.object.visible = this.#count > 0;
    this.#buffer.clearUpdateRanges();
    this.#buffer.addUpdateRange(0, this.#count * this.stride);
    this.#buffer.needsUpdate = true;
  }

  dispose(): void {
    this.#geometry.dispose();
    for (const material of this.#materials) material.dispose();
  }

  /** How many are described. */
  protected get count(): number {
    return this.#count;
  }

  /** Room for one more: where in `data` its description begins; -1 where there is none. @realtime yes */
  protected next(): number {
    return this.#count === this.#capacity ? -1 : this.#count++ * this.stride;
  }

  /** Writes one vec4 of a description, from `at` on in `data`. @realtime yes */
  protected write(at: number, x: number, y: number, z: number, w: number): void {
    const { data } = this;
    data[at] = x;
    data[at + 1] = y;
    data[at + 2] = z;
    data[at + 3] = w;
  }

  protected drawnWith(material: NodeMaterial): void {
    const mesh = new Mesh(this.#geometry, material);
    mesh.frustumCulled = false;
    this.#materials.push(material);
    this.object.add(mesh);
  }
}

/** A strip of `segments` pieces of one length; see stripThrough. */
export const stripShape = (segments: number): StripShape =>
  stripThrough(Array.from({ length: segments + 1 }, (_, i) => i / segments));

/** A strip with corners at these stations: position.x runs 0 to 1 along it, position.y is -1 and 1 on its sides. */
export const stripThrough = (stations: readonly number[]): StripShape => {
  const corners = new Float32Array(stations.flatMap((x) => [x, -1, 0, x, 1, 0]));
  const index: number[] = [];
  for (let i = 0; i < 2 * stations.length - 2; i += 2) index.push(i, i + 2, i + 1, i + 1, i + 2, i + 3);
  return { position: new BufferAttribute(corners, 3), index };
};
