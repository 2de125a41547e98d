/** What the house does for a rehearsal beside playing. */
export interface RehearsalState {
  /** A click on every beat of the metre. */
  readonly metronome: boolean;
  /** How loud it is, 0 to 1. */
  readonly level: number;
  /** So many bars are counted in at a start. */
  readonly countIn: number;
}
