import type { Remembered } from "../../shared/music/remembered.ts";

/** From here on a place of the bar counts as sure. */
const SURE = 0.75;

/** How much is remembered of a voice, for people: in bars of the metre that is on. */
export const rememberedWords = (remembered: Remembered | null): string => {
  if (remembered === null || remembered.steps === 0) return "nothing remembered yet";
  const { steps, stepsPerBar, sureness } = remembered;
  const bars = counted(Math.max(1, Math.round(steps / stepsPerBar)), "bar");
  const sure = sureness.filter((one) => one >= SURE).length;
  return sure === 0 ? `remembers ${bars}` : `remembers ${bars} · sure of ${counted(sure, "hit")} a bar`;
};

/** What is lost by forgetting, as a question. */
export const forgetWords = (remembered: Remembered | null): string =>
  remembered === null || remembered.steps === 0
    ? "Forget?"
    : `Forget ${counted(Math.max(1, Math.round(remembered.steps / remembered.stepsPerBar)), "bar")}?`;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
