import type { Page } from "playwright-core";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { steadyFade } from "../../shared/picture/fade.ts";
import type { PictureState } from "../../shared/protocol/picture.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import type { StageShow } from "./stage-show.ts";

/** The picture as nobody has touched it by hand. */
export const UNTOUCHED: PictureState = {
  blackout: false,
  light: steadyFade(1),
  frozenAt: null,
  flashLimiter: true,
  passes: {},
  limiting: 0,
};

/** So far ahead that every page has heard of it before it draws for that moment. */
const AHEAD_MS = 2000;

/**
 * Has the picture stand still at a moment, one ahead unless told, and waits until that very moment is on
 * the screen of every page, whole, however long they take. What was told to them before is seen by then too.
 */
export const standStill = async (
  show: StageShow,
  pages: readonly Page[],
  { at = ms(monotonicTime.now() + AHEAD_MS), ...byHand }: Partial<PictureState> & { readonly at?: Ms } = {},
): Promise<Ms> => {
  show.picture = { ...UNTOUCHED, ...byHand, frozenAt: at };
  for (const page of pages)
    await page.waitForFunction((moment) => {
      const stage = window.antiphonStage;
      // While the flash limiter works it is not there yet.
      return stage?.moment === moment && stage.limiting < 0.01;
    }, at);
  return at;
};
