import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../shared/events/signal.ts";
import type { LogState, TakeEntry, TakeMark, TakesState } from "../../shared/protocol/takes.ts";
import { noSuch } from "../../shared/text/no-such.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { datedName } from "../core/files/dated-name.ts";
import type { Shelf } from "./library.ts";
import type { LogNews, Places } from "./log/log-messages.ts";
import type { LogThread } from "./log/log-thread.ts";
import { RUNNING_FOLDER } from "./recover.ts";
import { TakeFolders } from "./take-folders.ts";
import { HEADER_FILE, newHeader, type TakeHeader } from "./take-header.ts";

/** What every take of a run says of it. */
export type RunFacts = Pick<TakeHeader, "antiphon" | "protocol" | "show" | "showFile" | "seed" | "run">;

export interface TakesOptions {
  /** Where takes lie. */
  readonly folder: string;
  /** The name of this run's log in the folder of those that run. */
  readonly runningName: string;
  readonly log: Pick<LogThread, "now" | "push" | "begin" | "hold" | "order" | "look" | "keep" | "news" | "dispose">;
  readonly facts: RunFacts;
  /** False: what is played is not written down, and no take can be made. */
  readonly records?: boolean;
  /** Where the checkpoints lie that the voices play now. */
  readonly places: () => Places;
  readonly scenes: () => TakeHeader["scenes"];
  readonly today: () => Date;
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/** What a take is finished of. */
interface Finishable {
  readonly name: string;
  readonly header: TakeHeader;
}

interface Running extends Finishable {
  readonly since: Ms;
}

const MOST_MARKS = 100;
/** How long a server that ends waits for its take; what is not finished then is, with the next start. */
const END_WITHIN_MS = 1500;

/**
 * The takes of a show: what is played is logged all the time, and a take is a part of that log which is given a
 * folder, from when it is begun until it is ended, or of the last minutes. Whatever becomes of disk and server, what
 * was written stays.
 */
export class Takes {
  readonly #options: TakesOptions;
  readonly #folders: TakeFolders;
  #shelf: Shelf = { takes: [], deleted: [] };
  #running: Running | null = null;
  /** A take is being begun, or ended. */
  #isBusy = false;
  #marks: readonly TakeMark[] = [];
  #stopped: string | null;
  #log: Extract<LogNews, { tell: "grown" }> | null = null;
  /** The take that the disk has ended: another begins when there is room. */
  #goesOn = false;
  /** Takes that are over and not finished yet: those for which there is no room are when there is. */
  #unfinished: readonly Finishable[] = [];

  /** `state` is another. */
  readonly changed: Signal<void>;
  /** `shelf` is another. */
  readonly shelved: Signal<void>;

