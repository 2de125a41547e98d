import { replayPosition } from "../desk/replay-position.ts";
import { isSamePart, zoomed } from "./part.ts";
import type { TakeState } from "./take-state.ts";

/** Does something; `now` on the server's axis. */
type Act = (state: TakeState, now: number) => void;

/** What the keys do, each with its line for people. */
export const KEYS: Readonly<Record<string, { readonly about: string; readonly act: Act }>> = {
  " ": { about: "play or pause", act: (state) => playOrPause(state) },
  l: { about: "loop what is chosen, or no more", act: (state) => loopOrNot(state) },
  "1": { about: "half speed", act: ({ page }) => page.setSpeed(0.5) },
  "2": { about: "full speed", act: ({ page }) => page.setSpeed(1) },
  "3": { about: "double speed", act: ({ page }) => page.setSpeed(2) },
  ArrowLeft: { about: "a bar back", act: (state, now) => byBar(state, now, -1) },
  ArrowRight: { about: "a bar on", act: (state, now) => byBar(state, now, 1) },
  "+": { about: "closer", act: (state) => zoom(state, 0.5) },
  "-": { about: "farther", act: (state) => zoom(state, 2) },
  Escape: { about: "nothing is chosen", act: ({ page }) => page.choose(null) },
};

/** What a key does; null for keys that are the browser's. */
export const keyAct = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): Act | null =>
  ctrlKey || metaKey || altKey ? null : (KEYS[key.length === 1 ? key.toLowerCase() : key]?.act ?? null);

const playOrPause = ({ replay, shown, chosen, page }: TakeState): void => {
  if (replay !== null) page.pause(!replay.paused);
  else if (chosen !== null) page.hear(chosen.take, chosen.part.from);
  else if (shown[0] !== undefined) page.hear(shown[0].name, 0);
};

const loopOrNot = ({ replay, chosen, page }: TakeState): void => {
  const looped = replay?.take === chosen?.take ? replay?.loop : null;
  if (chosen !== null && (looped == null || !isSamePart(chosen.part, looped))) page.loop(chosen);
  else if (replay?.loop != null) page.loop(null);
};

/** To the beginning of the bar before or behind; just behind a bar line the one before is meant. */
const byBar = ({ replay, shown, page }: TakeState, now: number, by: 1 | -1): void => {
  const bars = shown.find(({ name }) => name === replay?.take)?.summary?.slices.seconds;
  if (replay === null || bars === undefined) return;
  const at = replayPosition(replay, now);
  const to = by > 0 ? bars.find((bar) => bar > at) : (bars.findLast((bar) => bar < at - JUST_BEHIND) ?? 0);
  if (to !== undefined) page.hear(replay.take, to, replay.manner);
};

const JUST_BEHIND = 0.5;

const zoom = ({ part, length, hover, page }: TakeState, factor: number): void =>
  page.show(zoomed(part, hover?.seconds ?? (part.from + part.to) / 2, factor, length));
