import { DRUM_COUNT } from "../../../shared/music/drums.ts";
import { PATTERN_COUNT, type Pattern } from "../../core/music/pattern.ts";
import type { Checkpoint } from "./checkpoint/checkpoint.ts";
import { CheckpointError } from "./checkpoint/checkpoint-error.ts";
import { MOST_COUNTER_BITS } from "./checkpoint/config.ts";

/** The one data converter whose alphabet is ours: 512 symbols, one-hot in and out. */
const DRUMS_CONVERTER = "DrumsOneHotConverter";

/** Bits of drums_rnn's position counter: 2^6 steps are 4 bars of 4/4. */
export const DEFAULT_COUNTER_BITS = 6;

/**
 * How patterns become inputs of a network and outputs become patterns. An input vector is the
 * pattern one-hot (512), followed by the bits of a binary counter that tells where in the phrase
 * the step is, as MusicRNN's `auxInputs` add them. The output is 512 logits.
 */
export interface Alphabet {
  /** Bits of the counter; 0 when the model has none. */
  readonly counterBits: number;
  /** Length of an input vector: 512 + counterBits. */
  readonly inputs: number;
}

export const alphabetOf = (counterBits: number): Alphabet => ({ counterBits, inputs: PATTERN_COUNT + counterBits });

/** The alphabet a checkpoint was trained in; throws CheckpointError when it is not a drum model of ours. */
export const alphabetOfCheckpoint = ({ config, shape }: Checkpoint, place: string): Alphabet => {
  const refuse = (because: string): never => {
    throw new CheckpointError(`${place}/config.json: ${because}; choose a drum_kit checkpoint.`);
  };
  const { dataConverter, chordEncoder, auxInputs = [] } = config;
  if (dataConverter.type !== DRUMS_CONVERTER)
    refuse(`its data converter is ${dataConverter.type}, but only ${DRUMS_CONVERTER} plays drums here`);
  if (chordEncoder !== undefined) refuse(`it wants chords (${chordEncoder}), which drums do not have`);
  const pitchClasses = dataConverter.args.pitchClasses;
  if (Array.isArray(pitchClasses) && pitchClasses.length !== DRUM_COUNT)
    refuse(`it has ${pitchClasses.length} drum classes where the alphabet has ${DRUM_COUNT}`);
  const alphabet = alphabetOf(auxInputs[0]?.args.numBits ?? 0);
  const bits = shape.inputs - PATTERN_COUNT;
  if (auxInputs.length === 0 && bits > 0 && bits <= MOST_COUNTER_BITS && shape.outputs === PATTERN_COUNT)
    throw new CheckpointError(
      `${place}/config.json: its weights take ${bits} inputs more than there are patterns, which is a position counter that it does not tell of; ` +
        `write "auxInputs": [{ "type": "BinaryCounter", "args": { "numBits": ${bits} } }] into it and try again.`,
    );
  if (shape.inputs !== alphabet.inputs || shape.outputs !== PATTERN_COUNT)
    refuse(
      `it tells of ${alphabet.inputs} inputs and ${PATTERN_COUNT} symbols, but the weights have ${shape.inputs} and ${shape.outputs}`,
    );
  return alphabet;
};

/**
 * Bit `bit` of the counter beside the pattern of step `step`: +1 or -1, lowest bit first. It counts
 * from `step + 1`, the step that is to be predicted (BinaryCounter of magenta-js's aux_inputs.ts,
 * note_seq's LookbackEventSequenceEncoderDecoder). Steps before the origin count on backwards.
 *
 * @realtime yes
 */
export const counterBit = (step: number, bit: number): 1 | -1 => (((step + 1) >> bit) & 1 ? 1 : -1);

/** Writes the whole input vector of `pattern` at `step` into `into` from `at` on; for training and for tests. */
export const writeInput = (alphabet: Alphabet, pattern: Pattern, step: number, into: Float32Array, at = 0): void => {
  into.fill(0, at, at + PATTERN_COUNT);
  into[at + pattern] = 1;
  for (let bit = 0; bit < alphabet.counterBits; bit++) into[at + PATTERN_COUNT + bit] = counterBit(step, bit);
};
