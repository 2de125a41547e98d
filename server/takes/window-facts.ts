import type { Ms } from "../../shared/time/units.ts";
import type { LogReader } from "./log/read-log.ts";
import type { RecordOf } from "./log/record.ts";
import type { TakeHeader } from "./take-header.ts";

/** What a header says of its part of the log. */
export type WindowFacts = Pick<TakeHeader, "tempi" | "marks" | "counts"> & {
  /** The last moment of it at which anything happened. */
  readonly last: Ms;
};

/** A tempo that differs by less is the same for people: one that is followed is never twice the same. */
const SAME_BPM = 0.1;
/** No more of them are listed; the log has all. */
const MOST_TEMPI = 2000;
const MOST_MARKS = 1000;

/** Counts what is in a log from `from` to `to`. */
export const windowFacts = async (log: LogReader, from: Ms, to: Ms): Promise<WindowFacts> => {
  const counts = { hits: 0, notes: 0, cues: 0, orders: 0 };
  const tempi: TakeHeader["tempi"] = [];
  const marks: TakeHeader["marks"] = [];
  let last = from;
  for await (const record of log.records(from, to)) {
    const { kind, at } = record;
    if (kind === "transport") addTempo(tempi, record, from);
    if (at < from) continue;
    last = at;
    if (kind === "hit") counts.hits++;
    else if (kind === "plan" || kind === "live") counts.notes++;
    else if (kind === "revoke") counts.notes -= record.notes.length;
    else if (kind === "cue") counts.cues++;
    else if (kind === "order") counts.orders++;
    else if (kind === "mark" && marks.length < MOST_MARKS) marks.push({ at, words: record.words });
  }
  return { counts: { ...counts, notes: Math.max(0, counts.notes) }, tempi, marks, last };
};

const addTempo = (tempi: TakeHeader["tempi"], change: RecordOf<"transport">, from: Ms): void => {
  const { tempo, metre, playing, jumped, originBeats, originMs } = change;
  const before = tempi.at(-1);
  const isNew =
    before === undefined ||
    jumped ||
    before.playing !== playing ||
    Math.abs(before.tempo - tempo) >= SAME_BPM ||
    before.metre[0] !== metre.numerator ||
    before.metre[1] !== metre.denominator;
  if (!isNew || tempi.length >= MOST_TEMPI) return;
  const at = Math.max(change.at, from) as Ms;
  const beat = playing ? originBeats + ((at - originMs) * tempo) / 60_000 : change.rest;
  tempi.push({ at, beat, tempo, metre: [metre.numerator, metre.denominator], playing });
};
