import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Command } from "commander";
import open from "open";
import QRCode from "qrcode";
import { reasonOf } from "../../../shared/events/report.ts";
import type { VoiceState } from "../../../shared/protocol/state.ts";
import { type App, startApp } from "../../app/app.ts";
import { projectFolder } from "../../core/files/project-folder.ts";
import { applyOptions, type PlayOptions } from "../../core/show/options.ts";
import type { Show } from "../../core/show/show.ts";
import { loadShow } from "../../core/show/show-file.ts";
import { monotonicTime } from "../../core/time/monotonic.ts";
import { OSC_PROFILES } from "../../io/osc/profiles/profiles.ts";
import { list, mustBeThere, nonEmpty } from "./paths.ts";
import { reportUncaught } from "./report-uncaught.ts";
import type { Terminal } from "./terminal.ts";

const NO_SHOW = '"antiphon show new FILE" writes one, and without a name the default show plays';

/** The options that are not about the show. */
interface PlayOnly {
  readonly takes: boolean;
  readonly open?: boolean;
  readonly fresh?: boolean;
  readonly likelihood?: boolean;
}

/** `antiphon play [show.json]`, the default: plays until it is told to stop by SIGINT, SIGTERM or SIGHUP. */
export const addPlay = (program: Command, terminal: Terminal): void => {
  program.hook("preSubcommand", refuseUnknownCommand);
  program
    .command("play [show]", { isDefault: true })
    .description("play a show; without a file, the default one")
    .option("--port <number>", "port of the pages (4400)")
    .option("--host <address>", "address to listen on; 0.0.0.0 for the whole network (127.0.0.1)")
    .option("--bpm <tempo>", "tempo in quarter notes a minute (120)")
    .option("--seed <number>", "seed of all chance; without one each start differs")
    .option("--clock <source>", "internal, midi:NAME, link or auto (internal)")
    .option("--midi-in <name>", "MIDI input by name or part of it; may be given more than once", list)
    .option("--midi-out <name>", "MIDI output for all sounding models; may be given more than once", list)
    .option("--midi-file <path>", "a MIDI file that is the drummer: it repeats, at the show's tempo", nonEmpty)
    .option("--own-tempo", "the MIDI file keeps its own tempo")
    .option("--osc <target>", "HOST:PORT or HOST:PORT:PROFILE; may be given more than once", list)
    .option("--osc-in <number>", "UDP port where OSC comes in; 0 for any that is free (4401)")
    .option("--demo", "the demo drummer plays while nobody else does (default)")
    .option("--no-demo", "nobody plays until somebody does")
    .option("--duet", "no drummer at all: the models play with one another")
    .option("--likelihood", "print how likely each call and answer were, as the networks hear them")
    .option("--fresh", "begin anew: nothing comes back of what was turned before a crash, or laid over the picture")
    .option("--no-takes", "write nothing down of what is played")
    .option("--open", "open the stage in the browser")
    .action(async (path: string | undefined, options: PlayOptions & PlayOnly, command: Command) => {
      const { midiFile } = options;
      if (path !== undefined) mustBeThere(command, "show", path, "file", NO_SHOW);
      if (midiFile !== undefined)
        mustBeThere(command, "--midi-file", midiFile, "file", "check the path, and name one .mid file");
      const show = understood(command, await loadShow(path ?? null, projectFolder), options);
      if (options.host !== undefined) await mustBeHost(command, options.host);
      const onAnswer = (voice: VoiceState): void =>
        options.likelihood ? terminal.note(likelihoodOf(voice)) : undefined;
      const { report } = terminal;
      const { fresh = false, takes: records } = options;
      const how = { fresh, records, time: monotonicTime, report, onAnswer };
      const app = await startApp({ show, showPath: path ?? null, ...how });
      // From here on a signal takes the show down in order; until here the system's own way is good enough.
      const told = Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));
      const giveUp = reportUncaught(app.report, monotonicTime);
      const { here } = app.addresses;
      terminal.print(`Antiphon plays "${show.name}", seed ${app.seed}.`);
      for (const line of await wayIn(app)) terminal.print(line);
      if (options.open) {
        open(app.links.find(({ stage }) => stage.startsWith(`${here}/`))?.stage ?? `${here}/stage`).catch((error) =>
          terminal.report({
            room: "play",
            level: "warning",
            text: `The stage did not open by itself: ${reasonOf(error)}.`,
          }),
        );
      }
      await told;
      terminal.note("Ending every note ...");
      await app.dispose();
      giveUp();
    });
};

/** A word that is neither a command nor a file is a command misspelt: without this it would be a show. */
const refuseUnknownCommand = (program: Command): void => {
  const [word = ""] = program.args;
  const isKnown = program.commands.some((command) => command.name() === word);
  if (isKnown || !/^\w[\w-]*$/.test(word) || existsSync(word)) return;
  // Commander's own sentence, with the nearest command; it says it only where no command is the default.
  (program as Command & { unknownCommand?(): void }).unknownCommand?.();
};

/** Ends the command as misunderstood if nobody knows the host. */
const mustBeHost = async (command: Command, host: string): Promise<void> => {
  await lookup(host).catch(() =>
    command.error(
      `error: --host: there is no "${host}"; give an address of this machine, or 0.0.0.0 for the whole network.`,
    ),
  );
};

/** Where the pages are, and the link by which other machines operate the show, as a code too where somebody looks. */
const wayIn = async ({ addresses: { here }, links }: App): Promise<string[]> => {
  const own = links.some(({ desk }) => desk.startsWith(`${here}/`))
    ? []
    : [{ stage: `${here}/stage`, desk: `${here}/desk` }];
  const lines = [...own, ...links].map(({ stage, desk }) => `  stage ${stage}   desk ${desk}`);
  const [first] = links;
  if (first === undefined) return lines;
  lines.push("With what stands behind the # another machine operates the show; without it, it only looks on.");
  if (process.stdout.isTTY) lines.push(await QRCode.toString(first.desk, { type: "terminal", small: true }));
  return lines;
};

/** The show with the options on top; ends the command as misunderstood where one of them has a value it cannot have. */
const understood = (command: Command, file: Show, options: PlayOptions): Show => {
  try {
    const show = applyOptions(file, options);
    const strange = options.osc && show.osc.find(({ profile }) => !OSC_PROFILES.has(profile));
    if (strange) throw new Error(`--osc: "${strange.profile}" is none of ${[...OSC_PROFILES.keys()].join(", ")}.`);
    return show;
  } catch (error) {
    return command.error(`error: ${reasonOf(error)}`);
  }
};

/** One line, in nats a step at temperature 1 (and at the sampling temperature), and the sum that Magenta logs. */
const likelihoodOf = (voice: VoiceState): string => {
  const nats = (value: number | null): string => value?.toFixed(2) ?? "-";
  const call = `call ${nats(voice.callSurprise)} (${nats(voice.sampledCallSurprise)})`;
  const answer = `answer ${nats(voice.responseSurprise)} (${nats(voice.sampledResponseSurprise)})`;
  return `${voice.name} ${voice.responses}: ${call}, ${answer} nats a step; log-likelihood ${nats(voice.logLikelihood)}`;
};
