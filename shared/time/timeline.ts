import { type Beats, type Bpm, beats, type Ms, ms } from "./units.ts";

const MS_PER_MINUTE = 60_000;

/**
 * An immutable straight line between beats and milliseconds: at `originMs` the music is at
 * `originBeats`, and goes on at `tempo`. `toBeats` and `toMs` are inverse to one another.
 * A change of tempo is a new Timeline; nobody ever edits one.
 *
 * @realtime yes: no allocation but in `withTempo` and `shifted`.
 * @example new Timeline(bpm(120), beats(0), ms(1000)).toMs(beats(2)) // 2000
 */
export class Timeline {
  readonly tempo: Bpm;
  readonly originBeats: Beats;
  readonly originMs: Ms;

  constructor(tempo: Bpm, originBeats: Beats, originMs: Ms) {
    if (!(tempo > 0 && Number.isFinite(tempo))) throw new RangeError(`a timeline needs a tempo above 0, not ${tempo}`);
    this.tempo = tempo;
    this.originBeats = originBeats;
    this.originMs = originMs;
  }

  /** Length of one quarter note. */
  get msPerBeat(): Ms {
    return ms(MS_PER_MINUTE / this.tempo);
  }

  toBeats(at: Ms): Beats {
    return beats(this.originBeats + ((at - this.originMs) * this.tempo) / MS_PER_MINUTE);
  }

  toMs(beat: Beats): Ms {
    return ms(this.originMs + ((beat - this.originBeats) * MS_PER_MINUTE) / this.tempo);
  }

  /** The line that passes through this one at `at` and goes on at `tempo`: the beat does not jump. */
  withTempo(tempo: Bpm, at: Ms): Timeline {
    return new Timeline(tempo, this.toBeats(at), at);
  }

  /** The same line with every beat `by` milliseconds later. */
  shifted(by: Ms): Timeline {
    return new Timeline(this.tempo, this.originBeats, ms(this.originMs + by));
  }
}
