import { uniformArray } from "three/tsl";
import { type Color, type Node, Vector4 } from "three/webgpu";

/** Numbers that shaders read, four to each of so many things. */
export class Vectors {
  readonly #vectors: readonly Vector4[];
  readonly #node;

  constructor(size: number) {
    this.#vectors = Array.from({ length: size }, () => new Vector4());
    this.#node = uniformArray<"vec4">([...this.#vectors], "vec4");
  }

  /** As a shader reads those of a thing. */
  element(i: Node<"int"> | number): Node<"vec4"> {
    return this.#node.element(i);
  }

  /** What a thing's are; undefined where there is no such thing. @realtime yes */
  at(i: number): Vector4 | undefined {
    return this.#vectors[i];
  }

  /** @realtime yes */
  set(i: number, x: number, y: number, z = 0, w = 0): void {
    this.#vectors[i]?.set(x, y, z, w);
  }

  /** So much light of a colour. @realtime yes */
  light(i: number, { r, g, b }: Color, light: number): void {
    this.#vectors[i]?.set(r * light, g * light, b * light, 0);
  }
}
