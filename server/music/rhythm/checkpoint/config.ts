import { z } from "zod";
import { FeelTable } from "../../../core/music/feel-table.ts";

/** A counter of so many bits is longer than any song. */
export const MOST_COUNTER_BITS = 16;

const AuxInput = z.object({
  type: z.literal("BinaryCounter"),
  args: z.object({ numBits: z.int().min(0).max(MOST_COUNTER_BITS) }),
});

/** What this project adds to config.json, under a key that magenta-js ignores. */
export const AntiphonBlock = z.looseObject({
  /** How to play what the model writes: velocity and micro-timing. */
  feel: FeelTable.optional(),
  /** Where the weights come from: data, licence, command, seed, figures. For people; nothing reads it back. */
  card: z.record(z.string(), z.json()).optional(),
});
export type AntiphonBlock = z.infer<typeof AntiphonBlock>;

/** config.json of magenta-js's MusicRNN (MusicRNNSpec in music_rnn/model.ts) with our block. Unknown keys are kept. */
export const RnnConfig = z.looseObject({
  type: z.literal("MusicRNN"),
  dataConverter: z.object({
    type: z.string(),
    // magenta-js reads args without asking whether they are there.
    args: z.record(z.string(), z.unknown()).default({}),
  }),
  /** Steps the attention looks back over; needed when the weights have attention. */
  attentionLength: z.int().min(1).max(4096).optional(),
  chordEncoder: z.string().optional(),
  auxInputs: z.array(AuxInput).max(1).optional(),
  antiphon: AntiphonBlock.optional(),
});
export type RnnConfig = z.infer<typeof RnnConfig>;

/** The config of a drum model: nine classes one-hot, with a position counter of `counterBits` bits unless 0. */
export const drumConfig = (counterBits: number, antiphon?: AntiphonBlock): RnnConfig => ({
  type: "MusicRNN",
  dataConverter: { type: "DrumsOneHotConverter", args: {} },
  ...(counterBits > 0 && { auxInputs: [{ type: "BinaryCounter", args: { numBits: counterBits } }] }),
  ...(antiphon && { antiphon }),
});
