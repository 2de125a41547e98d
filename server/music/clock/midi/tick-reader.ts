/** What is made of ticks so far: the newest of them, numbered, when it was due, and the period, in ms. */
export interface TickReading {
  readonly index: number;
  readonly due: number;
  readonly period: number;
  /** The driver's period, if the ticks come in blocks; null if each comes when it is due. */
  readonly block: number | null;
}

/** One way to read the ticks of a clock. */
export interface TickReader extends TickReading {
  /** Standard deviation of a tick that is not stalled, ms. */
  readonly noise: number;
  /** Ticks that never came, and echoes, since it began to read. */
  readonly lost: number;
  readonly doubled: number;
  /** The share of echoes among the ticks of the last two beats. */
  readonly echoShare: number;
  /** Whether the tempo is sure, for one that was sure `before` or was not. */
  isSure(before: boolean): boolean;
  /** Whether nothing will come of it, sure or not: another beginning may do better. */
  isHopeless(sure: boolean): boolean;
  tick(time: number): void;
  /** Takes the tick at `time` for the next one, of which it is not known whether it is in step with those before. */
  restart(time: number): void;
}
