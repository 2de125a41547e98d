import { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, type Bpm, beats, type Ms, ms } from "../../../shared/time/units.ts";

/** The tempo changes of a piece: a row of timelines, each in force from its origin on. Immutable. */
export class TempoMap {
  readonly #lines: readonly [Timeline, ...Timeline[]];

  /** It begins with `first`; `changes` are in the order of their beats. */
  constructor(first: Bpm, changes: readonly { readonly beat: Beats; readonly tempo: Bpm }[]) {
    const lines: [Timeline, ...Timeline[]] = [new Timeline(first, beats(0), ms(0))];
    for (const { beat, tempo } of changes) {
      const before = lines[lines.length - 1]!;
      const line = new Timeline(tempo, beat, before.toMs(beat));
      if (beat <= 0) lines[0] = line;
      else lines.push(line);
    }
    this.#lines = lines;
  }

  /** The tempo it begins with. */
  get tempo(): Bpm {
    return this.#lines[0].tempo;
  }

  toMs(beat: Beats): Ms {
    return (this.#lines.findLast((line) => line.originBeats <= beat) ?? this.#lines[0]).toMs(beat);
  }
}
