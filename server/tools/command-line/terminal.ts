import { plainText, visible } from "../../../shared/events/plain-text.ts";
import type { Report, Reporter } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { LineWriter } from "./line-writer.ts";

/**
 * What the commands print with: results to standard output, everything else to standard error, so
 * that `--json` leaves standard output to the JSON alone. Nothing here blocks, and control characters
 * are shown, not sent.
 */
export interface Terminal {
  /** One line of the result. */
  readonly print: (line: string) => void;
  /** One line beside it: progress, logs. */
  readonly note: (line: string) => void;
  readonly report: Reporter;
}

const COLOURS: Readonly<Record<Report["level"], string>> = {
  info: "\u001b[2m",
  warning: "\u001b[33m",
  error: "\u001b[31m",
};
const PLAIN = "\u001b[0m";
/** Colours, which a QR code in a result is made of. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what colours begin with
const COLOUR = /(\u001b\[[\d;]*m)/;

/** The terminal as the program's beginning and end have it. */
export interface OpenTerminal extends Terminal {
  /** From here on the show comes first: what nobody reads is lost with a count, and hardly waited for at the end. */
  readonly showComesFirst: () => void;
  /** Resolves when everything is printed; after `showComesFirst`, within 300 ms. */
  readonly flushed: () => Promise<void>;
}

/** How long the end of a show waits for a terminal that stands still. */
const LAST_WORDS_MS = 300;

export const openTerminal = (
  output: NodeJS.WriteStream,
  errors: NodeJS.WriteStream,
  time: TimeSource,
): OpenTerminal => {
  const writers = { output: new LineWriter(output), errors: new LineWriter(errors) };
  const both = Object.values(writers);
  let waits = true;
  const tooLate = (): Promise<void> =>
    new Promise((resolve) => (waits ? undefined : time.wake(ms(time.now() + LAST_WORDS_MS), resolve)));
  return {
    print: (line) => writers.output.write(line.split(COLOUR).map(colourOrPlain).join("")),
    note: (line) => writers.errors.write(visible(line)),
    report: ({ room, level, text }) => {
      const line = `${level === "info" ? "" : `${level}: `}${room}: ${plainText(text)}`;
      writers.errors.write(errors.isTTY ? `${COLOURS[level]}${line}${PLAIN}` : line);
    },
    showComesFirst: () => {
      waits = false;
      for (const writer of both) writer.loseRatherThanWait();
    },
    flushed: async () => {
      await Promise.race([Promise.all(both.map((writer) => writer.flushed())), tooLate()]);
    },
  };
};

/** What stands between two colours is made visible. */
const colourOrPlain = (part: string, index: number): string => (index % 2 === 1 ? part : visible(part));

/** Rows of words as columns of equal width. */
export const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd(),
  );
};
