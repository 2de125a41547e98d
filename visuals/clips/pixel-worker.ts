import type { PixelOrder } from "./pixel-thread.ts";

// Beside the page: reading a picture's pixels takes milliseconds that the page has no time for.

const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });

addEventListener("message", ({ data: { bitmap, width, height } }: MessageEvent<PixelOrder>) => {
  canvas.width = width;
  canvas.height = height;
  context?.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const pixels = context?.getImageData(0, 0, width, height).data.buffer ?? new ArrayBuffer(0);
  postMessage(pixels, { transfer: [pixels] });
});
