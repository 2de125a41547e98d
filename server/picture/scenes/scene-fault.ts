import { relative } from "node:path";

/** Something is wrong in an author's file: what, and where. */
export class SceneFault extends Error {
  /** null for the one file there is. */
  readonly file: string | null;
  /** From 1; null where nobody knows. */
  readonly line: number | null;

  constructor(message: string, file: string | null, line: number | null) {
    super(message);
    this.file = file;
    this.line = line;
  }
}

/** `scenes/rain/index.ts, line 12`: a place as the author knows it, seen from the show's folder. */
export const placeIn = (file: string, line: number | null, show: string): string =>
  `${relative(show, file).replaceAll("\\", "/")}${line === null ? "" : `, line ${line}`}`;
