import { texture, uniform, vec4 } from "three/tsl";
import type { Texture, WebGPURenderer } from "three/webgpu";
import type { TransitionName } from "../../shared/picture/transitions.ts";
import { FullScreen } from "../passes/full-screen.ts";
import { pictureTarget } from "../passes/picture-target.ts";
import { TRANSITION_SHADERS } from "./catalogue.ts";

/** Draws the change from one picture to another. */
export class Mixer {
  readonly #blank: Texture;
  readonly #from;
  readonly #to;
  readonly #share = uniform(0);
  readonly #target = pictureTarget(false);
  readonly #screens = new Map<TransitionName, FullScreen>();

  constructor(blank: Texture) {
    this.#blank = blank;
    this.#from = texture(blank);
    this.#to = texture(blank);
  }

  setSize(width: number, height: number): void {
    this.#target.setSize(width, height);
  }

  /** Resolves when the shader of a transition is ready. */
  async prepare(renderer: WebGPURenderer, name: TransitionName): Promise<void> {
    await this.#screen(name).compile(renderer, this.#target);
  }

  /** @realtime yes, once the transition is prepared */
  render(renderer: WebGPURenderer, name: TransitionName, from: Texture, to: Texture, share: number): Texture {
    this.#from.value = from;
    this.#to.value = to;
    this.#share.value = share;
    this.#screen(name).render(renderer, this.#target);
    // A scene that has ended must not be held: three would make its target anew at the next `prepare`.
    this.#from.value = this.#blank;
    this.#to.value = this.#blank;
    return this.#target.texture;
  }

  dispose(): void {
    this.#target.dispose();
    for (const screen of this.#screens.values()) screen.dispose();
  }

  #screen(name: TransitionName): FullScreen {
    let screen = this.#screens.get(name);
    if (screen === undefined) {
      const colour = TRANSITION_SHADERS[name]({ from: this.#from, to: this.#to, share: this.#share });
      screen = new FullScreen(name, vec4(colour, 1));
      this.#screens.set(name, screen);
    }
    return screen;
  }
}
