import { RenderTarget, type Texture, type WebGPURenderer } from "three/webgpu";
import type { IsfPass, IsfShader } from "../../shared/picture/isf-shader.ts";
import type { Ms } from "../../shared/time/units.ts";
import { FullScreen } from "../passes/full-screen.ts";
import { pictureTarget } from "../passes/picture-target.ts";
import type { Frame } from "../scene-api/frame.ts";
import { type IsfUniforms, writePoint } from "./drive.ts";
import { IsfNode } from "./isf-node.ts";
import { passSize } from "./size.ts";
import type { Sounds } from "./sounds.ts";

/** A pass, what it drew last, and where it draws next: no picture is read while it is drawn. */
interface Step {
  readonly pass: IsfPass;
  readonly node: IsfNode;
  readonly screen: FullScreen;
  readonly targets: readonly [RenderTarget, RenderTarget];
  newest: 0 | 1;
}

/** Draws the passes of a shader one after the other. */
export class Passes {
  /** Whether a picture is made from the one before, so that none may be left out. */
  readonly remembers: boolean;
  readonly #drive: IsfUniforms;
  readonly #steps: readonly Step[];

  constructor(shader: IsfShader, drive: IsfUniforms, sounds: Sounds, blank: Texture) {
    this.remembers = shader.passes.some((pass) => pass.persistent);
    this.#drive = drive;
    this.#steps = shader.passes.map((pass, i) => {
      const node = new IsfNode(shader, blank);
      hear(node, sounds);
      const index = node.values.get("PASSINDEX");
      if (index !== undefined) index.value = i;
      const targets = [target(pass.float), target(pass.float)] as const;
      return { pass, node, screen: new FullScreen(`isf pass ${i}`, node), targets, newest: 0 };
    });
  }

  /** What was drawn last. */
  get picture(): Texture {
    return newestOf(this.#steps[this.#steps.length - 1]);
  }

  /** Draws the picture of the moment `until`; `width` and `height` are the whole picture's. @realtime yes */
  render(renderer: WebGPURenderer, frame: Frame, from: Ms, until: Ms, width: number, height: number): void {
    const named = (name: string): number =>
      name === "WIDTH" ? width : name === "HEIGHT" ? height : this.#drive.parameter(name);
    for (const step of this.#steps) {
      const { pass, node, screen, targets } = step;
      const w = passSize(pass.width, width, named);
      const h = passSize(pass.height, height, named);
      for (const each of targets) if (each.width !== w || each.height !== h) each.setSize(w, h);
      this.#drive.set(node, frame, from, until);
      writePoint(node, "RENDERSIZE", w, h, 0, 0);
      for (const other of this.#steps) {
        const read = other.pass.target === null ? undefined : node.textures.get(other.pass.target);
        if (read !== undefined) read.value = newestOf(other);
      }
      const next = step.newest === 0 ? 1 : 0;
      screen.render(renderer, targets[next]);
      step.newest = next;
    }
  }

  dispose(): void {
    for (const { screen, targets } of this.#steps) {
      screen.dispose();
      for (const each of targets) each.dispose();
    }
  }
}

/** Connects what a shader hears. */
export const hear = (node: IsfNode, sounds: Sounds): void => {
  for (const { name, type } of node.shader.inputs) {
    const texture = node.textures.get(name);
    if (texture !== undefined) texture.value = type === "audio" ? sounds.wave : sounds.spectrum;
  }
};

const newestOf = (step: Step | undefined): Texture => {
  if (step === undefined) throw new Error("a shader has at least one pass");
  return step.targets[step.newest].texture;
};

const target = (float: boolean): RenderTarget =>
  float ? pictureTarget(false) : new RenderTarget(1, 1, { depthBuffer: false });
