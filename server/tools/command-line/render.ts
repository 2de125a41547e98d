import { extname, join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { HIGHEST_FPS, LONGEST_SIDE, SHORTEST_SIDE } from "../../../shared/controls/film.ts";
import { reasonOf } from "../../../shared/events/report.ts";
import { FILM_KINDS, type FilmKind, type FilmNews } from "../../../shared/protocol/film.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { projectFolder } from "../../core/files/project-folder.ts";
import { monotonicTime } from "../../core/time/monotonic.ts";
import { openTake, type Take } from "../../takes/read-take.ts";
import { standLast } from "../film/last-in-line.ts";
import { renderTake } from "../film/render-take.ts";
import { aNumber } from "./numbers.ts";
import { mustBeThere, nonEmpty } from "./paths.ts";
import { duration, ProgressLine } from "./progress-line.ts";
import type { Terminal } from "./terminal.ts";

interface Options {
  readonly out?: string;
  readonly size: Size;
  readonly fps: number;
  readonly from?: number;
  readonly to?: number;
  readonly projector?: string;
  readonly audio?: string;
  readonly offset: number;
  readonly frames?: string;
  readonly alpha?: boolean;
  readonly hashes?: string;
  readonly json?: boolean;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Programs are told how far it is so often. */
const JSON_EVERY_MS = 500;

/** `antiphon render TAKE --out film.mp4`: a take to a film, frame by frame, however long it takes. */
export const addRender = (program: Command, terminal: Terminal): void => {
  const command = program
    .command("render")
    .description("make a film of a take, frame by frame; one that was cut off goes on by itself")
    .argument("<take>", "the folder of the take", nonEmpty)
    .option("--out <file>", "the film: .mp4, .webm or .mkv", nonEmpty)
    .option("--size <size>", "in pixels, as 1920x1080", aSize, { width: 1920, height: 1080 })
    .option("--fps <number>", "frames a second", aRate, 60)
    .option("--from <moment>", "seconds from the beginning of the take, or as 1:30", aMoment)
    .option("--to <moment>", "the same for the end", aMoment)
    .option("--projector <name>", "with the corners, mesh and masks of this projector", nonEmpty)
    .option("--audio <file>", "this sound in place of the page's own drums", nonEmpty)
    .option("--offset <ms>", "where in that sound the film begins; negative: the sound begins later", aNumber, 0)
    .option("--frames <folder>", "a PNG of each frame into this folder", nonEmpty)
    .option("--alpha", "what is dark is transparent, to be laid over something else: in PNGs, and in .webm")
    .option("--hashes <file>", "a hash of each frame's pixels, before they are encoded", nonEmpty)
    .option("--json", "how far it is and the result, as lines of JSON on standard output");
  command.action(async (folder: string, options: Options) => {
    const { out, frames, hashes, audio, alpha = false, size, fps, json } = options;
    if (out === undefined && frames === undefined && hashes === undefined)
      command.error("error: there is nothing to be made; name --out film.mp4, --frames FOLDER or --hashes FILE.");
    const kind = out === undefined ? null : kindOf(command, out);
    if (alpha && kind !== null && kind !== "webm")
      command.error(`error: --alpha: a .${kind} cannot be seen through; make a .webm, or PNGs with --frames.`);
    if (kind !== null && kind !== "webm" && (size.width % 2 === 1 || size.height % 2 === 1))
      command.error(`error: --size: a .${kind} wants even numbers of pixels.`);
    if (audio !== undefined) mustBeThere(command, "--audio", audio, "file", "check the path");
    const take = await openTake(folder).catch((error: unknown) => command.error(`error: ${reasonOf(error)}`));
    const { from, to } = await stretchOf(command, take, options);

    // Whoever plays on this machine comes first.
    standLast();
    const line = new ProgressLine(process.stderr, monotonicTime);
    const interrupt = new AbortController();
    const onSignal = (): void => interrupt.abort();
    // The last is for one that a server has begun, and does not outlive it.
    process.once("SIGINT", onSignal).once("SIGTERM", onSignal).once("disconnect", onSignal);
    const progress = new Progress(terminal, line, to - from, json ?? false);
    const began = monotonicTime.now();
    const {
      ended,
      frames: count,
      kept,
    } = await renderTake(
      {
        take,
        from,
        to,
        fps,
        ...size,
        projector: options.projector ?? null,
        alpha,
        out: out === undefined || kind === null ? null : { path: out, kind },
        frames: frames ?? null,
        hashes: hashes ?? null,
        audio: audio === undefined ? null : { path: audio, offset: options.offset },
      },
      {
        pages: join(projectFolder, "dist", "visuals"),
        time: monotonicTime,
        last: true,
        report: (report) => {
          line.clear();
          terminal.report(report);
        },
        signal: interrupt.signal,
        onNews: (news) => progress.hear(news),
        onBegin: (begin, all) => progress.begin(begin, all),
      },
    ).finally(() => {
      line.clear();
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal).off("disconnect", onSignal);
    });
    const seconds = (monotonicTime.now() - began) / 1000;
    if (ended === "interrupted") {
      terminal.note(
        kept === null
          ? "Interrupted; nothing is made yet."
          : `Interrupted; what is made is kept in ${kept}, and the same command goes on with it.`,
      );
      process.exitCode = 130;
    } else if (!json)
      terminal.print(
        `${kept}: ${count} frames, ${duration((to - from) / 1000)} at ${fps} a second, in ${duration(seconds)}`,
      );
    if (json) terminal.print(JSON.stringify({ ended, frames: count, fps, ...size, seconds, kept }));
  });
};

/** Says how far it is. */
class Progress {
  readonly #terminal: Terminal;
  readonly #line: ProgressLine;
  readonly #soundMs: number;
  readonly #json: boolean;
  #toldAt = Number.NEGATIVE_INFINITY;
  #frames = 1;
  #begin = 0;
  #beganAt: Ms | null = null;

  constructor(terminal: Terminal, line: ProgressLine, soundMs: number, json: boolean) {
    this.#terminal = terminal;
    this.#line = line;
    this.#soundMs = soundMs;
    this.#json = json;
  }

  begin(begin: number, frames: number): void {
    this.#begin = begin;
    this.#frames = frames;
    this.#beganAt = null;
    if (begin > 0) this.#note(`Going on after frame ${begin} of ${frames}.`);
  }

  hear(news: FilmNews): void {
    if (news.is === "encoding") this.#note(`${news.of === "sound" ? "Sound" : "Frames"} as ${news.codec}.`);
    if (news.is !== "progress") return;
    if (news.of === "sound") this.#line.show(news.done / this.#soundMs, () => "sound");
    else this.#show(news.done);
  }

  #show(done: number): void {
    const now = monotonicTime.now();
    this.#beganAt ??= now;
    const each = (now - this.#beganAt) / Math.max(1, done - this.#begin - 1);
    const secondsLeft = each === 0 ? null : Math.round((each * (this.#frames - done)) / 1000);
    if (this.#json && now - this.#toldAt >= JSON_EVERY_MS) {
      this.#toldAt = now;
      this.#terminal.print(JSON.stringify({ done: done / this.#frames, secondsLeft }));
    }
    this.#line.show(
      done / this.#frames,
      () => `frame ${done} of ${this.#frames}, ${secondsLeft === null ? "" : `${duration(secondsLeft)} left`}`,
    );
  }

  #note(text: string): void {
    this.#line.clear();
    this.#terminal.note(text);
  }
}

const kindOf = (command: Command, out: string): FilmKind => {
  const ending = extname(out).slice(1).toLowerCase();
  const kind = FILM_KINDS.find((one) => one === ending);
  return kind ?? command.error(`error: --out: a film is a .mp4, .webm or .mkv, not "${out}".`);
};

/** The stretch of the take that is wanted; ends the command as misunderstood where there is none. */
const stretchOf = async (command: Command, take: Take, options: Options): Promise<{ from: Ms; to: Ms }> => {
  const { header } = take;
  let end = header.to;
  // One that was cut off goes as far as its log does.
  if (end === null) for await (const { at } of take.records()) end = at;
  const length = (end ?? header.from) - header.from;
  const from = 1000 * (options.from ?? 0);
  const to = Math.min(length, 1000 * (options.to ?? Number.POSITIVE_INFINITY));
  if (from >= to)
    command.error(
      `error: --from, --to: the take is ${duration(length / 1000)} long, and has nothing from ${from / 1000} s to ${to / 1000} s.`,
    );
  return { from: ms(header.from + from), to: ms(header.from + to) };
};

const aSize = (text: string): Size => {
  const [, width = "", height = ""] = /^(\d{1,5})[x×](\d{1,5})$/i.exec(text.trim()) ?? [];
  const size = { width: Number(width), height: Number(height) };
  if (
    width === "" ||
    Math.min(size.width, size.height) < SHORTEST_SIDE ||
    Math.max(size.width, size.height) > LONGEST_SIDE
  )
    throw new InvalidArgumentError(`It is written as 1920x1080, from ${SHORTEST_SIDE} to ${LONGEST_SIDE} each way.`);
  return size;
};

const aRate = (text: string): number => {
  const rate = aNumber(text);
  if (rate < 1 || rate > HIGHEST_FPS) throw new InvalidArgumentError(`It is a number from 1 to ${HIGHEST_FPS}.`);
  return rate;
};

const aMoment = (text: string): number => {
  const [, minutes = "0", seconds = ""] = /^(?:(\d+):)?(\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  if (seconds === "") throw new InvalidArgumentError("It is seconds, as 90, or minutes and seconds, as 1:30.");
  return 60 * Number(minutes) + Number(seconds);
};
