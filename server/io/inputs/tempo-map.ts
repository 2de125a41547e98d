import { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, type Bpm, beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";

/** The tempo of a MIDI file that names none (Standard MIDI Files 1.0). */
const DEFAULT_TEMPO = bpm(120);

/** The tempo changes of a piece: a row of timelines, each in force from its origin on. Immutable. */
export class TempoMap {
  readonly #lines: readonly [Timeline, ...Timeline[]];

  /** `changes` in any order; before the first one the default of 120 bpm holds. */
  constructor(changes: readonly { readonly at: Ms; readonly tempo: Bpm }[]) {
    const lines: [Timeline, ...Timeline[]] = [new Timeline(DEFAULT_TEMPO, beats(0), ms(0))];
    for (const { at, tempo } of [...changes].sort((a, b) => a.at - b.at)) {
      const line = lines[lines.length - 1]!.withTempo(tempo, at);
      if (at <= 0) lines[0] = line;
      else lines.push(line);
    }
    this.#lines = lines;
  }

  /** The tempo it begins with. */
  get tempo(): Bpm {
    return this.#lines[0].tempo;
  }

  toBeats(at: Ms): Beats {
    return (this.#lines.findLast((line) => line.originMs <= at) ?? this.#lines[0]).toBeats(at);
  }

  toMs(beat: Beats): Ms {
    return (this.#lines.findLast((line) => line.originBeats <= beat) ?? this.#lines[0]).toMs(beat);
  }
}
