/** White around the page, between its fields and inside them, and the band of the running line, in half heights of the picture. */
export const MARGIN = 0.075;
export const GUTTER = 0.03;
export const INSIDE = 0.045;
export const BAND = 0.115;
/** How high the capitals are that name a field. */
export const SMALL = 0.042;

/** Where the fields begin above the running line, and how high they are together. */
export const FOOT = -1 + MARGIN + BAND;
export const HIGH = 2 - 2 * MARGIN - BAND;

/** Half the page's width. @realtime yes */
export const halfWidth = (aspect: number): number => Math.max(0.2, aspect - MARGIN);

/** An upright rectangle on the page, from its lower left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
