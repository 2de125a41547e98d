import { stepsPerBar } from "../../../../shared/time/metre.ts";
import { HIT_FIELDS, type Piece, tilesFor } from "./piece.ts";
import type { FileRecord } from "./record.ts";

/** So much of each file is held back. */
const SHARE = 0.2;

/**
 * The records as they are, where both training and validation have some. Where chance has left one of them without any of
 * the few files, as it does with the takes of an evening, each file is cut in time: what was played first is for training,
 * the last fifth of its bars for validation. What is for the test is not touched, unless there is nothing else. Files of
 * a single bar cannot be cut, and are for training.
 */
export const withValidation = (records: readonly FileRecord[]): readonly FileRecord[] => {
  const used = records.filter(({ pieces }) => pieces.length > 0);
  const has = (split: FileRecord["split"]): boolean => used.some((record) => record.split === split);
  if (has("train") && has("validation")) return records;
  const hasOthers = has("train") || has("validation");
  return used.flatMap((record) => (hasOthers && record.split === "test" ? [record] : cut(record)));
};

const cut = (record: FileRecord): readonly FileRecord[] => {
  const bars = record.pieces.reduce((sum, piece) => sum + barsOf(piece), 0);
  let left = bars - Math.ceil(bars * SHARE);
  const train: Piece[] = [];
  const validation: Piece[] = [];
  for (const piece of record.pieces) {
    const first = Math.min(left, barsOf(piece));
    left -= first;
    if (first > 0) train.push(part(piece, 0, first));
    if (first < barsOf(piece)) validation.push(part(piece, first, barsOf(piece)));
  }
  if (train.length === 0) return [{ ...record, split: "train" }];
  return [
    { ...record, split: "train", pieces: train },
    { ...record, split: "validation", pieces: validation },
  ];
};

const barsOf = ({ steps, metre }: Piece): number => steps / stepsPerBar(metre);

/** Its bars from one up to another, counted from 0. */
const part = (piece: Piece, from: number, to: number): Piece => {
  if (from === 0 && to === barsOf(piece)) return piece;
  const bar = stepsPerBar(piece.metre);
  const inside = (hits: readonly number[]): number[] => {
    const found: number[] = [];
    for (let at = 0; at < hits.length; at += HIT_FIELDS) {
      const [step = 0, ...rest] = hits.slice(at, at + HIT_FIELDS);
      if (step >= from * bar && step < to * bar) found.push(step - from * bar, ...rest);
    }
    return found;
  };
  const { hits, ornaments, tiled } = piece;
  return {
    ...piece,
    steps: (to - from) * bar,
    tiled: tiled === 1 ? 1 : tilesFor(to - from),
    hits: inside(hits),
    ...(ornaments === undefined ? {} : { ornaments: inside(ornaments) }),
  };
};
