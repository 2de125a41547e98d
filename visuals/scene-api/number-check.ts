import type { Camera, Material, Mesh, Node, Object3D } from "three/webgpu";

/** Numbers of one array that are looked at each time; the next time those behind them. */
const AT_ONCE = 16_384;

interface Uniform {
  readonly name: string;
  /** Read anew each time. */
  readonly node: { readonly value?: unknown; readonly array?: unknown };
}

/**
 * Looks for numbers that are none, NaN or infinite, in what a scene draws with: the graphics card draws nothing of it, or
 * black, and says nothing. It finds the first, and says where in half a sentence: `position.y of the Mesh "drop" is NaN`.
 */
export class NumberCheck {
  readonly #uniforms = new WeakMap<Material, { readonly version: number; readonly uniforms: readonly Uniform[] }>();
  #looks = 0;

  inCamera(camera: Camera): string | null {
    const of = "the camera";
    return inPlace(camera, of) ?? inNumbers(camera.projectionMatrix.elements, "the projection", of);
  }

  inWorld(world: Object3D): string | null {
    this.#looks++;
    let wrong: string | null = null;
    let count = 0;
    world.traverse((object) => {
      count++;
      wrong ??= this.#inObject(object, count);
    });
    return wrong;
  }

  #inObject(object: Object3D, count: number): string | null {
    const of = `the ${object.type} ${object.name === "" ? `no. ${count} in the world` : `"${object.name}"`}`;
    const { geometry, material, instanceMatrix, instanceColor, intensity, color } = object as Partial<Mesh> & Drawn;
    const own = inPlace(object, of) ?? inValue(intensity, "intensity", of) ?? inValue(color, "color", of);
    if (own !== null) return own;
    for (const [name, array] of [
      ["the place of an instance", instanceMatrix?.array],
      ["the colour of an instance", instanceColor?.array],
    ] as const) {
      const wrong = this.#inArray(array, name, of);
      if (wrong !== null) return wrong;
    }
    for (const [name, attribute] of Object.entries(geometry?.attributes ?? {})) {
      const wrong = this.#inArray(attribute.array, `the attribute "${name}"`, of);
      if (wrong !== null) return wrong;
    }
    for (const one of [material ?? []].flat()) {
      const wrong = this.#inMaterial(one, of);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  #inMaterial(material: Material, of: string): string | null {
    const { color, emissive } = material as Drawn;
    const own = inValue(material.opacity, "opacity", of) ?? inValue(color, "color", of);
    if (own !== null) return own;
    const glow = inValue(emissive, "emissive", of);
    if (glow !== null) return glow;
    for (const { name, node } of this.#uniformsOf(material)) {
      const wrong = inValue(node.value ?? node.array, name, of);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  #inArray(array: unknown, what: string, of: string): string | null {
    if (!(array instanceof Float32Array) || array.length === 0) return null;
    const pieces = Math.ceil(array.length / AT_ONCE);
    const from = (this.#looks % pieces) * AT_ONCE;
    return inNumbers(array, what, of, from, Math.min(array.length, from + AT_ONCE));
  }

  /** Found once for each version of a material: its graph of nodes may be large. */
  #uniformsOf(material: Material): readonly Uniform[] {
    const { version } = material;
    const known = this.#uniforms.get(material);
    if (known?.version === version) return known.uniforms;
    const uniforms: Uniform[] = [];
    const seen = new Set<Node>();
    const visit = (node: Node): void => {
      if (seen.has(node)) return;
      seen.add(node);
      const { name = "", isUniformNode, isArrayBufferNode, isTextureNode } = node as Node & Flags;
      if ((isUniformNode === true || isArrayBufferNode === true) && isTextureNode !== true)
        uniforms.push({ name: name === "" ? "a uniform" : `the uniform "${name}"`, node: node as Uniform["node"] });
      for (const child of node.getChildren()) visit(child);
    };
    for (const value of Object.values(material)) if (isNode(value)) visit(value);
    this.#uniforms.set(material, { version, uniforms });
    return uniforms;
  }
}

/** What objects and materials of several kinds may have. */
interface Drawn {
  readonly instanceMatrix?: { readonly array: unknown };
  readonly instanceColor?: { readonly array: unknown } | null;
  readonly intensity?: unknown;
  readonly color?: unknown;
  readonly emissive?: unknown;
}

interface Flags {
  readonly name?: string;
  readonly isUniformNode?: boolean;
  readonly isArrayBufferNode?: boolean;
  readonly isTextureNode?: boolean;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "isNode" in value;

const inPlace = (object: Object3D, of: string): string | null =>
  object.matrixAutoUpdate
    ? (inValue(object.position, "position", of) ??
      inValue(object.quaternion, "rotation", of) ??
      inValue(object.scale, "scale", of))
    : inNumbers(object.matrix.elements, "the matrix", of);

const AXES = ["x", "y", "z", "w", "r", "g", "b"] as const;

/** A number, or whatever of three is made of some. */
const inValue = (value: unknown, what: string, of: string): string | null => {
  if (typeof value === "number") return Number.isFinite(value) ? null : said(what, of, value);
  if (typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) {
    for (const one of value) {
      const wrong = inValue(one, what, of);
      if (wrong !== null) return wrong;
    }
    return null;
  }
  if ("elements" in value && Array.isArray(value.elements)) return inNumbers(value.elements, what, of);
  if (value instanceof Float32Array) return inNumbers(value, what, of);
  for (const axis of AXES) {
    const number: unknown = axis in value ? (value as { readonly [name: string]: unknown })[axis] : 0;
    if (typeof number === "number" && !Number.isFinite(number)) return said(`${what}.${axis}`, of, number);
  }
  return null;
};

const inNumbers = (
  numbers: ArrayLike<number>,
  what: string,
  of: string,
  from = 0,
  until = numbers.length,
): string | null => {
  for (let i = from; i < until; i++) {
    const number = numbers[i] ?? 0;
    if (!Number.isFinite(number)) return said(what, of, number);
  }
  return null;
};

const said = (what: string, of: string, number: number): string => `${what} of ${of} is ${number}`;
