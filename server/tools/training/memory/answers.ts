import { Random } from "../../../../shared/chance/random.ts";
import { DEFAULT_VOICE_SETTINGS, samplingOf } from "../../../../shared/controls/band.ts";
import { drumCountOf, EVERY_DRUM, type Pattern, SILENCE } from "../../../core/music/pattern.ts";
import { Memory } from "../../../music/rhythm/memory/memory.ts";
import type { DrumModel } from "../../../music/rhythm/network/drum-model.ts";
import { Sampler } from "../../../music/rhythm/sampler.ts";
import type { SourcedSequence } from "../sequences.ts";
import { HeardLine, RememberingVoice } from "./remembering-voice.ts";

/** Bars of a call and of its answer. */
const BARS = 2;
/** Answers that are looked at, drawn from all there could be. */
const ANSWERS = 160;
const SEED = 2017;

export interface AnswerReport {
  /** The setting `memory` it was answered with. */
  readonly memory: number;
  readonly answers: number;
  /** How much of what sounds in an answer or its call sounds in both, by drum and step: the mean of Jaccard indices. */
  readonly ownCall: number;
  /** The same with the other calls that were drawn of the same piece; NaN where there are none. */
  readonly otherCalls: number;
  /** The same with calls of other pieces. */
  readonly otherPieces: number;
  /** The share of the answers' bars that are a bar of their call, hit by hit. */
  readonly copied: number;
  /** The share that are a bar of the piece up to there. */
  readonly remembered: number;
  /** The same of what the drummer played there. */
  readonly drummersOwnCall: number;
  readonly drummersCopied: number;
  readonly drummersRemembered: number;
}

/** Two bars and what came after them, by the model and by the drummer. */
interface Turn {
  readonly sequence: number;
  readonly stepsPerBar: number;
  /** All of the piece up to there. */
  readonly before: readonly Pattern[];
  readonly call: readonly Pattern[];
  readonly answer: readonly Pattern[];
  readonly played: readonly Pattern[];
}

/**
 * How answers are like their calls. A model and a memory listen to whole pieces; at the places that were drawn the model
 * answers the two bars before, with the settings a show begins with, and then goes on listening where it was: its answer is
 * not learnt. `amount` is the setting `memory`. Null where no piece is long enough.
 */
export const answerReport = (
  model: DrumModel,
  sequences: readonly SourcedSequence[],
  amount: number,
  count = ANSWERS,
): AnswerReport | null => {
  const turns = [...drawTurns(sequences, count)].flatMap(([sequence, ends]) =>
    answersIn(model, sequences[sequence]!, amount, ends).map((turn) => ({ sequence, ...turn })),
  );
  if (turns.length === 0) return null;
  const others = (ofSamePiece: boolean): number =>
    mean(
      turns.flatMap((turn) =>
        turns
          .filter((other) => other !== turn && other.stepsPerBar === turn.stepsPerBar)
          .filter((other) => (other.sequence === turn.sequence) === ofSamePiece)
          .map((other) => overlap(turn.answer, other.call)),
      ),
    );
  return {
    memory: amount,
    answers: turns.length,
    ownCall: mean(turns.map(({ call, answer }) => overlap(answer, call))),
    otherCalls: others(true),
    otherPieces: others(false),
    copied: mean(turns.map(({ call, answer, stepsPerBar }) => copiedBars(answer, call, stepsPerBar))),
    remembered: mean(turns.map(({ before, answer, stepsPerBar }) => copiedBars(answer, before, stepsPerBar))),
    drummersOwnCall: mean(turns.map(({ call, played }) => overlap(played, call))),
    drummersCopied: mean(turns.map(({ call, played, stepsPerBar }) => copiedBars(played, call, stepsPerBar))),
    drummersRemembered: mean(turns.map(({ before, played, stepsPerBar }) => copiedBars(played, before, stepsPerBar))),
  };
};

/** Where calls end, as steps of each piece; none of the calls is silent. */
const drawTurns = (sequences: readonly SourcedSequence[], count: number): Map<number, Set<number>> => {
  const all = sequences.flatMap(({ symbols, stepsPerBar }, sequence) => {
    const turn = BARS * stepsPerBar;
    const ends: { sequence: number; end: number }[] = [];
    for (let end = turn; end + turn <= symbols.length; end += turn)
      if (symbols.subarray(end - turn, end).some((symbol) => symbol !== SILENCE)) ends.push({ sequence, end });
    return ends;
  });
  const random = new Random(SEED, "turns");
  const drawn = new Map<number, Set<number>>();
  for (let left = count; left > 0 && all.length > 0; left--) {
    const [turn] = all.splice(random.integer(all.length), 1);
    const ends = drawn.get(turn!.sequence) ?? new Set();
    drawn.set(turn!.sequence, ends.add(turn!.end));
  }
  return drawn;
};

const answersIn = (
  model: DrumModel,
  { source, symbols, stepsPerBar }: SourcedSequence,
  amount: number,
  ends: ReadonlySet<number>,
): Omit<Turn, "sequence">[] => {
  const memory = new Memory();
  const voice = new RememberingVoice(model, memory, amount);
  const line = new HeardLine(stepsPerBar);
  const random = new Random(SEED, source);
  const sampler = new Sampler();
  const ask = { ...samplingOf(DEFAULT_VOICE_SETTINGS), allowed: EVERY_DRUM, remembers: null, stepsPerBar };
  const turn = BARS * stepsPerBar;
  const answer = (): Pattern[] => {
    voice.keep();
    for (let step = 0; step < turn; step++) {
      voice.expect(line);
      const { pattern } = sampler.sample(voice.expected, ask, 0, random);
      voice.moveOn(pattern, line);
      line.patterns.push(pattern);
    }
    voice.goBack();
    return line.patterns.splice(-turn);
  };
  const turns: Omit<Turn, "sequence">[] = [];
  symbols.forEach((symbol, step) => {
    if (ends.has(step)) {
      const call = line.patterns.slice(-turn);
      const before = line.patterns.slice();
      const played = Array.from(symbols.subarray(step, step + turn)) as Pattern[];
      turns.push({ stepsPerBar, before, call, answer: answer(), played });
    }
    const pattern = symbol as Pattern;
    voice.hear(pattern, line);
    memory.learn(pattern, line.place);
    line.patterns.push(pattern);
  });
  return turns;
};

/** Jaccard index of what sounds, by drum and step. */
const overlap = (one: readonly Pattern[], other: readonly Pattern[]): number => {
  let both = 0;
  let either = 0;
  one.forEach((pattern, step) => {
    both += drumCountOf((pattern & other[step]!) as Pattern);
    either += drumCountOf((pattern | other[step]!) as Pattern);
  });
  return either === 0 ? 1 : both / either;
};

/** The share of bars that sound and are a bar of `original`. */
const copiedBars = (answer: readonly Pattern[], original: readonly Pattern[], stepsPerBar: number): number => {
  const originals = new Set(barsOf(original, stepsPerBar));
  const silent = barOf(new Array<Pattern>(stepsPerBar).fill(SILENCE));
  const bars = barsOf(answer, stepsPerBar);
  return bars.filter((bar) => bar !== silent && originals.has(bar)).length / bars.length;
};

const barsOf = (patterns: readonly Pattern[], stepsPerBar: number): string[] =>
  Array.from({ length: patterns.length / stepsPerBar }, (_, bar) =>
    barOf(patterns.slice(bar * stepsPerBar, (bar + 1) * stepsPerBar)),
  );

const barOf = (patterns: readonly Pattern[]): string => patterns.join();

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
