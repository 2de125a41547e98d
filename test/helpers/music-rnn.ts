import { createRequire } from "node:module";
import { drumsOf, type Pattern } from "../../server/core/music/pattern.ts";
import { PITCH_TABLES, PitchMap } from "../../server/core/music/pitch-table.ts";
import type { Checkpoint } from "../../server/music/rhythm/checkpoint/checkpoint.ts";
import { writeCheckpoint } from "../../server/music/rhythm/checkpoint/write-checkpoint.ts";
import { serveFolder } from "../../server/tools/bench/folder-server.ts";
import { DRUM_PITCH } from "../../shared/music/drums.ts";

interface MagentaNote {
  readonly pitch: number;
  /** A protobuf Long in what magenta-js returns. */
  readonly quantizedStartStep: number | { toString(): string };
}

interface MusicRnn {
  initialize(): Promise<void>;
  continueSequenceAndReturnProbabilities(
    sequence: object,
    steps: number,
    temperature?: number,
  ): Promise<{ sequence: Promise<{ notes: MagentaNote[] }>; probs: Float32Array[] }>;
  dispose(): void;
}

/**
 * What the real MusicRNN of magenta-js makes of a checkpoint, written to `folder`, and a call: the
 * steps it draws and the distribution it draws each from.
 */
export const continueWithMusicRnn = async (
  checkpoint: Checkpoint,
  folder: string,
  call: readonly Pattern[],
  steps: number,
  temperature: number,
): Promise<{ patterns: Pattern[]; probabilities: Float32Array[] }> => {
  await writeCheckpoint(folder, checkpoint);
  const server = await serveFolder(folder);
  const { MusicRNN } = createRequire(import.meta.url)("@magenta/music/node/music_rnn") as {
    MusicRNN: new (address: string) => MusicRnn;
  };
  const rnn = new MusicRNN(server.address);
  try {
    await rnn.initialize();
    const { sequence, probs } = await rnn.continueSequenceAndReturnProbabilities(sequenceOf(call), steps, temperature);
    return { patterns: patternsOf((await sequence).notes, steps), probabilities: probs };
  } finally {
    rnn.dispose();
    await server.dispose();
  }
};

const sequenceOf = (patterns: readonly Pattern[]): object => ({
  quantizationInfo: { stepsPerQuarter: 4 },
  totalQuantizedSteps: patterns.length,
  notes: patterns.flatMap((pattern, step) =>
    drumsOf(pattern).map((drum) => ({
      pitch: DRUM_PITCH[drum],
      quantizedStartStep: step,
      quantizedEndStep: step + 1,
      isDrum: true,
    })),
  ),
});

const patternsOf = (notes: readonly MagentaNote[], steps: number): Pattern[] => {
  const drums = new PitchMap(PITCH_TABLES["magenta-2016"]);
  const patterns = new Array<number>(steps).fill(0);
  for (const { pitch, quantizedStartStep } of notes) {
    const drum = drums.drumOf(pitch)!;
    patterns[Number(quantizedStartStep)]! |= 1 << Object.keys(DRUM_PITCH).indexOf(drum);
  }
  return patterns as Pattern[];
};
