import type { RenderTarget, Texture, WebGPURenderer } from "three/webgpu";
import { PASSES, type PassName } from "../../shared/picture/passes.ts";
import type { Frame } from "../scenes/frame.ts";
import { chromaticShift } from "./chromatic-shift.ts";
import { glitch } from "./glitch.ts";
import { kaleidoscope } from "./kaleidoscope.ts";
import type { Pass } from "./pass.ts";
import { pictureTarget } from "./picture-target.ts";
import { trails } from "./trails.ts";

/** The passes that make a picture of a picture. Bloom, grade and grain are part of the last step, develop. */
const MAKERS: Readonly<Partial<Record<PassName, (blank: Texture) => Pass>>> = {
  trails,
  kaleidoscope,
  glitch,
  "chromatic-shift": chromaticShift,
};

/** Less of a pass than this is none of it. */
const LEAST = 0.004;

/** The passes in their order. Each is made when it is first wanted, and run only while its dose is above 0. */
export class Chain {
  readonly #targets = [pictureTarget(false), pictureTarget(false)] as const;
  readonly #passes = new Map<PassName, Pass>();
  #width = 1;
  #height = 1;

  setSize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    for (const target of this.#targets) target.setSize(width, height);
    for (const pass of this.#passes.values()) pass.setSize(width, height);
  }

  /** The picture after every pass that is wanted; `picture` itself when none is. @realtime yes */
  render(renderer: WebGPURenderer, picture: Texture, doses: Readonly<Record<PassName, number>>, frame: Frame): Texture {
    let newest = picture;
    let turn = 0;
    for (const name of PASSES) {
      const make = MAKERS[name];
      const dose = doses[name];
      if (make === undefined || dose < LEAST) continue;
      let pass = this.#passes.get(name);
      if (pass === undefined) {
        pass = make(picture);
        pass.setSize(this.#width, this.#height);
        this.#passes.set(name, pass);
      }
      const output = this.#targets[turn] as RenderTarget;
      pass.render(renderer, newest, output, Math.min(1, dose), frame);
      newest = output.texture;
      turn = 1 - turn;
    }
    return newest;
  }

  dispose(): void {
    for (const target of this.#targets) target.dispose();
    for (const pass of this.#passes.values()) pass.dispose();
  }
}
