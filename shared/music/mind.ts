import type { Beats } from "../time/units.ts";
import type { VoiceName } from "./note.ts";

/** What is in a voice's network after a step. */
export interface Mind {
  /** Cells of each layer, the first that hears first. */
  readonly layers: readonly number[];
  /**
   * One byte a cell (see `activationOf`): what each cell puts out, layer after layer, then what each
   * holds in memory, squashed by tanh, in the same order. So twice as long as there are cells.
   */
  readonly cells: Uint8Array;
  /** How likely each drum is in the next step, 0 to 1, in the order of DRUMS. */
  readonly expected: readonly number[];
}

/** A mind and the step it belongs to. */
export interface MindAtStep extends Mind {
  readonly voice: VoiceName;
  /** The step it has just heard or played. */
  readonly step: number;
  /** When it is so: on the step if it played it, half a step later, when it is over, if it heard it. */
  readonly beat: Beats;
  /** It played the step; otherwise it heard it. */
  readonly played: boolean;
  /** −ln p of what it heard or played, in nats. */
  readonly surprise: number;
}

/** Who wants to know what goes on in the minds of a band. */
export interface MindListener {
  /** Told ahead of its beat for a step that is decided ahead. @realtime yes */
  mind(mind: MindAtStep): void;
  /** What was told of the voice from `step` on is void: it will not play that. */
  forget(voice: VoiceName, step: number): void;
}

/** An activation, −1 to 1, as a byte. @realtime yes */
export const byteOf = (activation: number): number => Math.round((activation + 1) * 127.5);

/** The byte as −1 to 1, at most 1/255 off. @realtime yes */
export const activationOf = (byte: number): number => byte / 127.5 - 1;
