/** What a memory has learnt, oldest first: all that is needed to learn it again. One entry a step in each array. */
export interface HeardSteps {
  /** 0 to 511. */
  readonly patterns: Uint16Array;
  readonly stepsInBar: Uint8Array;
  /** Less one, so that 256 steps fit. */
  readonly lastStepsOfBar: Uint8Array;
}
