import type { Drum } from "../../shared/music/drums.ts";
import type { Parameter } from "../../shared/picture/scene-about.ts";
import type { Scene, SceneContext } from "./scene.ts";

// What a scene of a show's own imports as "antiphon/scene". Additions are free, changes are not.

/**
 * A scene of one's own: what its index.ts exports as `scene`. Only `init` must be there. Whoever names the parameters,
 * `OwnScene<"size" | "fade">`, is told by the editor of one that is not declared.
 */
export interface SceneModule<Name extends string = string> {
  /** One sentence for the desk. */
  readonly about?: string;
  /** What each drum does in the picture. */
  readonly gestures?: Readonly<Partial<Record<Drum, string>>>;
  readonly parameters?: readonly (Parameter & { readonly name: Name })[];
  /** How bright each drum's hardest hit makes a large area, 0 to 1, if it does: of such hits at most three a second are drawn in full. */
  readonly flashes?: Readonly<Partial<Record<Drum, number>>>;
  /** For the director: 0 calm to 1 wild. Left out: 0.5. */
  readonly wildness?: number;
  /** For the director: 0 sparse to 1 dense, how much playing it takes to look its best. Left out: 0.5. */
  readonly density?: number;
  /** For the director: how well it shows each voice, 0 to 1. Voices left out count as 0.5. */
  readonly stages?: Readonly<Record<string, number>>;
  /** Whether nearer things hide farther ones. Left out: true. */
  readonly depth?: boolean;
  /** How far back a scene that begins is told what was played, in milliseconds, at most three minutes. Left out: twelve seconds. */
  readonly remembers?: number;
  /** Builds the scene, before it is needed. */
  init(context: SceneContext & { readonly parameters: Readonly<Record<Name, number>> }): Scene;
}

export { Random } from "../../shared/chance/random.ts";
export { DRUMS, type Drum } from "../../shared/music/drums.ts";
export type { Note } from "../../shared/music/note.ts";
export type { Parameter } from "../../shared/picture/scene-about.ts";
export type { Ms } from "../../shared/time/units.ts";
export type { Colours } from "../drawing/colours.ts";
export * from "../drawing/motion.ts";
export { surpriseOf } from "../drawing/surprise.ts";
export * from "../drawing/traces.ts";
export type { DrumTrace, Frame, RememberedTrace, VoiceTrace } from "./frame.ts";
export type { Scene, SceneContext } from "./scene.ts";
/** Its name among those who write scenes; in the house the protocol has an OwnScene. */
export type { SceneModule as OwnScene };
