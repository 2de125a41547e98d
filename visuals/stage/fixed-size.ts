import type { Extent } from "../../shared/mapping/canvas.ts";

/** A page of a fixed size asked for by its address, in pixels. */
interface FixedSize extends Extent {
  /** What is to be said of it; empty when it is as asked for. */
  readonly remark: string;
}

/** Longest side a WebGL 2 canvas is sure to have. */
export const LONGEST_SIDE = 4096;

/**
 * Reads `1920x1080`. Null when nothing was asked for or it cannot be understood: then the page
 * fills its window. What no graphics card is sure to draw is made smaller, in its proportions.
 */
export const fixedSize = (asked: string | null): FixedSize | null => {
  const [, w, h] = /^(\d{1,6})[x×](\d{1,6})$/i.exec(asked?.trim() ?? "") ?? [];
  if (w === undefined || h === undefined) return null;
  const [width, height] = [Math.max(1, Number(w)), Math.max(1, Number(h))];
  const fit = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * fit)), height: Math.max(1, Math.round(height * fit)) };
  const remark = fit < 1 ? `A stage of ${w} × ${h} is drawn at ${size.width} × ${size.height}, the most there is.` : "";
  return { ...size, remark };
};
