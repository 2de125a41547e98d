import { SceneWords } from "../../shared/protocol/own-scenes.ts";
import type { SceneModule } from "./own.ts";

/** Nothing that is right is longer or deeper, and a message has its limits. */
const MOST = { text: 400, entries: 64, deep: 3 };

/**
 * What a scene says of itself, as data that can be told: everything it exports that is not a function, however wrong; whoever
 * hears it checks it. What is undefined is as good as left out.
 */
export const toldWords = (scene: SceneModule): Readonly<Record<string, unknown>> => {
  // Of an object of a class only what is asked for: the rest is the author's own.
  const isPlain = Object.getPrototypeOf(scene) === Object.prototype;
  const names = isPlain ? Object.keys(scene) : Object.keys(SceneWords.shape);
  const told = names.map((name) => [name, plain(scene[name as keyof SceneModule], 0)]);
  return Object.fromEntries(told.filter(([, value]) => value !== undefined));
};

const plain = (value: unknown, depth: number): unknown => {
  switch (typeof value) {
    case "string":
      return value.slice(0, MOST.text);
    case "number":
      // JSON would make null of it, and nobody would know what was meant.
      return Number.isFinite(value) ? value : String(value);
    case "boolean":
      return value;
    case "bigint":
    case "symbol":
      return String(value);
    case "object": {
      if (value === null || depth >= MOST.deep) return null;
      if (Array.isArray(value)) return value.slice(0, MOST.entries).map((entry) => plain(entry, depth + 1));
      const entries = Object.entries(value).slice(0, MOST.entries);
      return Object.fromEntries(entries.map(([name, entry]) => [name.slice(0, MOST.text), plain(entry, depth + 1)]));
    }
    default:
      return undefined;
  }
};
