import { beatsPerBar } from "../../../shared/time/metre.ts";
import type { Beats } from "../../../shared/time/units.ts";
import type { TransportChange } from "../../music/clock/transport.ts";
import type { TakeRecord } from "../../takes/log/record.ts";
import type { Difference } from "./comparison.ts";

/** Bar and beat of a place, as people count them: `12.3` is the third beat of bar 12, `12.3.5` half a beat later. */
export const barAndBeat = (beat: Beats, { metre }: Pick<TransportChange, "metre">): string => {
  const bar = beatsPerBar(metre);
  const number = Math.floor(beat / bar);
  return `${number + 1}.${Number((beat - number * bar + 1).toFixed(2))}`;
};

const beatOf = (line: TakeRecord, { timeline }: TransportChange): Beats => {
  if (line.kind === "plan" || line.kind === "live") return line.note.beat;
  return line.kind === "cue" ? line.cue.beat : timeline.toBeats(line.at);
};

/** What the line tells of, in a few words. */
const nameOf = (line: TakeRecord): string => {
  switch (line.kind) {
    case "plan":
    case "live":
      return `${line.note.voice}'s ${line.note.drum.replace("_", " ")} of velocity ${line.note.velocity}`;
    case "cue":
      return `the cue of ${line.cue.scene} in ${line.cue.palette}`;
    case "gauge":
      return `how ${line.voice} did`;
    case "revoke":
      return `${line.notes.length === 1 ? "a note" : `${line.notes.length} notes`} taken back`;
    default:
      return `a line of the kind ${line.kind}`;
  }
};

/** One sentence: where they part, what was there and what is. */
export const toldDifference = ({ was, is }: Difference, music: TransportChange): string => {
  const line = was ?? is;
  if (line === null) return "Nothing differs.";
  const place = `at ${barAndBeat(beatOf(line, music), music)}`;
  if (is === null) return `The first that differs is ${place}: ${nameOf(line)} is not there any more.`;
  if (was === null) return `The first that differs is ${place}: ${nameOf(is)} was not there.`;
  const told = nameOf(was) === nameOf(is) ? `${nameOf(was)} is another, by ${fieldsOf(was, is)}` : null;
  return `The first that differs is ${place}: ${told ?? `${nameOf(was)} was there, ${nameOf(is)} is`}.`;
};

/** `surprise (was 2.5, is 2.6)` of everything in which two lines of one kind differ. */
const fieldsOf = (was: TakeRecord, is: TakeRecord): string => {
  const [before, after] = [flat(was), flat(is)];
  const differing = Object.keys({ ...before, ...after }).filter((field) => before[field] !== after[field]);
  return differing.map((field) => `${field} (was ${before[field] ?? "none"}, is ${after[field] ?? "none"})`).join(", ");
};

const flat = (value: object, before = ""): Record<string, string> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) =>
      each !== null && typeof each === "object"
        ? Object.entries(flat(each, `${before}${name}.`))
        : [[`${before}${name}`, JSON.stringify(each)]],
    ),
  );
