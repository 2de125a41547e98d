import type { TransportState } from "../../shared/protocol/state.ts";
import { barOf, beatsPerBar, type Metre, phaseInBar } from "../../shared/time/metre.ts";
import { Timeline } from "../../shared/time/timeline.ts";
import { type Beats, type Bpm, beats, bpm, type Ms, ms } from "../../shared/time/units.ts";

interface Stretch {
  readonly line: Timeline;
  readonly metre: Metre;
  readonly playing: boolean;
  /** Where it stands while it does not play. */
  readonly rest: Beats;
}

const stretchOf = (transport: TransportState): Stretch => ({
  line: new Timeline(bpm(transport.tempo), beats(transport.originBeats), ms(transport.originMs)),
  metre: { numerator: transport.numerator, denominator: transport.denominator },
  playing: transport.playing,
  rest: beats(transport.rest ?? transport.originBeats),
});

/**
 * Where the music is at any moment near now. A transport that begins in the future is told ahead:
 * until its origin the one before it goes on.
 */
export class TransportTimeline {
  #present: Stretch;
  #next: Stretch | null = null;

  constructor(transport: TransportState) {
    this.#present = stretchOf(transport);
  }

  /** The line on which notes that are still to come lie. */
  get newest(): Timeline {
    return (this.#next ?? this.#present).line;
  }

  /** Length of a bar on that line. */
  get beatsPerBar(): number {
    return beatsPerBar((this.#next ?? this.#present).metre);
  }

  set(transport: TransportState): void {
    this.#next = stretchOf(transport);
  }

  /** Call once a frame, before anything is read. @realtime yes */
  moveTo(at: Ms): void {
    if (this.#next === null || at < this.#next.line.originMs) return;
    this.#present = this.#next;
    this.#next = null;
  }

  get playing(): boolean {
    return this.#present.playing;
  }

  get tempo(): Bpm {
    return this.#present.line.tempo;
  }

  /** Stands still while nothing plays. */
  beatAt(at: Ms): Beats {
    return this.#present.playing ? this.#present.line.toBeats(at) : this.#present.rest;
  }

  barAt(beat: Beats): number {
    return barOf(beat, this.#present.metre);
  }

  /** 0 to 1 through the bar. */
  phaseAt(beat: Beats): number {
    return phaseInBar(beat, this.#present.metre) / beatsPerBar(this.#present.metre);
  }
}
