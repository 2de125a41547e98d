import type { Gain } from "../../shared/music/gains.ts";
import type { VoiceName } from "../../shared/music/note.ts";

/** Nats a step that fill the height at least: what is hardly anything is to look so. */
const LEAST_HEIGHT = 1;
/** Less than this is no difference. */
const NONE = 0.005;

/** What memory did for a voice, for people. */
export const gainWords = (gain: number | null | undefined): string => {
  if (gain === null || gain === undefined) return "memory: nothing heard yet";
  if (Math.abs(gain) < NONE) return "memory makes no difference";
  return `memory ${gain > 0 ? "saves" : "costs"} ${Math.abs(gain).toFixed(2)} nats a step`;
};

/** A curve over a whole set, in a box of `width` by `height`. */
export interface GainCurve {
  /** As an SVG path draws it. */
  readonly path: string;
  /** How far down no gain is. */
  readonly zero: number;
}

/** The gains of a voice from the first to the last, by time; null where there are no two of them. */
export const gainCurve = (
  gains: readonly Gain[],
  voice: VoiceName,
  width: number,
  height: number,
): GainCurve | null => {
  const own = gains.filter((gain) => gain.voice === voice);
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined || last.at <= first.at) return null;
  const least = own.reduce((so, { gain }) => Math.min(so, gain), 0);
  const most = own.reduce((so, { gain }) => Math.max(so, gain), least + LEAST_HEIGHT);
  const down = (gain: number): number => ((most - gain) / (most - least)) * height;
  const along = (at: number): number => ((at - first.at) / (last.at - first.at)) * width;
  const points = own.map(({ at, gain }) => `${along(at).toFixed(1)} ${down(gain).toFixed(1)}`);
  return { path: `M${points.join("L")}`, zero: down(0) };
};
