import type { Texture, WebGPURenderer } from "three/webgpu";
import { PASSES, type PassDoses, type PassName } from "../../shared/picture/passes.ts";
import type { Frame } from "../scene-api/frame.ts";
import { glitch } from "./glitch.ts";
import { kaleidoscope } from "./kaleidoscope.ts";
import type { Pass } from "./pass.ts";
import { trails } from "./trails.ts";

/** The passes that make a picture of a picture. The others are part of the last step, develop. */
const MAKERS: Readonly<Partial<Record<PassName, (blank: Texture) => Pass>>> = { trails, kaleidoscope, glitch };

/** Less of a pass than this is none of it. */
export const LEAST_DOSE = 0.004;

/** The passes in their order. Each is made when it is first wanted, and run only while its dose is above 0. */
export class Chain {
  readonly #passes = new Map<PassName, Pass>();
  #width = 1;
  #height = 1;

  setSize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    for (const pass of this.#passes.values()) pass.setSize(width, height);
  }

  /** Makes ready the passes that these doses want. `blank` is any picture. */
  async prepare(renderer: WebGPURenderer, doses: PassDoses, blank: Texture): Promise<void> {
    for (const name of PASSES) if (doses[name] >= LEAST_DOSE) await this.#pass(name, blank)?.prepare(renderer);
  }

  /** The picture after every pass that is wanted; `picture` itself when none is. @realtime yes, once prepared */
  render(renderer: WebGPURenderer, picture: Texture, doses: PassDoses, frame: Frame): Texture {
    let newest = picture;
    for (const name of PASSES) {
      const dose = doses[name];
      const pass = dose < LEAST_DOSE ? null : this.#pass(name, picture);
      if (pass !== null) newest = pass.render(renderer, newest, Math.min(1, dose), frame);
    }
    return newest;
  }

  dispose(): void {
    for (const pass of this.#passes.values()) pass.dispose();
  }

  /** The pass of that name, made if need be; null when it is part of the last step. */
  #pass(name: PassName, blank: Texture): Pass | null {
    const known = this.#passes.get(name);
    if (known !== undefined) return known;
    const pass = MAKERS[name]?.(blank);
    if (pass === undefined) return null;
    pass.setSize(this.#width, this.#height);
    this.#passes.set(name, pass);
    return pass;
  }
}
