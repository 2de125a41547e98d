import type { Report, Reporter } from "../../../shared/events/report.ts";

/**
 * What the commands print with: results to standard output, everything else to standard error, so
 * that `--json` leaves standard output to the JSON alone.
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

export const openTerminal = (output: NodeJS.WriteStream, errors: NodeJS.WriteStream): Terminal => {
  const note = (line: string): void => void errors.write(`${line}\n`);
  return {
    print: (line) => void output.write(`${line}\n`),
    note,
    report: ({ room, level, text }) => {
      const line = `${level === "info" ? "" : `${level}: `}${room}: ${text}`;
      note(errors.isTTY ? `${COLOURS[level]}${line}${PLAIN}` : line);
    },
  };
};

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
