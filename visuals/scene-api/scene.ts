import type { Camera, Object3D, RenderTarget, WebGPURenderer } from "three/webgpu";
import type { Note } from "../../shared/music/note.ts";
import type { SceneAbout } from "../../shared/picture/scene-about.ts";
import type { Ms } from "../../shared/time/units.ts";
import type { Media } from "../clips/film.ts";
import type { Frame, VoiceTrace } from "./frame.ts";

/** What a scene is made with. */
export interface SceneContext {
  /** The show's seed: all of a scene's chance comes from it, through shared/chance/random.ts. */
  readonly seed: number;
  /** The voices of the show, as they are when the scene is made. */
  readonly voices: readonly VoiceTrace[];
  /** Length of a bar; where it changes the scene is made anew. */
  readonly beatsPerBar: number;
  /** Values of the declared parameters by name; they change while the scene is on. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Lines of text of the show: titles, lyrics, names; [] where nobody said any. */
  readonly words: readonly string[];
  /** The user's own clips, where there is a page that makes them ready. */
  readonly media?: Media;
}

/** Resolves when every shader of `world` is ready to be drawn into `target`. */
export type Compile = (target: RenderTarget, world: Object3D, camera: Camera) => Promise<void>;

/**
 * A picture that plays along. It is a function of (seed, events, time): the same events and the
 * same moments give the same frames on every projector, however many frames each of them draws.
 * So nothing is stepped by `delta`; whatever moves is computed from when it was set off.
 */
export interface Scene {
  readonly world: Object3D;
  readonly camera: Camera;
  /**
   * A note is on the screen with the next frame. `at` is when it is due, which may lie a little in
   * the past (a live note's way takes time) or, for a scene that just began, seconds.
   * @realtime yes
   */
  hit(note: Note, at: Ms, voice: VoiceTrace): void;
  /**
   * A note that was upcoming will not come after all; it would have been due at `at`, and it is
   * `now`. A scene that shows what is upcoming lets it go gently. @realtime yes
   */
  vanish?(note: Note, at: Ms, now: Ms, voice: VoiceTrace): void;
  /** Moves everything to the frame's moment. @realtime yes: it allocates nothing. */
  update(frame: Frame): void;
  /**
   * Draws, into targets of its own, the pictures of which its picture is made; after each `update`.
   * `width` and `height`, in pixels, are those of the picture that is drawn next. @realtime yes
   */
  draw?(renderer: WebGPURenderer, width: number, height: number): void;
  /** Compiles what `draw` draws with, ahead and without holding anything up; left out, the first `draw` does. */
  compile?(compile: Compile): Promise<void>;
  /**
   * Whether those pictures are still of an earlier moment, since `draw` catches up a little each time.
   * A scene that is not on yet is drawn out of sight until it has caught up. @realtime yes
   */
  readonly behind?: boolean | undefined;
  /** Releases every geometry, material and texture. */
  dispose(): void;
}

/**
 * A scene as the house knows it: one folder, one of these, exported as `scene` by its index.ts. What
 * it says of itself is in its about.ts.
 */
export interface SceneKind extends SceneAbout {
  /** Whether nearer things hide farther ones; a scene of light alone does without. Left out: true. */
  readonly depth?: boolean;
  /** How far back a scene that begins is told what was played, at most three minutes. Left out: twelve seconds. */
  readonly remembers?: Ms;
  /** Builds the scene. It is asked for before it is needed, and drawn once out of sight so that its shaders are ready. */
  init(context: SceneContext): Scene;
}
