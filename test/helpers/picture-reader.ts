import type { Browser, Page } from "playwright-core";

/** A part of a picture, in shares of its width and height. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const WHOLE: Region = { x: 0, y: 0, width: 1, height: 1 };

/** The pixels of a screenshot, red, green, blue and alpha, at a size that is quick to look at. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Reads screenshots with the browser's own decoder, in a page of its own. */
export class PictureReader {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async open(browser: Browser): Promise<PictureReader> {
    return new PictureReader(await browser.newPage());
  }

  async shoot(page: Page, width = 160, height = 90): Promise<Pixels> {
    const png = (await page.screenshot()).toString("base64");
    const data = await this.#page.evaluate(
      async ([base64, w, h]) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob(), {
          resizeWidth: w,
          resizeHeight: h,
          resizeQuality: "medium",
        });
        const canvas = new OffscreenCanvas(w, h);
        const context = canvas.getContext("2d");
        context?.drawImage(bitmap, 0, 0);
        const bytes = context?.getImageData(0, 0, w, h).data ?? new Uint8ClampedArray();
        // As text, for a list of numbers takes seconds to be handed over.
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      },
      [png, width, height] as const,
    );
    return { width, height, data: Buffer.from(data, "base64") };
  }

  close(): Promise<void> {
    return this.#page.close();
  }
}

/** Mean of red, green and blue over a region, 0 to 255. */
export const brightness = (pixels: Pixels, region: Region = WHOLE): number => {
  let sum = 0;
  let count = 0;
  forEachPixel(pixels, region, (i) => {
    sum += ((pixels.data[i] ?? 0) + (pixels.data[i + 1] ?? 0) + (pixels.data[i + 2] ?? 0)) / 3;
    count++;
  });
  return sum / Math.max(1, count);
};

/** Mean distance of two pictures in a region, 0 to 255. */
export const difference = (one: Pixels, other: Pixels, region: Region = WHOLE): number => {
  let sum = 0;
  let count = 0;
  forEachPixel(one, region, (i) => {
    for (let c = 0; c < 3; c++) sum += Math.abs((one.data[i + c] ?? 0) - (other.data[i + c] ?? 0)) / 3;
    count++;
  });
  return sum / Math.max(1, count);
};

const forEachPixel = ({ width, height }: Pixels, region: Region, visit: (index: number) => void): void => {
  for (let y = Math.floor(region.y * height); y < Math.ceil((region.y + region.height) * height); y++)
    for (let x = Math.floor(region.x * width); x < Math.ceil((region.x + region.width) * width); x++)
      visit((y * width + x) * 4);
};
