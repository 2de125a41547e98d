/** Ticks over which the tempo is averaged for the eye: four beats of MIDI clock. */
const MEMORY = 96;
/** A tempo this much off the average, as a share of it, for so many ticks, is another tempo: it is shown at once. */
const ANOTHER = 0.01;
const ANOTHER_TICKS = 8;
/** Tempi are shown in steps of this... */
const STEP = 0.1;
/** ...and a step is only left when the average is this much of a step away from it, so that the figure does not flicker. */
const STAY = 0.75;

/** The tempo people read: averaged and rounded, apart from the tempo that is played. */
export class ShownTempo {
  /** In bpm, to a tenth; null before the first tempo. */
  bpm: number | null = null;
  #average: number | null = null;
  #heard = 0;
  #another = 0;

  hear(bpm: number): void {
    const average = this.#average ?? bpm;
    this.#another = Math.abs(bpm - average) > ANOTHER * average ? this.#another + 1 : 0;
    if (this.#another >= ANOTHER_TICKS) this.#heard = 0;
    this.#heard = Math.min(MEMORY, this.#heard + 1);
    this.#average = this.#heard === 1 ? bpm : average + (bpm - average) / this.#heard;
    if (this.bpm === null || Math.abs(this.#average - this.bpm) > STAY * STEP)
      this.bpm = Math.round(this.#average / STEP) / (1 / STEP);
  }
}
