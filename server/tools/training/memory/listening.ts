import type { Pattern } from "../../../core/music/pattern.ts";
import type { BarPlace } from "../../../music/rhythm/memory/bar-place.ts";
import { Memory } from "../../../music/rhythm/memory/memory.ts";
import type { DrumModel } from "../../../music/rhythm/network/drum-model.ts";
import type { SourcedSequence } from "../sequences.ts";

/** A step that is to be predicted; the object is the same every time. */
export interface StepAhead {
  /** Index of its piece, and of the step in it. */
  readonly sequence: number;
  readonly step: number;
  readonly place: BarPlace;
  readonly logits: Float32Array;
  /** What was learnt of the piece so far. */
  readonly memory: Memory;
  /** What comes. */
  readonly pattern: Pattern;
}

/**
 * Plays pieces to a model and to a memory that begins empty with each of them. `visit` is called for
 * every step before either has heard it.
 */
export const listen = (
  model: DrumModel,
  sequences: readonly SourcedSequence[],
  visit: (ahead: StepAhead) => void,
): void => {
  const memory = new Memory();
  sequences.forEach(({ symbols, stepsPerBar, origin }, sequence) => {
    memory.forget();
    const state = model.network.newState();
    symbols.forEach((symbol, step) => {
      const pattern = symbol as Pattern;
      const place = { stepInBar: (origin + step) % stepsPerBar, stepsPerBar };
      visit({ sequence, step, place, logits: model.network.logits(state), memory, pattern });
      memory.learn(pattern, place);
      model.step(state, pattern, origin + step);
    });
  });
};
