import type { Command } from "commander";
import { reasonOf } from "../../../shared/events/report.ts";
import type { AgainResult } from "../../app/replay/again.ts";
import type { Difference } from "../../app/replay/comparison.ts";
import { playTakeAgain } from "../../app/replay/take-again.ts";
import { toldDifference } from "../../app/replay/told-difference.ts";
import { monotonicTime } from "../../core/time/monotonic.ts";
import { openTake, type Take } from "../../takes/read-take.ts";
import { ProgressLine } from "./progress-line.ts";
import type { Terminal } from "./terminal.ts";

interface ReplayOptions {
  readonly again?: boolean;
  readonly json?: boolean;
}

/** `antiphon replay TAKE`: exit code 1 where `--again` gives something else, 2 for what is no take. */
export const addReplay = (program: Command, terminal: Terminal): void => {
  program
    .command("replay <take>")
    .description("play a take: as it was, again and compared (--again), or with something changed")
    .option("--again", "compute it anew from what came from outside, and compare every note and cue")
    .option("--json", "with --again: the result as JSON on standard output")
    .action(async (folder: string, options: ReplayOptions, command: Command) => {
      const take = await openTake(folder).catch((error) => command.error(`error: ${reasonOf(error)}`));
      if (options.again) await again(take, options.json === true, terminal);
    });
};

const again = async (take: Take, json: boolean, terminal: Terminal): Promise<void> => {
  const progress = new ProgressLine(process.stderr, monotonicTime);
  const began = monotonicTime.now();
  const result = await playTakeAgain(take, monotonicTime, (share) =>
    progress.show(share, () => `of ${take.name} is computed again`),
  ).finally(() => progress.clear());
  const seconds = (monotonicTime.now() - began) / 1000;
  for (const loss of take.losses) terminal.report({ room: "takes", level: "warning", text: loss });
  if (result.difference !== null) process.exitCode = 1;
  terminal.print(json ? JSON.stringify(inFull(take, result, seconds)) : `${take.name}: ${told(result)}`);
};

const told = ({ notes, cues, difference, music }: AgainResult): string => {
  const many = (count: number, what: string): string =>
    `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
  const counted = `${many(notes, "note")}, ${many(cues, "cue")}`;
  if (difference === null) return `${counted}, all the same.`;
  return `${counted} are the same before something differs. ${toldDifference(difference, music)}`;
};

const inFull = (take: Take, result: AgainResult, seconds: number): object => {
  const { notes, cues, hits, difference, music } = result;
  const sentence = (found: Difference): string => toldDifference(found, music);
  return {
    take: take.name,
    same: difference === null,
    notes,
    cues,
    hits,
    seconds: Math.round(seconds * 1000) / 1000,
    difference: difference && { sentence: sentence(difference), ...difference },
    losses: take.losses,
  };
};
