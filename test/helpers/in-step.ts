import type { Page } from "playwright-core";
import { monotonicTime } from "../../server/core/time/monotonic.ts";

/** Pictures that are looked at: enough that a stumble or two do not count. */
const PICTURES = 15;
/** Questions by which a page's clock is found. */
const QUESTIONS = 20;

/**
 * How far the moments that a stage shows lie from the time at which it shows them, in milliseconds, beyond
 * what its own frames and the error of its clock explain; 0 when it is in step, less than 0 when it is behind.
 *
 * A picture is seen from the frame that shows it until the next picture comes, however long that takes:
 * its moment must lie in that stretch. When the page's frames were, by the server's clock, is not asked of
 * the page: while it answers with its own clock, the server's says something between before and after. So a
 * machine that is slow makes the judgement laxer, never harsher; one that stumbles settles, so ask again.
 */
export const outOfStep = async (page: Page): Promise<number> => {
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < QUESTIONS; i++) {
    const before = monotonicTime.now();
    const there = await page.evaluate(() => performance.now());
    [least, most] = [Math.max(least, before - there), Math.min(most, monotonicTime.now() - there)];
  }
  const { pictures, clockError } = await page.evaluate(async (wanted) => {
    const changes: { moment: number; at: number }[] = [];
    const stamps: number[] = [];
    while (changes.length <= wanted) {
      const at = await new Promise(requestAnimationFrame);
      stamps.push(at);
      const moment = window.antiphonStage?.moment ?? 0;
      if (changes.at(-1)?.moment !== moment) changes.push({ moment, at });
    }
    // What is drawn in a frame is seen from the next one on.
    const gaps = stamps.slice(1).map((stamp, i) => stamp - (stamps[i] ?? stamp));
    const frame = gaps.toSorted((one, other) => one - other)[gaps.length >> 1] ?? 0;
    const pictures = changes
      .slice(0, -1)
      .map(({ moment, at }, i) => ({ moment, from: at, until: (changes[i + 1]?.at ?? at) + frame }));
    return { pictures, clockError: window.antiphonStage?.clockErrorMs ?? 0 };
  }, PICTURES);
  const astray = pictures
    .map(({ moment, from, until }) => {
      const ahead = moment - (until + most + clockError);
      const behind = from + least - clockError - moment;
      return ahead > 0 ? ahead : behind > 0 ? -behind : 0;
    })
    .toSorted((one, other) => one - other);
  return astray[astray.length >> 1] ?? 0;
};
