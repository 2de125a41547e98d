import type { Random } from "../../../shared/chance/random.ts";
import { type Drum, drumIndex } from "../../../shared/music/drums.ts";
import { COMMON_TIME, stepsPerBar } from "../../../shared/time/metre.ts";
import { type Piece, symbolsOf } from "./dataset/piece.ts";
import type { FileRecord, Split } from "./dataset/record.ts";
import type { Sequence } from "./lanes.ts";
import type { Recipe } from "./recipe.ts";

/** One piece of one file, ready for the network. */
export interface SourcedSequence extends Sequence {
  readonly source: string;
  /** Of the piece's own metre. */
  readonly stepsPerBar: number;
}

/** The pieces of one split, each once: what is evaluated. */
export const sequencesOf = (records: readonly FileRecord[], split: Split): SourcedSequence[] =>
  records
    .filter((record) => record.split === split)
    .flatMap(({ source, pieces }) =>
      pieces.map((piece) => ({
        source,
        symbols: symbolsOf(piece),
        origin: 0,
        stepsPerBar: stepsPerBar(piece.metre),
      })),
    );

/** The pieces of the training split, loops as often as they are tiled. */
export const trainingSequences = (records: readonly FileRecord[]): Sequence[] =>
  records
    .filter((record) => record.split === "train")
    .flatMap(({ pieces }) => pieces.map((piece) => ({ symbols: tiled(piece), origin: 0 })));

const tiled = (piece: Piece): Uint16Array => {
  const symbols = symbolsOf(piece);
  const all = new Uint16Array(symbols.length * piece.tiled);
  for (let at = 0; at < all.length; at += symbols.length) all.set(symbols, at);
  return all;
};

/** Steps that one epoch reads of these. */
export const stepsInEpoch = (sequences: readonly Sequence[], { capBars }: Recipe): number =>
  sequences.reduce((sum, { symbols }) => sum + Math.min(symbols.length, capBars * BAR), 0);

/** Long pieces are entered on bar lines of 4/4, so that the counter stays right. */
const BAR = stepsPerBar(COMMON_TIME);

/** Drums that drummers play one for the other. */
const LIKE: readonly (readonly [Drum, Drum])[] = [
  ["closed_hat", "ride"],
  ["low_tom", "mid_tom"],
  ["mid_tom", "high_tom"],
  ["low_tom", "high_tom"],
];

/** How a sequence is read this time: a stretch of it when it is long, at times with two drums exchanged. */
export const varying =
  ({ capBars, exchange }: Recipe, random: Random) =>
  (sequence: Sequence): Sequence => {
    let { symbols, origin } = sequence;
    const longest = capBars * BAR;
    if (symbols.length > longest) {
      origin = BAR * random.integer(Math.floor((symbols.length - longest) / BAR) + 1);
      symbols = symbols.subarray(origin, origin + longest);
    }
    if (random.next() >= exchange) return { symbols, origin };
    const [one, other] = LIKE[random.integer(LIKE.length)]!;
    return { symbols: exchanged(symbols, drumIndex(one), drumIndex(other)), origin };
  };

const exchanged = (symbols: Uint16Array, one: number, other: number): Uint16Array => {
  const bits = (1 << one) | (1 << other);
  return symbols.map((symbol) => {
    const swap = ((symbol >> one) & 1) !== ((symbol >> other) & 1);
    return swap ? symbol ^ bits : symbol;
  });
};
