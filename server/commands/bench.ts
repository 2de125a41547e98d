import type { Command } from "commander";
import { reasonOf } from "../../shared/events/report.ts";
import type { Figure, Measure } from "../bench/measure.ts";
import { type Terminal, table } from "./terminal.ts";

/** What is measured, by name; each is loaded only when it runs, so that none disturbs another. */
const MEASURES: Readonly<Record<string, () => Promise<Measure>>> = {
  inference: async () => (await import("../bench/inference.ts")).inference,
  "first-hit": async () => (await import("../bench/first-hit.ts")).firstHit,
  output: async () => (await import("../bench/output.ts")).output,
  live: async () => (await import("../bench/live.ts")).live,
  "bar-line": async () => (await import("../bench/bar-line.ts")).barLine,
  house: async () => (await import("../bench/house.ts")).house,
  stage: async () => (await import("../bench/stage.ts")).stage,
  training: async () => (await import("../bench/training.ts")).training,
};

interface BenchOptions {
  readonly json?: boolean;
  readonly clock?: boolean;
}

/** `antiphon bench [NAME...]`: measures the figures of the README on this machine. Exit code 1 if a measure cannot be done. */
export const addBench = (program: Command, terminal: Terminal): void => {
  program
    .command("bench [names...]")
    .description(`measure speed and timing on this machine (${Object.keys(MEASURES).join(", ")}; all without names)`)
    .option("--clock", "the table of clock followers only")
    .option("--json", "as JSON on standard output")
    .action(async (names: string[], { json, clock }: BenchOptions) => {
      const wanted = clock ? ["clock"] : names.length > 0 ? names : Object.keys(MEASURES);
      for (const name of wanted) if (!(name in MEASURES)) throw new Error(unknown(name));
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
      if (json) terminal.print(JSON.stringify({ results }));
      else
        for (const line of table([
          ["measure", "figure", "value", "aim", ""],
          ...results.flatMap(({ measure, figures }) => figures.map((figure) => row(measure, figure))),
        ]))
          terminal.print(line);
    });
};

const unknown = (name: string): string =>
  `There is no measure "${name}"; there are ${Object.keys(MEASURES).join(", ")}.`;

const row = (measure: string, { name, value, unit, aim, reached }: Figure): string[] => [
  measure,
  name,
  `${Number(value.toPrecision(4))} ${unit}`,
  aim,
  reached === null ? "" : reached ? "reached" : "missed",
];
