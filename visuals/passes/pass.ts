import { texture, uniform } from "three/tsl";
import type { Node, Texture, TextureNode, UniformNode, WebGPURenderer } from "three/webgpu";
import type { PassName } from "../../shared/picture/passes.ts";
import type { Frame } from "../scene-api/frame.ts";
import { FullScreen } from "./full-screen.ts";
import { pictureTarget } from "./picture-target.ts";

/** Something done to the whole picture, by dose. A pass whose dose is 0 is not run. */
export interface Pass {
  /** In pixels. */
  setSize(width: number, height: number): void;
  /** Resolves when its shaders are ready. */
  prepare(renderer: WebGPURenderer): Promise<void>;
  /** The picture after it, of the same size as `input`. `dose` is above 0, at most 1. @realtime yes */
  render(renderer: WebGPURenderer, input: Texture, dose: number, frame: Frame): Texture;
  dispose(): void;
}

/** What a filter's shader is given. */
interface FilterInputs {
  readonly picture: TextureNode;
  readonly dose: UniformNode<"float", number>;
  /** Through the bar, 0 to 1, and bars, so that a filter can move with the music. */
  readonly phase: UniformNode<"float", number>;
  readonly bar: UniformNode<"float", number>;
  /** Seconds, modulo 1000. */
  readonly seconds: UniformNode<"float", number>;
  /** Width by height. */
  readonly aspect: UniformNode<"float", number>;
}

/** A pass that needs nothing but the picture itself: one shader. */
export class Filter implements Pass {
  readonly #blank: Texture;
  readonly #inputs: FilterInputs;
  readonly #screen: FullScreen;
  readonly #target = pictureTarget(false);

  constructor(name: PassName, blank: Texture, colour: (inputs: FilterInputs) => Node<"vec4">) {
    this.#blank = blank;
    this.#inputs = {
      picture: texture(blank),
      dose: uniform(0),
      phase: uniform(0),
      bar: uniform(0),
      seconds: uniform(0),
      aspect: uniform(1),
    };
    this.#screen = new FullScreen(name, colour(this.#inputs));
  }

  setSize(width: number, height: number): void {
    this.#target.setSize(width, height);
  }

  prepare(renderer: WebGPURenderer): Promise<void> {
    return this.#screen.compile(renderer, this.#target);
  }

  render(renderer: WebGPURenderer, input: Texture, dose: number, frame: Frame): Texture {
    const { picture, phase, bar, seconds, aspect } = this.#inputs;
    picture.value = input;
    this.#inputs.dose.value = dose;
    phase.value = frame.phase;
    bar.value = frame.bar % 4096;
    seconds.value = (frame.at / 1000) % 1000;
    aspect.value = frame.aspect;
    this.#screen.render(renderer, this.#target);
    // A picture that is gone must not be held: three would make its target anew at the next `prepare`.
    picture.value = this.#blank;
    return this.#target.texture;
  }

  dispose(): void {
    this.#screen.dispose();
    this.#target.dispose();
  }
}
