import {
  BufferAttribute,
  BufferGeometry,
  Mesh,
  type Node,
  type NodeMaterial,
  OrthographicCamera,
  type RenderTarget,
  type WebGPURenderer,
} from "three/webgpu";
import { compile } from "./compile.ts";
import { fullScreenMaterial } from "./full-screen-material.ts";

/** Sees what lies from -1 to 1 each way. */
export const flatCamera = new OrthographicCamera(-1, 1, 1, -1, 0, 1);

/** A picture made of a picture: one triangle over the whole target, coloured by a node. */
export class FullScreen {
  readonly mesh: Mesh<BufferGeometry, NodeMaterial>;
  #compiled: Promise<void> | null = null;

  constructor(name: string, colour: Node<"vec4">) {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    // Textures are read from the top, as three does on every backend.
    geometry.setAttribute("uv", new BufferAttribute(new Float32Array([0, 1, 2, 1, 0, -1]), 2));
    this.mesh = new Mesh(geometry, fullScreenMaterial(name, colour));
    this.mesh.frustumCulled = false;
  }

  /** Draws into `target`, or onto the screen when it is null. @realtime yes */
  render(renderer: WebGPURenderer, target: RenderTarget | null): void {
    renderer.setRenderTarget(target);
    renderer.render(this.mesh, flatCamera);
  }

  /** Resolves when the shader is compiled for targets like `target`; asked again, it is not compiled again. */
  compile(renderer: WebGPURenderer, target: RenderTarget | null): Promise<void> {
    this.#compiled ??= compile(renderer, target, this.mesh, flatCamera).catch((error: unknown) => {
      this.#compiled = null;
      throw error;
    });
    return this.#compiled;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
