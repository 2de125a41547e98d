import { SourceMap } from "node:module";
import { resolve } from "node:path";

/** A source map, and the folder from which it names its sources. */
export interface SceneMap {
  readonly json: string;
  readonly from: string;
}

/** A stack's lines that are about a compiled scene, in Chrome's and in Firefox' and Safari's way of saying it. */
const IN_SCENE = /\/scenes\/[^/\s]+\/[^/\s]+\/index\.js:(\d+):(\d+)/g;

/** The innermost place of a stack that lies in the author's files, not in what they import; null if none does. Lines count from 1. */
export const placeOfStack = (stack: string, map: SceneMap): { readonly file: string; readonly line: number } | null => {
  const sources = new SourceMap(JSON.parse(map.json));
  for (const [, line, column] of stack.matchAll(IN_SCENE)) {
    const entry = sources.findEntry(Number(line) - 1, Number(column) - 1);
    if (!("originalSource" in entry) || entry.originalSource.includes("/node_modules/")) continue;
    return { file: resolve(map.from, entry.originalSource), line: entry.originalLine + 1 };
  }
  return null;
};
