import type { Reporter } from "../../../shared/events/report.ts";

/** One line of the table of `antiphon bench`. */
export interface Figure {
  readonly name: string;
  /** Who or what is judged, where several are compared: each is then a line of its own, with its figures side by side. */
  readonly subject?: string;
  readonly value: number;
  /** "ms", "x" (a ratio to the baseline of the same run), "%", "MB", "fps", ... */
  readonly unit: string;
  /** What the project aims at, as text: "<= 1.5"; empty when there is no aim. */
  readonly aim: string;
  /** Whether the aim was reached in this run; null without an aim. */
  readonly reached: boolean | null;
}

/** The figure with a name that says by itself whom it is of. */
export const inFull = (figure: Figure): Figure =>
  figure.subject === undefined ? figure : { ...figure, name: `${figure.subject}: ${figure.name}` };

/** A figure; without an aim it is neither reached nor missed. */
export const figure = (
  name: string,
  value: number,
  unit: string,
  aim = "",
  reached: boolean | null = null,
): Figure => ({
  name,
  value,
  unit,
  aim,
  reached,
});

/** One thing that is measured; one file each in this room. */
export interface Measure {
  /** Its name on the command line: `antiphon bench output`. */
  readonly name: string;
  /** One sentence for the table's heading. */
  readonly about: string;
  /** Measures; throws only if it cannot be done here, with the reason. */
  run(report: Reporter): Promise<readonly Figure[]>;
}