  constructor(options: TakesOptions) {
    this.#options = options;
    this.#stopped =
      options.records === false ? "nothing is recorded, since the show was started with --no-takes" : null;
    this.#folders = new TakeFolders(options.folder, () => this.#shelf);
    this.changed = new Signal(options.onListenerError);
    this.shelved = new Signal(options.onListenerError);
    options.log.news.on((news) => this.#hear(news));
  }

  /** The takes there are. */
  get shelf(): TakesState {
    return { folder: this.#options.folder, ...this.#shelf };
  }

  get state(): LogState {
    const running = this.#running;
    const { bytes = 0, free = null, from = null } = this.#log ?? {};
    return {
      take: running === null ? null : { name: running.name, since: running.since },
      keptSince: this.#stopped === null ? from : null,
      stopped: this.#stopped,
      bytes,
      free,
      marks: this.#marks,
    };
  }

  /** Puts in order what a crash has left, and says what came of it. */
  open(): void {
    const { log } = this.#options;
    void log.order({ do: "recover" }).then(
      ({ names }) => {
        for (const name of names)
          this.#say("info", `The take ${name} was cut off, and is finished: what was recorded until then is in it.`);
        if (names.length > 0) log.look();
      },
      () => {},
    );
  }

  /** Begins a take. Rejects with one sentence when it cannot. */
  async begin(): Promise<void> {
    if (this.#running !== null) throw new Error(`The take ${this.#running.name} is being recorded already.`);
    const from = this.#options.log.now();
    await this.#alone(async () => {
      this.#demandLog();
      const { log, places } = this.#options;
      const name = await this.#create();
      const header = this.#header(from, null);
      this.#running = { name, since: from, header };
      this.#hold();
      try {
        await log.order({ do: "open", folder: this.#folders.of(name), header, places: places() });
      } catch (error) {
        this.#running = null;
        this.#hold();
        await rm(this.#folders.of(name), { recursive: true, force: true }).catch(() => {});
        throw error;
      }
      this.#goesOn = false;
      this.changed.emit();
    });
  }

  /** Ends the take; resolves when it is finished. Rejects with one sentence when none is recorded. */
  async end(): Promise<void> {
    this.#goesOn = false;
    const running = this.#running;
    if (running === null) throw new Error("No take is being recorded.");
    await this.#alone(() => this.#close(running));
  }

  /** Makes a take of the last `minutes`. Rejects with one sentence when there is nothing of them. */
  async keep(minutes: number): Promise<void> {
    const { log } = this.#options;
    const to = log.now();
    await this.#alone(async () => {
      this.#demandLog();
      const from = ms(Math.max(to - minutes * 60_000, this.#log?.from ?? 0));
      const name = await this.#create();
      // One that cannot be finished is not left half made: what was played can still be kept again.
      await this.#finish(name, this.#header(from, to)).catch(async (error: unknown) => {
        await rm(this.#folders.of(name), { recursive: true, force: true }).catch(() => {});
        throw error;
      });
      const length = Math.round((to - from) / 1000);
      this.#say("info", `Kept: ${name}, ${Math.floor(length / 60)}:${String(length % 60).padStart(2, "0")} minutes.`);
    });
  }

  /** Marks this moment. Throws one sentence where that would be in no take. */
  mark(words: string): void {
    if (this.#stopped !== null) throw new Error(`Nothing is marked: ${this.#stopped}.`);
    const { log } = this.#options;
    const at = log.now();
    log.push({ kind: "mark", at, words });
    this.#marks = [...this.#marks.slice(1 - MOST_MARKS), { at, words }];
    this.changed.emit();
  }

  /** Rejects with one sentence when it cannot, as the next two do. */
  async rename(take: string, name: string): Promise<void> {
    this.#demandIdle(take);
    await this.#folders.rename(take, name);
    this.#options.log.look();
  }

  /** It can be had back. */
  async remove(take: string): Promise<void> {
    this.#demandOver(take);
    await this.#folders.remove(take);
    this.#unfinished = this.#unfinished.filter(({ name }) => name !== take);
    this.#hold();
    this.#options.log.look();
  }

  async haveBack(take: string): Promise<void> {
    await this.#folders.haveBack(take);
    this.#options.log.look();
  }

  /** Where a take lies; null where there is none of this name. */
  folderOf(take: string): string | null {
    return this.#shelf.takes.some(({ name }) => name === take) ? this.#folders.of(take) : null;
  }

  /** The header of a take as it lies on the disk; null where there is none of this name. */
  async headerText(take: string): Promise<string | null> {
    const folder = this.folderOf(take);
    return folder === null ? null : readFile(join(folder, HEADER_FILE), "utf8").catch(() => null);
  }

  /** The folder of a take that can be opened and is not being recorded. Throws one sentence for any other. */
  finished(take: string): { readonly folder: string; readonly entry: TakeEntry } {
    this.#demandIdle(take);
    const { takes } = this.#shelf;
    const entry = takes.find(({ name }) => name === take);
    if (entry === undefined)
      throw new Error(
        noSuch(
          "take",
          take,
          takes.map(({ name }) => name),
          "there are",
        ),
      );
    if (entry.fault !== null) throw new Error(`The take ${take} cannot be opened: ${entry.fault}`);
    return { folder: this.#folders.of(take), entry };
  }

  /** Ends the take that is recorded, and the log. */
  async dispose(): Promise<void> {
    const { log, time } = this.#options;
    const running = this.#running;
    if (running !== null || this.#unfinished.length > 0) {
      let cancel = (): void => {};
      const tooLong = new Promise<void>((resolve) => {
        cancel = time.wake(ms(time.now() + END_WITHIN_MS), () => {
          log.keep(true);
          resolve();
        });
      });
      const finished = this.#finishRest().then(() => running && this.#close(running).catch(() => {}));
      await Promise.race([finished, tooLong]);
      cancel();
    }
    await log.dispose();
  }

  #hear(news: Parameters<Parameters<LogThread["news"]["on"]>[0]>[0]): void {
    if (news.tell === "shelf") {
      this.#shelf = news.shelf;
      this.shelved.emit();
      return;
    }
    if (this.#options.records === false) return;
    if (news.tell === "grown") this.#log = news;
    else if (news.tell === "stopped") this.#hasStopped(news.reason);
    else void this.#isBack();
    this.changed.emit();
  }

  #hasStopped(reason: string): void {
    this.#stopped = reason;
    const running = this.#running;
    if (running === null) {
      this.#say("warning", `What is played is not recorded (${reason}); it is tried again.`, "recording");
      return;
    }
    this.#goesOn = true;
    this.#say(
      "error",
      `The take ${running.name} has ended (${reason}); what was recorded until then is in it, and another begins when there is room.`,
      "recording",
    );
    void this.#close(running).catch(() => {});
  }

  async #isBack(): Promise<void> {
    this.#stopped = null;
    this.#say("info", "What is played is recorded again.", "recording");
    if (this.#goesOn)
      await this.begin().then(
        () => this.#say("info", `The take goes on as ${this.#running?.name}.`),
        (error: unknown) => this.#say("error", `The take does not go on: ${reasonOf(error)}.`),
      );
    await this.#finishRest();
  }

  /** Tries again to finish what could not be. Never rejects. */
  async #finishRest(): Promise<void> {
    const { log } = this.#options;
    const rest = this.#unfinished;
    for (const take of rest) await this.#finishOver(take).catch(() => {});
    if (rest.length > 0 && this.#unfinished.length === 0) log.keep(false);
  }

  async #finishOver(take: Finishable): Promise<void> {
    await this.#finish(take.name, take.header);
    this.#unfinished = this.#unfinished.filter((one) => one !== take);
    this.#hold();
  }

  /** The log keeps what a take needs that is not finished. */
  #hold(): void {
    const needed = [...this.#unfinished, ...(this.#running === null ? [] : [this.#running])];
    this.#options.log.hold(needed.length === 0 ? null : ms(Math.min(...needed.map(({ header }) => header.from))));
  }

  async #close(running: Running): Promise<void> {
    if (this.#running !== running) return;
    const { log } = this.#options;
    const to = log.now();
    const take = { name: running.name, header: { ...running.header, to } };
    this.#running = null;
    this.#unfinished = [...this.#unfinished, take];
    this.changed.emit();
    try {
      await this.#finishOver(take);
    } catch (error) {
      log.keep(true);
      throw new Error(`The take ${take.name} is not finished, which is tried when there is room: ${reasonOf(error)}`, {
        cause: error,
      });
    }
  }

  /** What the log's thread has until here is put into the take's folder. */
  async #finish(name: string, header: TakeHeader): Promise<void> {
    const { log, places } = this.#options;
    log.begin(log.now());
    await log.order({ do: "close", folder: this.#folders.of(name), header, places: places() });
    log.look();
  }

  #header(from: Ms, to: Ms | null): TakeHeader {
    const { facts, log, runningName, scenes, today } = this.#options;
    return newHeader({
      ...facts,
      began: new Date(today().getTime() - (log.now() - from)).toISOString(),
      from,
      to,
      whole: true,
      logAt: join("..", RUNNING_FOLDER, runningName),
      scenes: scenes(),
    });
  }

  #create(): Promise<string> {
    const { facts, today } = this.#options;
    return this.#folders.create(datedName(today(), facts.show.name));
  }

  /** One after the other; who orders meanwhile is refused. */
  async #alone(act: () => Promise<void>): Promise<void> {
    if (this.#isBusy) throw new Error("A take is being begun or ended; wait a moment.");
    this.#isBusy = true;
    try {
      await act();
    } catch (error) {
      throw new Error(`No take in ${this.#options.folder}: ${reasonOf(error)}`, { cause: error });
    } finally {
      this.#isBusy = false;
    }
  }

  #demandLog(): void {
    if (this.#stopped !== null) throw new Error(this.#stopped);
  }

  #demandIdle(take: string): void {
    this.#demandOver(take);
    if (this.#unfinished.some(({ name }) => name === take))
      throw new Error(`The take ${take} is not finished yet; try again when it is.`);
  }

  #demandOver(take: string): void {
    if (this.#running?.name === take) throw new Error(`The take ${take} is being recorded; end it first.`);
  }

  #say(level: "info" | "warning" | "error", text: string, about?: string): void {
    this.#options.report({ room: "takes", level, text, ...(about === undefined ? {} : { about }) });
  }
}
