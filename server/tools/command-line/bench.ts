import { Argument, type Command } from "commander";
import { reasonOf } from "../../../shared/events/report.ts";
import { type Figure, inFull, type Measure } from "../bench/measure.ts";
import { type Terminal, table } from "./terminal.ts";

/** What is measured, by name; each is loaded only when it runs, so that none disturbs another. */
const MEASURES: Readonly<Record<string, () => Promise<Measure>>> = {
  inference: async () => (await import("../bench/inference.ts")).inference,
  "first-hit": async () => (await import("../bench/first-hit.ts")).firstHit,
  memory: async () => (await import("../bench/memory.ts")).memory,
  output: async () => (await import("../bench/output.ts")).output,
  live: async () => (await import("../bench/live.ts")).live,
  "bar-line": async () => (await import("../bench/bar-line.ts")).barLine,
  house: async () => (await import("../bench/whole-program.ts")).wholeProgram,
  stage: async () => (await import("../bench/stage.ts")).stage,
  scenes: async () => (await import("../bench/scenes.ts")).scenes,
  soak: async () => (await import("../bench/soak.ts")).soak,
  clock: async () => (await import("../bench/clock.ts")).clock,
  film: async () => (await import("../bench/film.ts")).film,
  takes: async () => (await import("../bench/takes.ts")).takes,
  training: async () => (await import("../bench/training.ts")).training,
};

interface BenchOptions {
  readonly json?: boolean;
  readonly clock?: boolean;
}

/** `antiphon bench [NAME...]`: measures the figures of docs/figures.md on this machine. Exit code 1 if a measure cannot be done. */
export const addBench = (program: Command, terminal: Terminal): void => {
  program
    .command("bench")
    .description("measure speed and timing on this machine; everything without names")
    .addArgument(new Argument("[names...]", "what is measured").choices(Object.keys(MEASURES)))
    .option("--clock", "the table of clock followers only")
    .option("--json", "as JSON on standard output")
    .action(async (names: string[], { json, clock }: BenchOptions) => {
      const wanted = clock ? ["clock"] : names.length > 0 ? names : Object.keys(MEASURES);
      const results: { measure: string; figures: readonly Figure[]; error: string | null }[] = [];
      for (const name of wanted) {
        const measure = await MEASURES[name]!();
        terminal.note(`${name}: ${measure.about} ...`);
        try {
          results.push({ measure: name, figures: await measure.run(terminal.report), error: null });
        } catch (error) {
          results.push({ measure: name, figures: [], error: reasonOf(error) });
          terminal.note(`error: ${name} could not be measured: ${reasonOf(error)}`);
          process.exitCode = 1;
        }
      }
      if (json)
        terminal.print(
          JSON.stringify({ results: results.map((result) => ({ ...result, figures: result.figures.map(inFull) })) }),
        );
      else for (const line of linesOf(results)) terminal.print(line);
    });
};

/** One line a figure; after those, a table for each measure that compares subjects. */
const linesOf = (results: readonly { readonly measure: string; readonly figures: readonly Figure[] }[]): string[] => {
  const lines: string[][] = [];
  const comparisons: string[] = [];
  for (const { measure, figures } of results) {
    const compared = figures.filter(({ subject }) => subject !== undefined);
    lines.push(...figures.filter((figure) => !compared.includes(figure)).map((figure) => row(measure, figure)));
    if (compared.length > 0) comparisons.push(...comparison(measure, compared));
  }
  return [...(lines.length > 0 ? table([["measure", "figure", "value", "aim", ""], ...lines]) : []), ...comparisons];
};

/** Figures down, subjects across; then the aims, and whether they were reached by whom they are set. */
const comparison = (measure: string, figures: readonly Figure[]): string[] => {
  const subjects = [...new Set(figures.map(({ subject }) => subject ?? ""))];
  const names = [...new Set(figures.map(({ name }) => name))];
  return table([
    [measure, ...names],
    ...subjects.map((subject) => [
      subject,
      ...names.map((name) => {
        const figure = figures.find((each) => each.subject === subject && each.name === name);
        if (figure === undefined) return "";
        const missed = figure.reached === false ? " (missed)" : "";
        return `${Number(figure.value.toPrecision(2))}${missed}`;
      }),
    ]),
    ["unit", ...names.map((name) => figures.find((each) => each.name === name)?.unit ?? "")],
    ["aim", ...names.map((name) => figures.find((each) => each.name === name && each.aim !== "")?.aim ?? "")],
  ]);
};

const row = (measure: string, { name, value, unit, aim, reached }: Figure): string[] => [
  measure,
  name,
  `${Number(value.toPrecision(4))} ${unit}`,
  aim,
  reached === null ? "" : reached ? "reached" : "missed",
];
