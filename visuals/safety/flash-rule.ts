/*
 * What a flash is, by WCAG 2.2, success criterion 2.3.1 and its definition of "general flash and
 * red flash thresholds" (https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds):
 *
 * - A transition is the change between adjacent peaks and valleys; a flash is two opposing transitions.
 * - General flash: each of the two is 10 % or more of the maximum relative luminance, and the darker
 *   state is below 0.80.
 * - Red flash: each of the two involves a saturated red. Two definitions are in use; taken here is
 *   that of WCAG 2.0 and 2.1, R / (R + G + B) >= 0.8 in either state and max(0, R - G - B) * 320
 *   changing by more than 20, because it counts what differs in brightness too.
 * - Allowed are three flashes in any one second, or more where all that flash at the same time cover
 *   no more than 25 % of any 10 degrees of the visual field: a rectangle of 341 by 256 pixels
 *   anywhere on a picture of 1024 by 768, a third of it each way.
 */

/** Flashes allowed in any one second. */
export const MOST_FLASHES = 3;
export const MOST_TRANSITIONS = 2 * MOST_FLASHES;
export const FLASH_WINDOW_MS = 1000;

/** A 10 degree field is this share of the picture's width and height. */
export const FIELD_SHARE = 1 / 3;
/** More than this share of a field must flash before it counts. */
export const FIELD_AREA = 0.25;

/** When a change of a signal is a transition. */
export interface FlashRule {
  /** The least change. */
  readonly change: number;
  /** The darker state must be below this. */
  readonly darkerBelow: number;
}

/** Of relative luminance. */
export const GENERAL_FLASH: FlashRule = { change: 0.1, darkerBelow: 0.8 };
/** Of max(0, R - G - B), where a state is saturated red. */
export const RED_FLASH: FlashRule = { change: 20 / 320, darkerBelow: Number.POSITIVE_INFINITY };
/** R / (R + G + B) from which on red is saturated. */
export const SATURATED_RED = 0.8;
