import { Random } from "../../../../shared/chance/random.ts";
import { DEFAULT_VOICE_SETTINGS, samplingOf } from "../../../../shared/controls/band.ts";
import { EVERY_DRUM, type Pattern } from "../../../core/music/pattern.ts";
import { Memory } from "../../../music/rhythm/memory/memory.ts";
import type { DrumModel } from "../../../music/rhythm/network/drum-model.ts";
import { Sampler } from "../../../music/rhythm/sampler.ts";
import type { SourcedSequence } from "../sequences.ts";
import { HeardLine, RememberingVoice } from "./remembering-voice.ts";

/** Of a piece so much is heard, and then only models play. */
const BARS_HEARD = 16;
const BARS_PLAYED = 1000;
/** Bars of an answer. */
const TURN = 2;
/** Pieces that are heard, the first of the split that are long enough; for each the two go on by themselves. */
const PIECES = 8;
const SEED = 2017;

export const LOOP_TEMPERATURES: readonly number[] = [0.8, 1, 1.2];

export interface LoopVariety {
  readonly memory: number;
  readonly temperature: number;
  /** Distinct bars of BARS_PLAYED after each piece, with the memory and without. */
  readonly distinct: readonly number[];
  readonly without: readonly number[];
  /** The sum of the one by the sum of the other. */
  readonly ratio: number;
}

/**
 * Whether what models play to each other stays various with a memory: all hear a drummer, who stops, and then they answer
 * each other, bar after bar, with nothing more to learn. `amount` is their setting `memory`, above 0. Null when no piece is
 * long enough.
 */
export const loopVariety = (
  models: readonly DrumModel[],
  sequences: readonly SourcedSequence[],
  amount: number,
  temperature: number,
  { pieces = PIECES, bars = BARS_PLAYED }: { readonly pieces?: number; readonly bars?: number } = {},
): LoopVariety | null => {
  const heard = sequences
    .filter(({ symbols, stepsPerBar }) => symbols.length >= BARS_HEARD * stepsPerBar)
    .slice(0, pieces);
  if (heard.length === 0) return null;
  const count = (memory: number): number[] =>
    heard.map((piece, at) => distinctBars(models, piece, memory, temperature, bars, new Random(SEED + at, "loop")));
  const distinct = count(amount);
  const without = count(0);
  return { memory: amount, temperature, distinct, without, ratio: sum(distinct) / sum(without) };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const distinctBars = (
  models: readonly DrumModel[],
  { symbols, stepsPerBar }: SourcedSequence,
  amount: number,
  temperature: number,
  played: number,
  random: Random,
): number => {
  const memory = new Memory();
  const voices = models.map((model) => new RememberingVoice(model, memory, amount));
  const line = new HeardLine(stepsPerBar);
  const sampler = new Sampler();
  const ask = { ...samplingOf(DEFAULT_VOICE_SETTINGS), temperature, allowed: EVERY_DRUM, remembers: null, stepsPerBar };
  for (const symbol of symbols.subarray(0, BARS_HEARD * stepsPerBar)) {
    const pattern = symbol as Pattern;
    for (const voice of voices) voice.hear(pattern, line);
    memory.learn(pattern, line.place);
    line.patterns.push(pattern);
  }
  const bars = new Set<string>();
  for (let bar = 0; bar < played; bar++) {
    const playing = voices[Math.floor(bar / TURN) % voices.length]!;
    for (let step = 0; step < stepsPerBar; step++) {
      playing.expect(line);
      const { pattern } = sampler.sample(playing.expected, ask, 0, random);
      for (const voice of voices) voice.moveOn(pattern, line);
      line.patterns.push(pattern);
    }
    bars.add(line.patterns.slice(-stepsPerBar).join());
  }
  return bars.size;
};
