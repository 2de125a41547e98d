import { noSuch } from "../../../shared/text/no-such.ts";
import { beatsPerBar } from "../../../shared/time/metre.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import type { TakeHeader } from "../take-header.ts";

const SECONDS = /^(\d+(?:\.\d+)?)s$/;
const BAR_AND_BEAT = /^(\d+)(?:\.(\d+(?:\.\d+)?))?$/;
const MS_PER_MINUTE = 60_000;

/**
 * The moment in a take that people name: a bar as it is counted on the desk (`12`), with its beat (`12.3`, `12.3.5`),
 * seconds from the beginning (`90s`), or the words of a mark. Throws one sentence for what is not in it.
 */
export const placeInTake = (header: TakeHeader, named: string | number): Ms => {
  const text = String(named).trim();
  const { from, to, marks } = header;
  const mark = marks.find(({ words }) => words.toLowerCase() === text.toLowerCase());
  const seconds = SECONDS.exec(text)?.[1];
  const bar = BAR_AND_BEAT.exec(text);
  const at = mark?.at ?? (seconds === undefined ? null : ms(from + Number(seconds) * 1000)) ?? momentOf(header, bar);
  if (at === null) {
    if (bar !== null) throw new Error(`There is no bar ${text} in the take; ${barsOf(header)}.`);
    const known = marks.map(({ words }) => words).filter((words) => words !== "");
    throw new Error(`${noSuch("mark", text, known)} A bar is 12, its third beat 12.3, and 90s is seconds.`);
  }
  if (at >= from && (to === null || at < to)) return at;
  throw new Error(
    `${text} is not in the take, which is ${to === null ? 0 : Math.floor((to - from) / 1000)} seconds long.`,
  );
};

/** The first time that the music comes to that place; null where it never does. */
const momentOf = (header: TakeHeader, found: RegExpExecArray | null): Ms | null => {
  if (found === null) return null;
  const bar = Number(found[1]) - 1;
  const beatInBar = Number(found[2] ?? 1) - 1;
  for (const { at, until, beat, tempo, bars } of stretches(header)) {
    const wanted = bar * bars + beatInBar;
    if (beatInBar >= bars || beatInBar < 0) continue;
    const moment = at + ((wanted - beat) * MS_PER_MINUTE) / tempo;
    // What begins on a bar line begins on it, whatever the last digit says.
    if (moment >= at - 1 && moment < until) return ms(Math.max(moment, header.from));
  }
  return null;
};

const barsOf = (header: TakeHeader): string => {
  const found = stretches(header).map(({ at, until, beat, tempo, bars }) => {
    const last = beat + ((Math.min(until, header.to ?? at) - at) * tempo) / MS_PER_MINUTE;
    return { first: Math.floor(beat / bars) + 1, last: Math.floor(last / bars) + 1 };
  });
  if (found.length === 0) return "nothing is played in it";
  const first = Math.max(1, Math.min(...found.map((each) => each.first)));
  return `it has bars ${first} to ${Math.max(...found.map((each) => each.last))}`;
};

/** Where the music plays, one tempo after the other. */
const stretches = ({ tempi, from, to }: TakeHeader) =>
  tempi.flatMap(({ at, beat, tempo, metre: [numerator, denominator], playing }, index) => {
    const until = tempi[index + 1]?.at ?? to ?? Number.POSITIVE_INFINITY;
    if (!playing || until <= from) return [];
    const begin = Math.max(at, from);
    const bars = beatsPerBar({ numerator, denominator });
    return [{ at: begin, until, beat: beat + ((begin - at) * tempo) / MS_PER_MINUTE, tempo, bars }];
  });
