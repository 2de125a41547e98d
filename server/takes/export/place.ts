import type { TakeMusic } from "./take-music.ts";

/** How a place in a take is written, for whoever wrote it otherwise. */
export const PLACE_RULE = 'a bar ("9"), a time ("33s", "1:05.5") or the words of a mark';

/**
 * Where a place that was typed lies, in seconds from the take's beginning: the beginning of a bar counted from 1, a
 * time, or a mark by its words (the first that has them). Throws one clause for what is nowhere.
 */
export const secondsOf = (place: string, music: TakeMusic): number => {
  const { time, markers } = music;
  const typed = place.trim();
  const mark = markers.find(({ kind, text }) => kind === "mark" && isSameText(text, typed));
  if (mark !== undefined) return mark.seconds;
  const seconds = SECONDS.exec(typed)?.[1];
  if (seconds !== undefined) return within(Number(seconds), music, typed);
  const [, minutes, rest] = CLOCK.exec(typed) ?? [];
  if (rest !== undefined) return within(Number(minutes) * 60 + Number(rest), music, typed);
  if (!BAR.test(typed)) throw new Error(`"${place}" is no mark of it; a place is ${PLACE_RULE}`);
  const bar = time.bars[Number(typed) - 1];
  const last = time.barAt(time.beats) + 1;
  if (bar === undefined || Number(typed) > last) throw new Error(`it has no bar ${typed}; its last is ${last}`);
  return Math.max(0, time.tempi.toSeconds(bar.beat));
};

const BAR = /^\d+$/;
const SECONDS = /^(\d+(?:\.\d+)?)s$/;
const CLOCK = /^(\d+):(\d{2}(?:\.\d+)?)$/;

const isSameText = (one: string, other: string): boolean => one.normalize() === other.normalize();

const within = (seconds: number, { time }: TakeMusic, typed: string): number => {
  if (seconds > time.seconds) throw new Error(`${typed} is behind its end; it is ${Math.round(time.seconds)} s long`);
  return seconds;
};
