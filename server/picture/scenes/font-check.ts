import { closeSync, openSync, readSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Plugin } from "vite";
import { mistakenFile } from "../../core/files/mistaken-file.ts";
import { SceneFault } from "./scene-fault.ts";

const FONT = /\.(woff2?|ttf|otf|ttc|otc|eot|pfa|pfb|fon|dfont)$/i;

/** How files begin that browsers draw: WOFF 2, WOFF, OpenType with cubic curves, TrueType as of Microsoft and of Apple. */
const DRAWN = ["wOF2", "wOFF", "OTTO", "\u0000\u0001\u0000\u0000", "true"];

const WAY_OUT = "browsers draw .woff2, .woff, .ttf and .otf";

/**
 * Refuses a font that no browser can draw, when the scene is compiled: the page would draw its text in another one
 * and say nothing. `refused` is told the fault with its place; `lineOf` finds the import in a file.
 */
export const checkFonts = (
  refused: (fault: SceneFault) => void,
  lineOf: (word: string, file: string) => number | null,
): Plugin => ({
  name: "antiphon-fonts",
  enforce: "pre",
  resolveId(id, importer) {
    const [path = ""] = id.split("?");
    if (importer === undefined || !FONT.test(path) || !path.startsWith(".")) return null;
    const start = startOf(resolve(dirname(importer), path));
    // The bundler says of a file that is not there.
    if (start === null || DRAWN.includes(start.toString("latin1", 0, 4))) return null;
    const mistaken = mistakenFile(start);
    const because = mistaken === null ? WAY_OUT : `it is ${mistaken}`;
    const fault = new SceneFault(`"${path}" is no font that can be drawn: ${because}`, importer, lineOf(id, importer));
    refused(fault);
    throw fault;
  },
});

const startOf = (file: string): Buffer | null => {
  try {
    const handle = openSync(file, "r");
    try {
      const start = Buffer.alloc(200);
      return start.subarray(0, readSync(handle, start, 0, start.length, 0));
    } finally {
      closeSync(handle);
    }
  } catch {
    return null;
  }
};
