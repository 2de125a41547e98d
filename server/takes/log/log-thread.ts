import type { Worker } from "node:worker_threads";
import type { Reporter } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { endOf, spawnWorker } from "../../core/threads/spawn.ts";
import { type Life, Supervisor } from "../../core/threads/supervisor.ts";
import type { TakeHeader } from "../take-header.ts";
import { LineRingWriter, lineMemory } from "./line-ring.ts";
import {
  BEGINNING,
  LINE,
  type LogFolders,
  type LogNews,
  type LogOrder,
  type LogWork,
  type TakeOrder,
} from "./log-messages.ts";
import type { Beginning } from "./log-writer.ts";
import { dated, stateKeyOf, type TakeRecord } from "./record.ts";
import { LARGEST_SEGMENT, SEGMENT_MS } from "./segment.ts";

/** How long the thread may take to end. */
const FAREWELL_MS = 1000;

interface LogThreadOptions {
  /** Made when they are needed. */
  readonly folders: LogFolders;
  /** False: nothing is written down, and the thread only sees to the takes that are there. */
  readonly writes?: boolean;
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
  /** Starts the worker; tests put theirs in. */
  readonly spawn?: (work: LogWork) => Worker;
}

interface LogLife extends Life {
  readonly worker: Worker;
}

/** What became of an order for a take's folder. */
export interface TakeDone {
  readonly header: TakeHeader | null;
  readonly names: readonly string[];
}

interface Waiting {
  readonly resolve: (done: TakeDone) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The main thread's hold on the log's thread: makes a line of each record and puts it into the memory that both share,
 * where the thread looks for it. One that dies is replaced, and goes on with a new segment.
 */
export class LogThread {
  readonly #options: LogThreadOptions;
  readonly #supervisor: Supervisor<LogLife>;
  /** The newest line of each state, the newest last. */
  readonly #state = new Map<string, string>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #memory = lineMemory();
  readonly #ring = new LineRingWriter(this.#memory);
  /** Lines for which there was no room. */
  #lost = 0;
  /** When the segment began, and what is in it, in characters. */
  #begun: Ms;
  #length = 0;
  #tickets = 0;
  #hold: Ms | null = null;
  #keeps = false;
  #disposed = false;

  /** Told of everything the log's thread says of itself. */
  readonly news: Signal<Exclude<LogNews, { tell: "done" | "refused" | "wants" }>>;

  constructor(options: LogThreadOptions) {
    this.#options = options;
    this.news = new Signal(options.onListenerError);
    this.#begun = this.now();
    this.#supervisor = new Supervisor({
      name: "The log of what is played",
      room: "takes",
      level: "error",
      lost: (reason) => `The thread that records what is played died (${reason}); it is started again.`,
      start: (ended) => this.#start(ended),
      onEnd: (reason) => this.#refuseAll(reason),
      time: options.time,
      report: options.report,
    });
    this.#supervisor.start();
  }

  /** Now, as lines are dated: to the microsecond. @realtime yes */
  now(): Ms {
    return dated(this.#options.time.now());
  }

  /** Adds a line. Its `at` is never much earlier than the one before. @realtime yes: one string */
  push(record: TakeRecord): void {
    if (this.#options.writes === false) return;
    if (record.at >= this.#begun + SEGMENT_MS || this.#length > LARGEST_SEGMENT || this.#lost > 0)
      this.begin(record.at);
    const line = `${JSON.stringify(record)}\n`;
    const key = stateKeyOf(record);
    if (key !== null) {
      this.#state.delete(key);
      this.#state.set(key, line);
    }
    if (this.#lost > 0 || !this.#ring.write(LINE, line)) this.#lose();
    else this.#length += line.length;
  }

  /** The segment that is written is full, and another begins at `at`. */
  begin(at: Ms): void {
    if (this.#options.writes === false) return;
    const beginning: Beginning = { at, state: this.#state.size, lost: this.#lost };
    const text = `${JSON.stringify(beginning)}\n${[...this.#state.values()].join("")}`;
    if (!this.#ring.write(BEGINNING, text)) return;
    this.#begun = at;
    this.#length = 0;
    this.#lost = 0;
  }

  /** What is written from here on stays, whatever the log's bounds; null: no more than these. */
  hold(from: Ms | null): void {
    this.#hold = from;
    this.#post({ do: "hold", from });
  }

  /** The takes in the folder may be others: it is looked. */
  look(): void {
    this.#post({ do: "look" });
  }

  /** Has something done with a take's folder. Rejects with one sentence. */
  order(order: TakeOrder): Promise<TakeDone> {
    return new Promise((resolve, reject) => {
      const ticket = ++this.#tickets;
      this.#waiting.set(ticket, { resolve, reject });
      if (!this.#post({ ...order, ticket })) this.#refuseAll("it is being started");
    });
  }

  /** Whether the log stays when the thread ends, for a take needs it. */
  keep(on: boolean): void {
    this.#keeps = on;
  }

  /** Writes what is left and ends the thread. Calling it twice is harmless. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#supervisor.dispose();
    this.#refuseAll("the program ends");
  }

  get #worker(): Worker | undefined {
    return this.#supervisor.current?.worker;
  }

  #post(order: LogOrder, worker = this.#worker): boolean {
    worker?.postMessage(order);
    return worker !== undefined;
  }

  #start(ended: (reason: string) => void): LogLife {
    const { folders, spawn = startWorker, time } = this.#options;
    const worker = spawn({ ...folders, memory: this.#memory });
    worker.on("message", (news: LogNews) => this.#hear(news));
    this.begin(this.now());
    this.#post({ do: "hold", from: this.#hold }, worker);
    const end = endOf(worker);
    void end.then(ended);
    const kill = async (): Promise<void> => {
      worker.postMessage({ do: "finish", remove: !this.#keeps } satisfies LogOrder);
      const cancel = time.wake(ms(time.now() + FAREWELL_MS), () => void worker.terminate());
      await end;
      cancel();
    };
    return { worker, kill };
  }

  #hear(news: LogNews): void {
    if (news.tell === "wants") this.begin(this.now());
    else if (news.tell === "done") this.#answered(news.ticket)?.resolve(news);
    else if (news.tell === "refused") this.#answered(news.ticket)?.reject(new Error(news.reason));
    else {
      if (news.tell === "grown") this.#supervisor.works();
      this.news.emit(news);
    }
  }

  #lose(): void {
    if (this.#lost++ === 0)
      this.#options.report({
        room: "takes",
        level: "error",
        text: "The thread that records what is played does not keep up; what happens now is not in any take.",
      });
  }

  #answered(ticket: number): Waiting | undefined {
    const waiting = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    return waiting;
  }

  #refuseAll(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(`the log is not written: ${reason}`));
    this.#waiting.clear();
  }
}

const startWorker = (work: LogWork): Worker =>
  spawnWorker(new URL("./log-worker.ts", import.meta.url), { workerData: work });
