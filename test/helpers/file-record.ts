import type { FileRecord, Split } from "../../server/tools/training/dataset/record.ts";

/** A file of one piece in 4/4; hits are step, drum index, velocity and thousandths of a step, one after the other. */
export const fileRecord = (source: string, split: Split, bars: number, hits: readonly number[]): FileRecord => ({
  source,
  split,
  tags: {},
  found: "channel 10",
  notes: { used: hits.length / 4, merged: 0, unknown: 0, elsewhere: 0, broken: 0, clamped: 0 },
  struck: {},
  passedOver: [],
  silentBars: 0,
  pieces: [{ metre: { numerator: 4, denominator: 4 }, bpm: 120, steps: 16 * bars, tiled: 1, hits: [...hits] }],
  otherMetreBars: 0,
  unused: null,
  duplicate: null,
});
