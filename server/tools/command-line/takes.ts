import { dirname, join } from "node:path";
import type { Command } from "commander";
import type { TakeEntry } from "../../../shared/protocol/takes.ts";
import { takesIn } from "../../takes/library.ts";
import { mustBeThere } from "./paths.ts";
import { type Terminal, table } from "./terminal.ts";

/** `antiphon takes [SHOW]`: the takes beside a show, or in this folder. */
export const addTakes = (program: Command, terminal: Terminal): void => {
  program
    .command("takes")
    .description("list the takes that were recorded")
    .argument("[show]", "the show beside which they lie; without it those of this folder")
    .option("--json", "as JSON on standard output")
    .action(async (show: string | undefined, { json }: { json?: boolean }, command: Command) => {
      if (show !== undefined) mustBeThere(command, "show", show, "file", "name a show file");
      const folder = join(show === undefined ? "." : dirname(show), "takes");
      const takes = await takesIn(folder);
      if (json) {
        terminal.print(JSON.stringify({ folder, takes }));
        return;
      }
      for (const { name, fault } of takes) if (fault !== null) terminal.note(`${name}: ${fault}`);
      const whole = takes.filter(({ fault }) => fault === null);
      if (whole.length === 0) terminal.note(`There are no takes in ${folder}; V on the desk begins one.`);
      else for (const line of table([HEADINGS, ...whole.map(rowOf)])) terminal.print(line);
    });
};

const HEADINGS = ["take", "began", "length", "bpm", "notes", "marks", "MB"];

const rowOf = ({ name, began, seconds, tempo, notes, marks, bytes }: TakeEntry): string[] => [
  name,
  new Date(began).toLocaleString(),
  seconds === null ? "open" : lengthOf(seconds),
  tempo === null ? "" : String(Math.round(tempo)),
  String(notes),
  String(marks.length),
  (bytes / 1e6).toFixed(1),
];

const lengthOf = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
