/** How time comes in, for people. */
export interface ClockDetail {
  /** What was chosen, and what may be. */
  readonly choice: string;
  readonly choices: readonly string[];
  /** Why the source leads. */
  readonly why: string;
  /** Start and stop of the source are obeyed. */
  readonly followsTransport: boolean;
  readonly followsDrummer: boolean;
  /** How sure the tempo of the drummer is, 0 to 1; null while he is not followed. */
  readonly confidence: number | null;
  /** Standard deviation of the source's ticks in ms, and the ticks that were lost and came twice; null for a source without ticks. */
  readonly jitter: number | null;
  readonly lost: number | null;
  readonly doubled: number | null;
  /** What is wrong with the source and the way out; empty if nothing is. */
  readonly trouble: string;
  /** How much later than its source the transport runs, on purpose, in ms. */
  readonly nudged: number;
}
