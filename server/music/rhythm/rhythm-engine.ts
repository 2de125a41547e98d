import type { Worker } from "node:worker_threads";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { spawnWorker } from "../../core/threads/spawn.ts";
import type { Order, Replies, Request } from "./messages.ts";
import type { Backend } from "./network/backends.ts";
import { type Channel, RhythmVoice } from "./rhythm-voice.ts";
import { WorkerLink } from "./worker-link.ts";

/** A worker that lived shorter than this is started again only after as long, lest it crash in a circle; a voice that cannot be opened is tried again as often. */
const SHORT_LIFE_MS = 2000;

/** Starts a thread that runs rhythm-worker.ts. */
export type SpawnRhythmWorker = () => Worker;

const spawn: SpawnRhythmWorker = () => spawnWorker(new URL("./rhythm-worker.ts", import.meta.url), { name: "rhythm" });

/**
 * The rhythm worker as the main thread sees it: opens voices on checkpoints, and starts the worker
 * again when it crashes. After a crash every voice is there again with its model and seed, but has
 * forgotten what it heard and its marks; what was pending has rejected.
 */
export class RhythmEngine {
  readonly #report: Reporter;
  readonly #time: TimeSource;
  readonly #spawn: SpawnRhythmWorker;
  readonly #voices = new Set<RhythmVoice>();
  #backend: Backend;
  #link: WorkerLink | null;
  #nextId = 0;
  #watched = false;
  #cancelRestart = (): void => {};
  #disposed = false;
  readonly #channel: Channel = {
    request: <R extends Request>(request: R): Promise<Replies[R["do"]]> =>
      this.#link?.request(request) ?? Promise.reject(new Error("the rhythm worker is not running at the moment")),
    order: (order: Order) => this.#link?.order(order),
    closed: (voice) => this.#voices.delete(voice),
  };

  private constructor(report: Reporter, time: TimeSource, spawnOne: SpawnRhythmWorker, started: Started) {
    this.#report = report;
    this.#time = time;
    this.#spawn = spawnOne;
    this.#link = started.link;
    this.#backend = started.backend;
    this.#watch(started.link);
  }

  /** Starts the worker; throws when no backend runs. */
  static async start(house: { report: Reporter; time: TimeSource; spawn?: SpawnRhythmWorker }): Promise<RhythmEngine> {
    const { report, time, spawn: spawnOne = spawn } = house;
    return new RhythmEngine(report, time, spawnOne, await startLink(spawnOne, report));
  }

  /** What the networks run on, and the time of one step when it was chosen. */
  get backend(): Backend {
    return this.#backend;
  }

  /**
   * Opens a voice on a checkpoint, a folder or an http(s) address. Its chance comes from `seed` and
   * `name`. Throws CheckpointError's sentence. Voices on the same checkpoint share the weights.
   */
  async openVoice(name: string, place: string, seed: number): Promise<RhythmVoice> {
    const id = this.#nextId++;
    const model = await this.#channel.request({ do: "open", voice: id, name, place, seed });
    const voice = new RhythmVoice(this.#channel, id, name, seed, model);
    this.#voices.add(voice);
    return voice;
  }

  /** Whether every voice shows its mind with what it hears and plays; see Likelihood. It costs the worker some microseconds a step. */
  watch(on: boolean): void {
    this.#watched = on;
    this.#link?.order({ do: "watch", on });
  }

  /** Ends the worker and with it every voice. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#cancelRestart();
    this.#voices.clear();
    const link = this.#link;
    this.#link = null;
    await link?.terminate();
  }

  #watch(link: WorkerLink): void {
    const born = this.#time.now();
    void link.ended.then((reason) => {
      if (this.#disposed) return;
      this.#link = null;
      const wait = this.#time.now() - born < SHORT_LIFE_MS ? SHORT_LIFE_MS : 0;
      this.#complain(`The rhythm worker crashed (${reason.message}); it is started again and the voices begin afresh.`);
      this.#cancelRestart = this.#time.wake(ms(this.#time.now() + wait), () => void this.#restart());
    });
  }

  async #restart(): Promise<void> {
    try {
      const { link, backend } = await startLink(this.#spawn, this.#report);
      if (this.#disposed) return await link.terminate();
      this.#backend = backend;
      this.#link = link;
      this.#watch(link);
      link.order({ do: "watch", on: this.#watched });
      for (const voice of this.#voices) void this.#reopen(link, voice);
    } catch (error) {
      if (this.#disposed) return;
      this.#complain(`The rhythm worker does not start (${reasonOf(error)}); it is tried again.`);
      this.#cancelRestart = this.#time.wake(ms(this.#time.now() + SHORT_LIFE_MS), () => void this.#restart());
    }
  }

  async #reopen(link: WorkerLink, voice: RhythmVoice, isFirst = true): Promise<void> {
    const { id, name, seed, model } = voice;
    try {
      await link.request({ do: "open", voice: id, name, place: model.place, seed });
    } catch (error) {
      if (isFirst)
        this.#complain(`Voice ${name} could not be opened again (${reasonOf(error)}); it is tried until it can.`);
      this.#time.wake(ms(this.#time.now() + SHORT_LIFE_MS), () => {
        if (link === this.#link && this.#voices.has(voice)) void this.#reopen(link, voice, false);
      });
    }
  }

  #complain(text: string): void {
    this.#report({ room: "rhythm", level: "error", text });
  }
}

type Started = Awaited<ReturnType<typeof WorkerLink.start>>;

const startLink = (spawnOne: SpawnRhythmWorker, report: Reporter): Promise<Started> =>
  WorkerLink.start(spawnOne(), (text) => report({ room: "rhythm", level: "warning", text }));
