/** What a page, in its browser and as it was opened, cannot do whatever it is to draw: its own matter, and no scene's fault. */
export class PageLack extends Error {}

/** What scenes use that browsers of the last years lack, Safari 16 among them; the last word is what errors name. */
const NOT_EVERYWHERE = [
  "OffscreenCanvas",
  "createImageBitmap",
  "ImageDecoder",
  "VideoDecoder",
  "VideoEncoder",
  "VideoFrame",
  "AudioDecoder",
  "AudioWorkletNode",
  "CompressionStream",
  "DecompressionStream",
  "Float16Array",
  "Iterator",
  "requestIdleCallback",
  "structuredClone",
  "Array.fromAsync",
  "Array.prototype.findLast",
  "Array.prototype.toReversed",
  "Array.prototype.toSorted",
  "Array.prototype.toSpliced",
  "Array.prototype.with",
  "CanvasRenderingContext2D.prototype.createConicGradient",
  "CanvasRenderingContext2D.prototype.roundRect",
  "HTMLVideoElement.prototype.requestVideoFrameCallback",
  "Map.groupBy",
  "Object.groupBy",
  "Promise.withResolvers",
  "Set.prototype.union",
  "Set.prototype.intersection",
  "Set.prototype.difference",
];

/** What this browser lacks, in a few words, where that is why `error` was thrown; null where it is not, and a scene is at fault. */
export const lackOf = (error: unknown): string | null => {
  if (error instanceof PageLack) return error.message;
  if (!(error instanceof ReferenceError || error instanceof TypeError)) return null;
  const named = new Set(error.message.match(/\w+/g));
  const lacking = NOT_EVERYWHERE.find((path) => named.has(path.slice(path.lastIndexOf(".") + 1)) && !isThere(path));
  return lacking === undefined ? null : `it has no ${lacking}; a newer one has`;
};

const isThere = (path: string): boolean => {
  // biome-ignore lint/style/noRestrictedGlobals: what a browser brings is asked by its name, nothing is read.
  let at: unknown = globalThis;
  for (const name of path.split(".")) {
    if ((typeof at !== "object" && typeof at !== "function") || at === null || !(name in at)) return false;
    at = Reflect.get(at, name);
  }
  return true;
};

/** Why a scene's module did not come, `error` being what `import` was refused with. */
export const importLack = (error: unknown): unknown => {
  const message = error instanceof Error ? error.message : "";
  // "three" means something only where the page's import map is read.
  if (error instanceof TypeError && /specifier/i.test(message))
    return new PageLack("it has no import maps; Chrome has them from 89, Firefox from 108, Safari from 16.4");
  if (error instanceof TypeError && /dynamically imported module|module script failed/i.test(message))
    return new PageLack("its file did not come from the server; cue it again");
  // The server has compiled it: what is no sentence here is one in a newer browser, unless it asks for what is not exported.
  if (error instanceof SyntaxError && !/export|import|binding/i.test(message))
    return new PageLack(`it does not read today's JavaScript (${message}); a newer one does`);
  return error;
};
