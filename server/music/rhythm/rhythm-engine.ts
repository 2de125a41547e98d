import type { Worker } from "node:worker_threads";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { spawnWorker } from "../../core/threads/spawn.ts";
import { Supervisor } from "../../core/threads/supervisor.ts";
import { KeptMemories } from "./kept-memories.ts";
import type { Order, Replies, Request } from "./messages.ts";
import type { Backend, BackendName } from "./network/backends.ts";
import { type Channel, RhythmVoice } from "./rhythm-voice.ts";
import { WorkerLink } from "./worker-link.ts";

/** How often a voice is tried again that cannot be opened. */
const VOICE_AGAIN_MS = 2000;

/** Starts a thread that runs rhythm-worker.ts. */
export type SpawnRhythmWorker = () => Worker;

export interface RhythmEngineOptions {
  readonly report: Reporter;
  readonly time: TimeSource;
  /** The backend to run on; left out, the quickest. */
  readonly backend?: BackendName | undefined;
  readonly spawn?: SpawnRhythmWorker;
}

/** Whoever hands on what the networks reply, in his own time. @realtime every method */
export interface Postman {
  /**
   * The worker has replied to request `number`, which count from 1 over all voices, or has refused it: `settle` hands
   * that on. Called with what was refused already instead of the reply, it is that.
   */
  replied(number: number, refused: string | null, settle: (refused?: string) => void): void;
  /** The worker has crashed. */
  lost(): void;
}

const spawnOn = (backend: BackendName | undefined) => (): Worker =>
  spawnWorker(new URL("./rhythm-worker.ts", import.meta.url), { name: "rhythm", workerData: { backend } });

/**
 * The rhythm worker as the main thread sees it: opens voices on checkpoints, and starts the worker
 * again when it crashes. After a crash every voice is there again with its model and seed, but has
 * forgotten what it heard and its marks; what was pending has rejected. Memories of live voices are
 * learnt again.
 */
export class RhythmEngine {
  readonly #report: Reporter;
  readonly #time: TimeSource;
  readonly #supervisor: Supervisor<WorkerLink>;
  readonly #voices = new Set<RhythmVoice>();
  #backend: Backend | null = null;
  /** The worker, once its backend runs. */
  #link: WorkerLink | null = null;
  #nextId = 0;
  #watched = false;
  #postman: Postman | null = null;
  #requests = 0;
  #begun: (failure: Error | null) => void = () => {};
  readonly #channel: Channel = {
    request: <R extends Request>(request: R): Promise<Replies[R["do"]]> =>
      this.#posted(
        this.#link?.request(request) ?? Promise.reject(new Error("the rhythm worker is not running at the moment")),
      ),
    order: (order: Order) => this.#link?.order(order),
    closed: (voice) => this.#voices.delete(voice),
  };
  /** What is remembered of live voices, for whichever of its voices goes by that. */
  readonly memories = new KeptMemories(this.#channel);

  private constructor({ report, time, backend, spawn: spawnOne = spawnOn(backend) }: RhythmEngineOptions) {
    this.#report = report;
    this.#time = time;
    this.#supervisor = new Supervisor({
      name: "The rhythm worker",
      room: "rhythm",
      level: "error",
      lost: (reason) => `The rhythm worker crashed (${reason}); it is started again and the voices begin afresh.`,
      start: (ended) => {
        const link: WorkerLink = new WorkerLink(spawnOne(), {
          ready: (backend) => this.#ready(link, backend),
          complaint: (text) => report({ room: "rhythm", level: "warning", text }),
          ended,
        });
        return link;
      },
      onEnd: (reason) => this.#ended(reason),
      time,
      report,
    });
  }

  /** Starts the worker; throws when no backend runs. */
  static async start(options: RhythmEngineOptions): Promise<RhythmEngine> {
    const engine = new RhythmEngine(options);
    await new Promise<void>((resolve, reject) => {
      engine.#begun = (failure) => (failure === null ? resolve() : reject(failure));
      engine.#supervisor.start();
    });
    return engine;
  }

  /** What the networks run on, and the time of one step when it was chosen. */
  get backend(): Backend {
    return this.#backend!;
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

  /** How many were made since replies are posted. */
  get requests(): number {
    return this.#requests;
  }

  /** From here on whatever is replied goes through these hands. */
  postBy(postman: Postman): void {
    this.#postman = postman;
  }

  /** Ends the worker and with it every voice. */
  async dispose(): Promise<void> {
    this.#voices.clear();
    this.#link = null;
    await this.#supervisor.dispose();
  }

  #ready(link: WorkerLink, backend: Backend): void {
    if (link !== this.#supervisor.current) return;
    this.#link = link;
    this.#backend = backend;
    this.#begun(null);
    this.#supervisor.works();
    link.order({ do: "watch", on: this.#watched });
    this.memories.teachAgain();
    for (const voice of this.#voices) void this.#reopen(link, voice);
  }

  #posted<T>(reply: Promise<T>): Promise<T> {
    const postman = this.#postman;
    if (postman === null) return reply;
    const number = ++this.#requests;
    return new Promise((resolve, reject) => {
      const refuse = (refused: string): void => reject(new Error(refused));
      reply.then(
        (value) =>
          postman.replied(number, null, (refused) => (refused === undefined ? resolve(value) : refuse(refused))),
        (error) => postman.replied(number, reasonOf(error), (refused = reasonOf(error)) => refuse(refused)),
      );
    });
  }

  #ended(reason: string): void {
    this.#link = null;
    if (this.#backend !== null) {
      this.#postman?.lost();
      return;
    }
    // It has never run: trying again would be of no use.
    void this.dispose();
    this.#begun(new Error(reason));
  }

  async #reopen(link: WorkerLink, voice: RhythmVoice, isFirst = true): Promise<void> {
    const { id, name, seed, model } = voice;
    try {
      await link.request({ do: "open", voice: id, name, place: model.place, seed });
    } catch (error) {
      if (isFirst)
        this.#complain(`Voice ${name} could not be opened again (${reasonOf(error)}); it is tried until it can.`);
      this.#time.wake(ms(this.#time.now() + VOICE_AGAIN_MS), () => {
        if (link === this.#link && this.#voices.has(voice)) void this.#reopen(link, voice, false);
      });
    }
  }

  #complain(text: string): void {
    this.#report({ room: "rhythm", level: "error", text });
  }
}
