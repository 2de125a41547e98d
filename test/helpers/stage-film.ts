import type { Page } from "playwright-core";
import type { ShownFrame } from "./flash-oracle.ts";

/** What a stage's canvas shows for some milliseconds, frame by frame and block by block, as the flash oracle wants it. */
export const filmStage = (page: Page, columns: number, rows: number, length: number): Promise<ShownFrame[]> =>
  page.evaluate(
    ([across, down, until]) =>
      new Promise((resolve) => {
        const small = new OffscreenCanvas(across, down).getContext("2d", { willReadFrequently: true });
        const frames: { at: number; values: number[] }[] = [];
        let began: number | null = null;
        const look = (stamp: number): void => {
          // When it will be seen is what the limiter goes by: the frame's time, not that of looking.
          began ??= stamp;
          const at = stamp - began;
          const canvas = document.querySelector("canvas");
          if (small === null || canvas === null || at > until) {
            resolve(frames);
            return;
          }
          small.imageSmoothingQuality = "high";
          small.drawImage(canvas, 0, 0, across, down);
          const { data } = small.getImageData(0, 0, across, down);
          const values = Array.from({ length: across * down }, (_, block) =>
            [0.2126, 0.7152, 0.0722].reduce((sum, weight, channel) => {
              const level = (data[4 * block + channel] ?? 0) / 255;
              return sum + weight * (level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4);
            }, 0),
          );
          // Between frames the canvas is not to be read: it shows nothing then.
          if (values.some((value) => value > 0)) frames.push({ at, values });
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    [columns, rows, length] as const,
  );
