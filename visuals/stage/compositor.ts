import { RenderTarget, type Texture, type WebGPURenderer } from "three/webgpu";
import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import type { Extent } from "../../shared/mapping/canvas.ts";
import type { Drum } from "../../shared/music/drums.ts";
import type { Note } from "../../shared/music/note.ts";
import { ALL_PASSES, type PassDoses } from "../../shared/picture/passes.ts";
import { TRANSITIONS, type TransitionName } from "../../shared/picture/transitions.ts";
import type { Ms } from "../../shared/time/units.ts";
import { Projection } from "../mapping/projection.ts";
import { isUntouched, type ProjectorView } from "../mapping/projector-view.ts";
import { Bloom } from "../passes/bloom.ts";
import { Chain } from "../passes/chain.ts";
import { compiled } from "../passes/compile.ts";
import { Develop } from "../passes/develop.ts";
import { FlashGuard, type HeldPicture } from "../safety/flash-guard.ts";
import type { FlashLimiter } from "../safety/flash-limiter.ts";
import type { VoiceTrace } from "../scene-api/frame.ts";
import type { SceneShelf } from "../scene-api/scene-shelf.ts";
import { Mixer } from "../transitions/mixer.ts";
import type { CueSequencer } from "./cue-sequencer.ts";
import type { Layer } from "./layer.ts";
import { Layers } from "./layers.ts";
import type { Performance } from "./performance.ts";
import { ShaderWarmUp } from "./shader-warm-up.ts";

interface CompositorWishes {
  /** The page is seen where the picture is dark. */
  readonly transparent: boolean;
  /** Everything is compiled ahead, so that nothing holds up the picture later. */
  readonly ahead: boolean;
}

/**
 * Everything that lives on one graphics context: the scenes that are on, the change from one to
 * the next, the passes, and the last step to the screen. When the context is lost all of it is made anew.
 */
export class Compositor {
  /** There is no time to spare: while one scene gives way to another they are drawn in turns. */
  thrifty = false;
  readonly #renderer: WebGPURenderer;
  readonly #performance: Performance;
  readonly #report: Reporter;
  readonly #layers: Layers;
  readonly #mixer: Mixer;
  readonly #chain = new Chain();
  readonly #bloom: Bloom;
  readonly #develop: Develop;
  readonly #guard: FlashGuard;
  readonly #projection: Projection;
  readonly #warmUp: ShaderWarmUp | null;
  readonly #endListening: () => void;
  readonly #blank = new RenderTarget(1, 1);
  /** The scenes as they were drawn last. */
  #standing: Texture | null = null;
  #size: Extent = { width: 1, height: 1 };
  /** The screen's size, if the picture is not simply as large as the screen. */
  #screen: Extent | null = null;
  /** What the canvas has now. */
  #canvas: Extent = { width: 0, height: 0 };
  /** Frames since one scene began to give way to another; 0 when none does. */
  #mixed = 0;
  #drawn = false;
  #showing = "";
  #alone: Layer | null = null;

  constructor(
    renderer: WebGPURenderer,
    performance: Performance,
    scenes: SceneShelf,
    limiter: FlashLimiter,
    report: Reporter,
    { transparent, ahead }: CompositorWishes,
  ) {
    this.#renderer = renderer;
    this.#performance = performance;
    this.#report = report;
    this.#layers = new Layers(renderer, performance, scenes, report);
    const blank = this.#blank.texture;
    this.#mixer = new Mixer(blank);
    this.#bloom = new Bloom(blank);
    this.#develop = new Develop(blank, this.#bloom.glow);
    this.#guard = new FlashGuard(limiter, blank);
    this.#projection = new Projection(blank, transparent);
    const others = [
      ...TRANSITIONS.map((transition) => () => this.#mixer.prepare(renderer, transition)),
      () => this.#chain.prepare(renderer, ALL_PASSES, blank),
    ];
    this.#warmUp = ahead ? new ShaderWarmUp(renderer, performance, scenes, report, others) : null;
    this.#endListening = scenes.changed.on((name) => {
      // One that is on takes over by itself.
      if (!this.#layers.holds(name)) this.#warmUp?.add(name);
    });
  }

  /** Whether another picture may be drawn: not while as many as can be wait to be shown. */
  get free(): boolean {
    return this.#guard.free;
  }

  /** Whether a scene has been on the screen yet. */
  get drawn(): boolean {
    return this.#drawn;
  }

  /** How bright the scenes that are on declare a drum's gesture to be; null where none declares anything. @realtime yes */
  brightnessOf(drum: Drum): number | null {
    return this.#layers.brightnessOf(drum);
  }

  /** Whether a scene that is wanted is still on its way. */
  get pending(): boolean {
    return this.#layers.pending;
  }

  /** The scene that was drawn last; "" before the first. While one gives way to another, the new one. */
  get showing(): string {
    return this.#showing;
  }

  /** The scene that is seen alone, in full light and moving; null while that is not so. @realtime yes */
  get alone(): Layer | null {
    return this.#alone;
  }

  /** How the picture is shown, on a screen of this size in pixels. */
  showOn(projector: ProjectorView, screen: Extent): void {
    this.#screen = isUntouched(projector) ? null : screen;
    this.#projection.set(projector, screen);
  }

