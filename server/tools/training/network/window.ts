/** No label: the step is heard but not predicted. */
export const NO_LABEL = -1;

/**
 * Some steps of many lanes at once. Rows are step by step, the lanes within each: row = step * lanes
 * + lane. Every lane goes through one sequence after the other.
 */
export interface TrainingWindow {
  readonly lanes: number;
  /** The pattern heard. */
  readonly inputs: Uint16Array;
  /** Where in the counter's period the input is: its step modulo the period. */
  readonly positions: Uint16Array;
  /** The pattern that follows, or NO_LABEL. */
  readonly labels: Int16Array;
  /**
   * Where a sequence starts: its first pattern, to be predicted before anything is heard; NO_LABEL elsewhere.
   * The state is zero then, and so are the outputs, so that what is predicted are the biases of the logits: this
   * is what the engine scores a voice's first step with, and what MusicRNN would give for an empty primer.
   */
  readonly firsts: Int16Array;
  /** 1 where a sequence starts: the state before that row is zero. */
  readonly starts: Uint8Array;
}

export const emptyWindow = (lanes: number, steps: number): TrainingWindow => ({
  lanes,
  inputs: new Uint16Array(lanes * steps),
  positions: new Uint16Array(lanes * steps),
  labels: new Int16Array(lanes * steps).fill(NO_LABEL),
  firsts: new Int16Array(lanes * steps).fill(NO_LABEL),
  starts: new Uint8Array(lanes * steps),
});
