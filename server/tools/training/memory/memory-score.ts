import { PATTERN_COUNT } from "../../../core/music/pattern.ts";
import { natsOf } from "../../../music/rhythm/likelihood.ts";
import { blend } from "../../../music/rhythm/memory/blend.ts";
import type { MixWeights } from "../../../music/rhythm/memory/mix-weights.ts";
import { Mixer } from "../../../music/rhythm/memory/mixer.ts";
import type { DrumModel } from "../../../music/rhythm/network/drum-model.ts";
import type { SourcedSequence } from "../sequences.ts";
import { listen } from "./listening.ts";

/** -ln p of every step of a piece, with the memory and by the network alone. */
export interface MemoryNats {
  readonly mixed: Float64Array;
  readonly alone: Float64Array;
}

/** One bar of all pieces that have it, the first being 1, in nats per step. */
export interface BarScore {
  readonly bar: number;
  readonly natsPerStep: number;
  /** By the network alone. */
  readonly without: number;
  readonly steps: number;
}

/** Predicts every step, then learns it; memory and mix begin afresh with each piece. `amount` is 0 to 1; see `blend`. */
export const scoreWithMemory = (
  model: DrumModel,
  weights: MixWeights,
  sequences: readonly SourcedSequence[],
  amount: number,
): MemoryNats[] => {
  const nats = sequences.map(({ symbols }) => ({
    mixed: new Float64Array(symbols.length),
    alone: new Float64Array(symbols.length),
  }));
  const mixer = new Mixer(weights);
  const mixed = new Float32Array(PATTERN_COUNT);
  const blended = new Float32Array(PATTERN_COUNT);
  listen(model, sequences, ({ sequence, step, logits, memory, place, pattern }) => {
    if (step === 0) mixer.forget();
    mixer.mix(logits, memory, memory, place, mixed);
    blend(logits, mixed, amount, blended);
    nats[sequence]!.mixed[step] = natsOf(blended, pattern, 1);
    nats[sequence]!.alone[step] = natsOf(logits, pattern, 1);
    mixer.adapt(pattern);
  });
  return nats;
};

/** The same by bar of the piece, in each piece's own metre. */
export const byBar = (sequences: readonly SourcedSequence[], nats: readonly MemoryNats[]): BarScore[] => {
  const sums: { mixed: number; alone: number; steps: number }[] = [];
  sequences.forEach(({ symbols, stepsPerBar }, sequence) => {
    for (let step = 0; step < symbols.length; step++) {
      const bar = Math.floor(step / stepsPerBar);
      sums[bar] ??= { mixed: 0, alone: 0, steps: 0 };
      const sum = sums[bar];
      sum.mixed += nats[sequence]!.mixed[step]!;
      sum.alone += nats[sequence]!.alone[step]!;
      sum.steps++;
    }
  });
  return sums.map(({ mixed, alone, steps }, bar) => ({
    bar: bar + 1,
    natsPerStep: mixed / steps,
    without: alone / steps,
    steps,
  }));
};

/** Bars `first` to `last` taken together; null when no piece has them. */
export const overBars = (
  bars: readonly BarScore[],
  first: number,
  last: number,
): Pick<BarScore, "natsPerStep" | "without" | "steps"> | null => {
  let mixed = 0;
  let alone = 0;
  let steps = 0;
  for (const each of bars) {
    if (each.bar < first || each.bar > last) continue;
    mixed += each.natsPerStep * each.steps;
    alone += each.without * each.steps;
    steps += each.steps;
  }
  return steps === 0 ? null : { natsPerStep: mixed / steps, without: alone / steps, steps };
};
