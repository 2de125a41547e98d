import type { CommandOf } from "../../../shared/controls/controls.ts";
import type { Cue } from "../../../shared/music/cue.ts";
import type { Hit, Note, PlannedNote, VoiceName } from "../../../shared/music/note.ts";
import type { Ms } from "../../../shared/time/units.ts";
import type { SceneTraits } from "../../core/show/scene-traits.ts";
import type { TransportChange } from "../../music/clock/transport.ts";
import type { BackendName } from "../../music/rhythm/network/backends.ts";
import type { BandEvents } from "../../picture/director/with-director.ts";

/** What can be ordered of band and director. */
export type EnsembleOrderName = "voice" | "mutate" | "end-call" | "forget" | "model" | "panic" | "director" | "cue";
export type EnsembleOrder = CommandOf<EnsembleOrderName>;

/** What an ensemble began with, besides the show and the seed. */
export interface Beginning {
  readonly scenes: readonly [SceneTraits, ...SceneTraits[]];
  readonly change: TransportChange;
  /** The voices whose model could not be opened. */
  readonly silent: readonly VoiceName[];
  /** What the networks run on; null where none does. */
  readonly backend: BackendName | null;
  /** What is remembered of live voices since other evenings, as it is kept in files. */
  readonly remembered: readonly { readonly voice: VoiceName; readonly heard: object }[];
}

/** What a take that is played gives out, in the place of band and director. */
export type Played =
  | { readonly kind: "live"; readonly note: Note }
  | { readonly kind: "plan"; readonly note: PlannedNote }
  | { readonly kind: "revoke"; readonly notes: readonly number[] }
  | { readonly kind: "cue"; readonly cue: Cue }
  | { readonly kind: "gauge"; readonly voice: VoiceName; readonly density: number; readonly surprise: number | null };

/**
 * Everything that comes into an ensemble, and its moment. The same inputs in the same order give the same notes and
 * cues, to the last digit: nothing else decides anything.
 */
export type Input = { readonly at: Ms } & (
  | { readonly kind: "begin"; readonly beginning: Beginning }
  /** The cue that is in force goes out, for whoever has not heard it. */
  | { readonly kind: "open" }
  /** Somebody plays on every live voice. */
  | { readonly kind: "hit"; readonly source: string; readonly hit: Hit }
  | { readonly kind: "step"; readonly step: number }
  | { readonly kind: "transport"; readonly change: TransportChange }
  | { readonly kind: "order"; readonly order: EnsembleOrder }
  /** What may be shown from now on. */
  | { readonly kind: "scenes"; readonly scenes: readonly SceneTraits[] }
  /** A scene that must not be on any more. */
  | { readonly kind: "withdrawn"; readonly scene: string }
  /** Whether the picture stands still. */
  | { readonly kind: "rest"; readonly on: boolean }
  /** A take begins to be played, or is entered elsewhere, and band and director rest; or it is over. */
  | { readonly kind: "aside"; readonly on: boolean }
  | { readonly kind: "played"; readonly played: Played }
  /** The networks have replied to the request of this number; `refused` says why not. */
  | { readonly kind: "reply"; readonly number: number; readonly refused: string | null }
  /** It was woken: the wake of this number, counted from 1 in the order in which they were asked for. */
  | { readonly kind: "wake"; readonly number: number }
  /** The networks have crashed, and begin afresh. */
  | { readonly kind: "lost" }
);

/** Everything that comes out of it. */
export interface EnsembleOutput extends BandEvents {
  cue(cue: Cue): void;
}

/** Whoever writes down what comes in and what goes out, in the order in which it happens. @realtime every method */
export interface Journal extends EnsembleOutput {
  came(input: Input): void;
}
