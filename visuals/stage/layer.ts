import type { RenderTarget, Texture, WebGPURenderer } from "three/webgpu";
import type { Note } from "../../shared/music/note.ts";
import { defaultsOf, type Parameter, type SceneAbout } from "../../shared/picture/scene-about.ts";
import { turnedTo } from "../../shared/picture/turned.ts";
import type { Ms } from "../../shared/time/units.ts";
import { compile } from "../passes/compile.ts";
import { pictureTarget } from "../passes/picture-target.ts";
import type { Frame, VoiceTrace } from "../scene-api/frame.ts";
import type { Scene, SceneKind } from "../scene-api/scene.ts";
import type { Performance } from "./performance.ts";

/** One appearance of a scene, and the picture it draws. */
export class Layer {
  readonly name: string;
  /** Of the scene, as the shelf has it. */
  readonly version: string;
  /** What it says of its flashes; see SceneAbout. */
  readonly flashes: SceneAbout["flashes"];
  /** Values of the scene's parameters, written before each frame. */
  readonly parameters: Record<string, number>;
  readonly #declared: readonly Parameter[];
  readonly #performance: Performance;
  readonly #scene: Scene;
  readonly #target: RenderTarget;
  #disposed = false;

  /** Builds the scene and tells it what was played lately. Throws what the scene throws. */
  constructor(kind: SceneKind, seed: number, performance: Performance, version = "") {
    this.name = kind.name;
    this.version = version;
    this.flashes = kind.flashes;
    this.#target = pictureTarget(kind.depth ?? true);
    this.#declared = kind.parameters;
    this.#performance = performance;
    this.parameters = defaultsOf(kind.parameters);
    this.#turn(performance.frame.at);
    this.#scene = kind.init({
      seed,
      voices: performance.frame.voices,
      beatsPerBar: performance.beatsPerBar,
      words: performance.words,
      parameters: this.parameters,
      ...(performance.media === null ? {} : { media: performance.media }),
    });
    performance.remember((note, at, voice) => this.#scene.hit(note, at, voice), kind.remembers);
  }

  get picture(): Texture {
    return this.#target.texture;
  }

  /** In pixels. */
  setSize(width: number, height: number): void {
    this.#target.setSize(width, height);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    this.#scene.hit(note, at, voice);
  }

  vanish(note: Note, at: Ms, now: Ms, voice: VoiceTrace): void {
    this.#scene.vanish?.(note, at, now, voice);
  }

  /** Resolves when every shader of the scene is ready and it has been drawn once, out of sight, or when it is disposed of. */
  async prepare(renderer: WebGPURenderer, frame: Frame): Promise<void> {
    this.#turn(frame.at);
    this.#scene.update(frame);
    if (this.#scene.compile === undefined) this.#scene.draw?.(renderer, this.#target.width, this.#target.height);
    else await this.#scene.compile((target, world, camera) => compile(renderer, target, world, camera));
    if (this.#disposed) return;
    await compile(renderer, this.#target, this.#scene.world, this.#scene.camera);
    // Drawn now, it would take memory of the graphics card that nobody gives back.
    if (!this.#disposed) this.render(renderer, frame);
  }

  /** Whether the scene is one that can be behind; then it must be drawn, out of sight, also while it is not on. */
  get keepsUp(): boolean {
    return this.#scene.behind !== undefined;
  }

  /** Whether what it would show is still of an earlier moment. */
  get behind(): boolean {
    return this.#scene.behind === true;
  }

  /** Draws, out of sight, what the scene's picture will be made of. */
  keepUp(renderer: WebGPURenderer, frame: Frame): void {
    this.#turn(frame.at);
    this.#scene.update(frame);
    this.#scene.draw?.(renderer, this.#target.width, this.#target.height);
  }

  render(renderer: WebGPURenderer, frame: Frame): void {
    this.keepUp(renderer, frame);
    renderer.setRenderTarget(this.#target);
    renderer.render(this.#scene.world, this.#scene.camera);
  }

  /** Parameters that were turned by hand glide to where they were turned. @realtime yes */
  #turn(at: Ms): void {
    const turns = this.#performance.turns[this.name];
    for (const parameter of this.#declared) {
      const turn = turns !== undefined && Object.hasOwn(turns, parameter.name) ? turns[parameter.name] : undefined;
      this.parameters[parameter.name] = turnedTo(parameter, turn, at);
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#scene.dispose();
    this.#target.dispose();
  }
}