  /** In pixels. */
  setSize(width: number, height: number): void {
    this.#standing = null;
    this.#mixed = 0;
    this.#size = { width, height };
    this.#layers.setSize(width, height);
    this.#mixer.setSize(width, height);
    this.#chain.setSize(width, height);
    this.#bloom.setSize(width, height);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    this.#layers.tell((layer) => layer.hit(note, at, voice));
  }

  /** A note that was upcoming was taken back. */
  vanish(note: Note, at: Ms, now: Ms, voice: VoiceTrace): void {
    this.#layers.tell((layer) => layer.vanish(note, at, now, voice));
  }

  /** Makes ready what a look will need besides its scene, which sees to itself. */
  prepare(transition: TransitionName, doses: PassDoses): void {
    const making = async (): Promise<void> => {
      await this.#develop.prepare(this.#renderer);
      await this.#guard.prepare(this.#renderer);
      await this.#projection.prepare(this.#renderer);
      await this.#mixer.prepare(this.#renderer, transition);
      await this.#chain.prepare(this.#renderer, doses, this.#blank.texture);
    };
    making().catch((error: unknown) => {
      this.#report({ room: "stage", level: "warning", text: `What a cue needs is not ready: ${reasonOf(error)}.` });
    });
  }

  /** Resolves when every scene that is wanted is there and stands at the performance's frame, and nothing is being compiled. */
  async settle(cues: CueSequencer): Promise<void> {
    await this.#layers.settle(cues);
    await compiled(this.#renderer);
  }

  /** The band is another: every scene is made anew for it, and the old ones stay until then. */
  restage(): void {
    this.#standing = null;
    this.#layers.renew();
  }

  /**
   * Shows on the screen at `at`, on the page's axis, what is drawn and found safe. Returns which picture it is, its
   * `number` being what `render` gave it; null when there is none, and the screen stays as it is.
   */
  show(at: Ms): Pick<HeldPicture, "number" | "moment"> | null {
    const held = this.#guard.show(this.#renderer, at);
    if (held === null) return null;
    // A canvas that gets another size goes black: that is left to the moment at which it is drawn on.
    const { width, height } = this.#screen ?? held.target;
    if (width !== this.#canvas.width || height !== this.#canvas.height) {
      this.#canvas = { width, height };
      this.#renderer.setSize(width, height, false);
    }
    this.#projection.render(this.#renderer, held.target.texture, held.grain, held.moment);
    this.#drawn = true;
    return held;
  }

  /**
   * Draws the performance's frame, to be shown later. `light` is the share of the picture that is
   * seen, 0 black. `frozen` is a picture that will stand still, and with `still` the scenes are not
   * drawn anew: the last picture of them stays. Returns the picture's number; null when nothing could
   * be drawn.
   */
  render(cues: CueSequencer, doses: PassDoses, light: number, frozen: boolean, still: boolean): number | null {
    const renderer = this.#renderer;
    const { frame } = this.#performance;
    if (!still || this.#standing === null) this.#standing = this.#compose(cues, !this.thrifty || frozen);
    if (this.#standing === null) return null;
    const held = this.#guard.next(this.#size.width, this.#size.height);
    if (held === null) return null;
    const picture = this.#chain.render(renderer, this.#standing, doses, frame);
    if (doses.bloom > 0) this.#bloom.render(renderer, picture);
    this.#develop.render(renderer, held.target, picture, this.#bloom.glow, doses, frame.palette, light);
    held.grain = doses.grain * light;
    held.moment = frame.at;
    held.isBlack = light === 0;
    this.#alone = light === 1 && !frozen && cues.share >= 1 ? this.#layers.ready(cues.to) : null;
    if (cues.share >= 1) this.#warmUp?.tend(frame.at);
    return this.#guard.hold(renderer, held);
  }

  /**
   * The scene that is on, or two while one gives way to the other; null before any is ready. Two cost
   * as much as both, and a change must not make the picture slower: unless there is time for `both`,
   * each is drawn anew in every other frame.
   */
  #compose(cues: CueSequencer, both: boolean): Texture | null {
    this.#layers.tend(cues);
    const to = this.#layers.ready(cues.to) ?? this.#layers.any;
    const from = cues.share < 1 ? this.#layers.ready(cues.from) : null;
    const turn = from === null || from === to ? 0 : this.#mixed++;
    const all = both || turn === 0;
    if (to === null || ((all || turn % 2 === 0) && !this.#layers.render(to))) return null;
    this.#showing = to.name;
    if (from === null || from === to) {
      this.#mixed = 0;
      return to.picture;
    }
    if ((all || turn % 2 === 1) && !this.#layers.render(from)) return to.picture;
    return this.#mixer.render(this.#renderer, cues.transition, from.picture, to.picture, cues.share);
  }

  dispose(): void {
    this.#endListening();
    this.#warmUp?.dispose();
    this.#layers.dispose();
    this.#mixer.dispose();
    this.#chain.dispose();
    this.#bloom.dispose();
    this.#develop.dispose();
    this.#guard.dispose();
    this.#projection.dispose();
    this.#blank.dispose();
    void this.#renderer.dispose();
  }
}
