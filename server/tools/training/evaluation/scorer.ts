import type { Pattern } from "../../../core/music/pattern.ts";
import { alphabetOfCheckpoint } from "../../../music/rhythm/alphabet.ts";
import type { Checkpoint } from "../../../music/rhythm/checkpoint/checkpoint.ts";
import { likelihoodOf } from "../../../music/rhythm/likelihood.ts";
import { DrumModel } from "../../../music/rhythm/network/drum-model.ts";
import type { Sequence } from "../lanes.ts";
import { useWasm } from "../network/backend.ts";
import { TrainableNetwork } from "../network/network.ts";
import { parametersOf } from "../network/parameters.ts";
import { scoreSequences } from "../score-sequences.ts";

/** -ln p of every step of every sequence, each from silence with the state carried. */
export type Scorer = (sequences: readonly Sequence[]) => Float64Array[];

/**
 * Scores with a checkpoint: plain LSTM layers many sequences at a time, networks with attention step
 * by step in the engine that plays them. Throws CheckpointError.
 */
export const scorerOf = async (checkpoint: Checkpoint, place: string): Promise<Scorer> => {
  await useWasm();
  const alphabet = alphabetOfCheckpoint(checkpoint, place);
  if (checkpoint.shape.attention !== null) return engineScorer(new DrumModel(checkpoint, place));
  const network = new TrainableNetwork(alphabet, parametersOf(checkpoint, place));
  return (sequences) => scoreSequences(network, sequences, 2 ** alphabet.counterBits);
};

/** The same by the engine of the stage, one step after the other. */
export const engineScorer =
  (model: DrumModel): Scorer =>
  (sequences) =>
    sequences.map(({ symbols, origin }) => {
      const state = model.network.newState();
      return Float64Array.from(symbols, (symbol, at) => {
        const { surprise } = likelihoodOf(model.network.logits(state), symbol as Pattern, 1);
        model.step(state, symbol as Pattern, origin + at);
        return at === 0 && origin > 0 ? 0 : surprise;
      });
    });
