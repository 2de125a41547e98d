import { once } from "node:events";
import type { Command } from "commander";
import { reasonOf } from "../../../shared/events/report.ts";
import { startApp } from "../../app/app.ts";
import type { AgainResult } from "../../app/replay/again.ts";
import { changedShow } from "../../app/replay/changed-show.ts";
import type { Difference } from "../../app/replay/comparison.ts";
import { demandEnd } from "../../app/replay/replay.ts";
import { changedModels, placeFor, playTakeAgain, showPathOf } from "../../app/replay/take-again.ts";
import { toldDifference } from "../../app/replay/told-difference.ts";
import { applyOptions, type PlayOptions } from "../../core/show/options.ts";
import type { Show } from "../../core/show/show.ts";
import { monotonicTime } from "../../core/time/monotonic.ts";
import { openTake, type Take } from "../../takes/read-take.ts";
import { placeInTake } from "../../takes/replay/place-in-take.ts";
import { list } from "./paths.ts";
import { ProgressLine } from "./progress-line.ts";
import { reportUncaught } from "./report-uncaught.ts";
import type { Terminal } from "./terminal.ts";

interface ReplayOptions extends Pick<PlayOptions, "port" | "host" | "seed" | "midiOut" | "osc" | "oscIn"> {
  readonly again?: boolean;
  readonly json?: boolean;
  readonly set?: readonly string[];
  readonly model?: readonly string[];
  readonly from?: string;
}

/** What makes it another performance, or a part of it. */
const OTHERWISE = ["set", "model", "seed", "from"] as const;

/** `antiphon replay TAKE`: exit code 1 where `--again` gives something else, 2 for what is no take or cannot be changed so. */
export const addReplay = (program: Command, terminal: Terminal): void => {
  program
    .command("replay <take>")
    .description("play a take: as it was, again and compared (--again), or with something changed")
    .option("--again", "compute it anew from what came from outside, and compare every note and cue")
    .option("--json", "with --again: the result as JSON on standard output")
    .option("--set <voice.setting=value>", "the take's drummer plays, a voice is set otherwise; more than once", list)
    .option("--model <voice=folder>", "the take's drummer plays, a voice plays another model; more than once", list)
    .option("--seed <number>", "the take's drummer plays, all chance is another")
    .option("--from <place>", "begin at a bar (12), a bar and beat (12.3), seconds (90s) or the words of a mark")
    .option("--port <number>", "port of the pages (that of the take's show)")
    .option("--host <address>", "address to listen on (that of the take's show)")
    .option("--midi-out <name>", "MIDI output for all sounding models; may be given more than once", list)
    .option("--osc <target>", "HOST:PORT or HOST:PORT:PROFILE; may be given more than once", list)
    .option("--osc-in <port>", "UDP port for incoming OSC (that of the take's show)")
    .action(async (folder: string, options: ReplayOptions, command: Command) => {
      const misunderstood = (error: unknown): never => command.error(`error: ${reasonOf(error)}`);
      const take = await openTake(folder).catch(misunderstood);
      const besides = OTHERWISE.filter((option) => options[option] !== undefined);
      if (options.again && besides.length > 0)
        command.error(`error: --again computes it as it was; leave out --${besides.join(" and --")}, or --again`);
      if (options.again) return again(take, options.json === true, terminal);
      if (options.json) command.error("error: --json goes with --again, which has a result");
      let show: Show;
      try {
        show = applyOptions(changedShow(take.header.show, options), { seed: `${take.header.seed}`, ...options });
        if (options.from !== undefined) placeInTake(take.header, options.from);
      } catch (error) {
        return misunderstood(error);
      }
      await play(take, show, options, terminal);
    });
};

/** Plays it to its end, or until it is told to stop. */
const play = async (take: Take, show: Show, options: ReplayOptions, terminal: Terminal): Promise<void> => {
  const { set, model, seed, from } = options;
  const isChanged = [set, model, seed].some((given) => given !== undefined);
  const { report } = terminal;
  demandEnd(take);
  const changed = isChanged ? await changedModels(take, placeFor(take)) : null;
  if (changed !== null) report({ room: "takes", level: "warning", text: `${changed}; so the answers are too.` });
  const app = await startApp({ show, showPath: showPathOf(take), fresh: true, time: monotonicTime, report });
  const giveUp = reportUncaught(app.report, monotonicTime);
  const told = Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));
  try {
    await app.replay.playFolder(take.folder, isChanged ? "drummer" : "as-it-was", from);
    const { here } = app.addresses;
    terminal.print(`${take.name} plays ${isChanged ? `to the band, seed ${app.seed}` : "as it was"}.`);
    terminal.print(`  stage ${here}/stage   desk ${here}/desk`);
    const over = new Promise<void>((resolve) => app.replay.changed.on(() => app.replay.state ?? resolve()));
    await Promise.race([told, over]);
  } finally {
    await app.dispose();
    giveUp();
  }
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
