import { createHash } from "node:crypto";
import { z } from "zod";
import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { isMetre } from "../../../../shared/time/metre.ts";

/** Micro-timing is kept in thousandths of a step: 0.125 ms at 120 bpm, finer than any pad. */
export const OFFSET_UNITS = 1000;

/** Numbers that one hit takes in `Piece.hits`. */
export const HIT_FIELDS = 4;

/** True when the four numbers of every hit are in range and the steps never fall. */
const areHits = (hits: readonly number[], steps: number): boolean => {
  if (hits.length % HIT_FIELDS !== 0) return false;
  let last = 0;
  for (let at = 0; at < hits.length; at += HIT_FIELDS) {
    const step = hits[at]!;
    const drum = hits[at + 1]!;
    const velocity = hits[at + 2]!;
    if (!(step >= last && step < steps && drum >= 0 && drum < DRUM_COUNT)) return false;
    if (!(velocity >= 1 && velocity <= 127 && Math.abs(hits[at + 3]!) <= OFFSET_UNITS / 2)) return false;
    last = step;
  }
  return true;
};

/** One stretch of drumming in one metre and near one tempo: whole bars, from a bar line on. */
export const Piece = z
  .object({
    metre: z.object({ numerator: z.int(), denominator: z.int() }).refine(isMetre, "no such metre"),
    /** Tempo of its first bar, in beats a minute. */
    bpm: z.number().positive(),
    /** Whole bars of 16ths. */
    steps: z.int().positive(),
    /** How often it is played end to end in training: above 1 for a loop of 1 to 4 bars. */
    tiled: z.int().min(1),
    /**
     * Hits in time order, four whole numbers each: step, drum index, velocity 1 to 127, offset from
     * the step in thousandths of a step. One hit for each drum and step: the loudest.
     */
    hits: z.array(z.int()),
    /**
     * Further hits of a drum in a step that has a louder one of it: flams, drags, 32nds. Four numbers each, in the
     * same order; left out where there are none, and in files made before they were kept.
     */
    ornaments: z.array(z.int()).optional(),
  })
  .refine((piece) => areHits(piece.hits, piece.steps), "hits out of range")
  .refine(({ ornaments = [], steps }) => areHits(ornaments, steps), "ornaments out of range");
export type Piece = Readonly<z.infer<typeof Piece>>;

/** A loop is at most this many bars long, and is played end to end for at least TILED_BARS. */
const LOOP_BARS = 4;
const TILED_BARS = 8;

/** How often a piece of so many bars is played end to end when loops are tiled. */
export const tilesFor = (bars: number): number => (bars <= LOOP_BARS ? Math.ceil(TILED_BARS / bars) : 1);

type Notes = Pick<Piece, "steps" | "hits">;

/** The piece's patterns, one a step: the drums of every step OR-ed. */
export const symbolsOf = (piece: Notes): Uint16Array => {
  const symbols = new Uint16Array(piece.steps);
  for (let at = 0; at < piece.hits.length; at += HIT_FIELDS) symbols[piece.hits[at]!]! |= 1 << piece.hits[at + 1]!;
  return symbols;
};

/** The same for two pieces with the same notes to the velocity and the thousandth of a step. */
export const notesPrint = (pieces: readonly Notes[]): string =>
  digest(JSON.stringify(pieces.map(({ steps, hits }) => [steps, hits])));

/** The same for two pieces that strike the same drums on the same steps, however loud or late. */
export const patternsPrint = (pieces: readonly Notes[]): string =>
  digest(JSON.stringify(pieces.map((piece) => [...symbolsOf(piece)])));

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
