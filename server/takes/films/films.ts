import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CommandOf } from "../../../shared/controls/controls.ts";
import type { Reporter } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { FilmJobState } from "../../../shared/protocol/film-job.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { serveFile } from "../../core/files/serve-file.ts";
import { filmType, isFilm, THUMBNAIL_FILE } from "../library.ts";
import type { Takes } from "../takes.ts";
import { filmName, wordsFor } from "./film-words.ts";
import { type Render, RenderProcess, type RenderProgress } from "./render-process.ts";
import { Thumbnails } from "./thumbnails.ts";

export interface FilmsOptions {
  readonly takes: Pick<Takes, "finished">;
  readonly render?: Render;
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/** Pages are told how far it is so often. */
const TELL_EVERY_MS = 1000;
/** How long a server that ends waits for a process that does; it ends by itself too, later. */
const END_WITHIN_MS = 1500;

/** Films and pictures of takes, made beside them by processes of the lowest priority, one at a time. */
export class Films {
  readonly #options: FilmsOptions;
  readonly #render: Render;
  readonly #thumbnails: Thumbnails;
  #state: FilmJobState | null = null;
  #process: ReturnType<Render> | null = null;
  #making: Promise<void> = Promise.resolve();
  #stopped = false;
  #disposed = false;
  #toldAt = ms(Number.NEGATIVE_INFINITY);

  readonly changed: Signal<FilmJobState>;

  constructor(options: FilmsOptions) {
    this.#options = options;
    this.#render = options.render ?? ((words, onProgress) => new RenderProcess(words, onProgress));
    this.#thumbnails = new Thumbnails({ render: this.#render, report: options.report });
    this.changed = new Signal(options.onListenerError);
  }

  /** The film that is made, or was last; null before the first. */
  get state(): FilmJobState | null {
    return this.#state;
  }

  /** Begins a film. Throws one sentence when it cannot. */
  order(order: CommandOf<"film">): void {
    const going = this.#state;
    if (going?.ended === null)
      throw new Error(`A film of ${going.take} is being made; wait until it is done, or stop it.`);
    const { folder } = this.#options.takes.finished(order.take);
    const file = filmName(order);
    if (order.replace !== true && existsSync(join(folder, file)))
      throw new Error(`There is ${file} of ${order.take} already; order it with "replace" to have it made again.`);
    const since = this.#options.time.now();
    this.#stopped = false;
    this.#tell({ take: order.take, file, since, until: null, done: 0, secondsLeft: null, ended: null, fault: null });
    this.#making = this.#make(wordsFor(order, folder, file));
  }

  /** Stops it; what is made is kept. Throws when none is made. */
  stop(): void {
    if (this.#state?.ended !== null) throw new Error("No film is being made.");
    this.#stopped = true;
    this.#process?.stop();
  }

  /** Throws one sentence while a film is made of this take. */
  demandIdle(take: string): void {
    if (this.#state?.ended === null && this.#state.take === take)
      throw new Error(`A film of ${take} is being made; stop it first.`);
  }

  /** Answers a request for a take's picture; null where there is none yet, and then one is made. */
  async thumbnail(take: string, request: Request): Promise<Response | null> {
    const found = this.#found(take);
    if (found === null) return null;
    const { folder, seconds } = found;
    const answer = await serveFile(join(folder, THUMBNAIL_FILE), "image/png", request);
    if (answer === null) this.#thumbnails.want({ folder, seconds });
    return answer;
  }

  /** Answers a request for a film of a take; null where there is none. */
  async film(take: string, film: string, request: Request): Promise<Response | null> {
    const found = this.#found(take);
    if (found === null || !isFilm(film) || !found.films.includes(film)) return null;
    return serveFile(join(found.folder, film), filmType(film), request);
  }

  /** Stops what is made. */
  async dispose(): Promise<void> {
    const { time } = this.#options;
    this.#disposed = true;
    this.#stopped = true;
    this.#process?.stop();
    let cancel = (): void => {};
    const tooLong = new Promise<void>((resolve) => {
      cancel = time.wake(ms(time.now() + END_WITHIN_MS), resolve);
    });
    await Promise.race([Promise.all([this.#making, this.#thumbnails.rest()]), tooLong]);
    cancel();
  }

  async #make(words: readonly string[]): Promise<void> {
    await this.#thumbnails.rest();
    if (this.#stopped) this.#end("stopped");
    else {
      this.#process = this.#render(words, (progress) => this.#hear(progress));
      const end = await this.#process.ended;
      this.#process = null;
      this.#end(end.how, end.how === "failed" ? end.reason : null);
    }
    if (!this.#disposed) this.#thumbnails.goOn();
  }

  #found(
    take: string,
  ): { readonly folder: string; readonly films: readonly string[]; readonly seconds: number } | null {
    try {
      const { folder, entry } = this.#options.takes.finished(take);
      return { folder, films: entry.films, seconds: entry.seconds ?? 0 };
    } catch {
      return null;
    }
  }

  #hear({ done, secondsLeft }: RenderProgress): void {
    const now = this.#options.time.now();
    if (this.#state === null || now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.#tell({ ...this.#state, done, secondsLeft });
  }

  #end(ended: "done" | "stopped" | "failed", fault: string | null = null): void {
    const state = this.#state;
    if (state === null) return;
    const { take, file, done } = state;
    const { report, time } = this.#options;
    if (fault !== null) report({ room: "takes", level: "error", text: `No film of ${take}: ${fault}` });
    else if (ended === "done") report({ room: "takes", level: "info", text: `A film of ${take} is made: ${file}.` });
    this.#tell({
      ...state,
      until: time.now(),
      done: ended === "done" ? 1 : done,
      secondsLeft: null,
      ended,
      fault,
    });
  }

  #tell(state: FilmJobState): void {
    this.#state = state;
    this.changed.emit(state);
  }
}
