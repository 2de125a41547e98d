import { mix, step, texture, uv, vec4 } from "three/tsl";
import { type Node, type Object3D, Texture, type WebGPURenderer } from "three/webgpu";
import type { IsfShader } from "../../shared/picture/isf-shader.ts";
import type { SceneAbout } from "../../shared/picture/scene-about.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { FullScreen, flatCamera } from "../passes/full-screen.ts";
import type { Frame } from "../scene-api/frame.ts";
import { PageLack } from "../scene-api/page-lack.ts";
import type { Scene, SceneContext, SceneKind } from "../scene-api/scene.ts";
import { IsfUniforms, writePoint } from "./drive.ts";
import { IsfNode } from "./isf-node.ts";
import { hear, Passes } from "./passes.ts";
import { Sounds } from "./sounds.ts";
import { tryShader } from "./try-shader.ts";

/** Shaders that remember are written for so many pictures a second, however many are shown. */
const STEPS_PER_SECOND = 60;
/** A page that is slower than that leaves some out. */
const MOST_STEPS = 3;

/** An ISF shader as a scene. Rejects with its first mistake, by line. */
export const isfScene = async (about: SceneAbout, shader: IsfShader): Promise<SceneKind> => {
  await tryShader(shader);
  return { ...about, depth: false, init: (context) => new IsfScene(shader, context) };
};

class IsfScene implements Scene {
  readonly world: Object3D;
  readonly camera = flatCamera;
  readonly #screen: FullScreen;
  readonly #blank = new Texture();
  readonly #sounds = new Sounds();
  readonly #hears: boolean;
  readonly #drive: IsfUniforms;
  /** A shader of one pass that remembers nothing is drawn where it is seen. */
  readonly #direct: IsfNode | null;
  readonly #passes: Passes | null;
  readonly #seen = texture(this.#blank);
  #frame: Frame | null = null;
  #step = Number.NaN;

  constructor(shader: IsfShader, { parameters }: SceneContext) {
    this.#drive = new IsfUniforms(shader, parameters);
    this.#hears = shader.inputs.some(({ type }) => type === "audio" || type === "audioFFT");
    const plain = shader.passes.length === 1 && shader.passes.every(({ target }) => target === null);
    this.#direct = plain ? new IsfNode(shader, this.#blank) : null;
    this.#passes = plain ? null : new Passes(shader, this.#drive, this.#sounds, this.#blank);
    if (this.#direct !== null) hear(this.#direct, this.#sounds);
    this.#screen = new FullScreen("isf", lightOf(this.#direct ?? this.#seen.sample(uv())));
    this.world = this.#screen.mesh;
  }

  hit(): void {
    // Everything is read from the voices' traces, for whoever joins late too.
  }

  update(frame: Frame): void {
    this.#frame = frame;
    if (this.#hears) this.#sounds.update(frame);
  }

  draw(renderer: WebGPURenderer, width: number, height: number): void {
    if ("isWebGPUBackend" in renderer.backend)
      throw new PageLack("WebGPU does not take a shader in GLSL; open the stage without ?webgpu");
    const frame = this.#frame;
    if (frame === null) return;
    if (this.#direct !== null) {
      // An event is seen for as long as a few pictures, on every projector alike.
      this.#drive.set(this.#direct, frame, before(frame.at, 3), frame.at);
      writePoint(this.#direct, "RENDERSIZE", width, height, 0, 0);
      return;
    }
    const passes = this.#passes;
    if (passes === null) return;
    const step = Math.floor((frame.at * STEPS_PER_SECOND) / 1000);
    const missed = Number.isNaN(this.#step) || !passes.remembers ? 1 : Math.min(MOST_STEPS, step - this.#step);
    this.#step = step;
    for (let left = missed - 1; left >= 0; left--)
      passes.render(renderer, frame, before(frame.at, left + 1), before(frame.at, left), width, height);
    this.#seen.value = passes.picture;
  }

  dispose(): void {
    this.#passes?.dispose();
    this.#sounds.dispose();
    this.#blank.dispose();
    this.#screen.dispose();
  }
}

const before = (at: Ms, steps: number): Ms => ms(at - (steps * 1000) / STEPS_PER_SECOND);

/** What the shader writes for a screen, as light, on black. */
const lightOf = (written: Node<"vec4">): Node<"vec4"> => {
  const colour = vec4(written).clamp(0, 1).toVar();
  // IEC 61966-2-1.
  const curved = colour.rgb.add(0.055).div(1.055).pow(2.4);
  return vec4(mix(colour.rgb.div(12.92), curved, step(0.04045, colour.rgb)).mul(colour.a), 1);
};
