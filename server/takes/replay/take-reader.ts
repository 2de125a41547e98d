import type { Worker } from "node:worker_threads";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { endOf, spawnWorker } from "../../core/threads/spawn.ts";
import type { TakeRecord } from "../log/record.ts";
import { openTake, type Take } from "../read-take.ts";
import type { EntryPoint } from "./entry-point.ts";
import type { ReaderOrder, ReadLines } from "./reader-messages.ts";

/** A take that is open until it is disposed of. */
export interface OpenedTake extends Take {
  /** See entryPoint. */
  enter(at: Ms): Promise<EntryPoint>;
  dispose(): void;
}

interface Waiting {
  readonly resolve: (read: ReadLines) => void;
  readonly reject: (error: Error) => void;
}

/** Opens the take in a folder so that its lines are read by a thread of their own; otherwise as openTake, which says what it rejects with. */
export const openTakeApart = async (folder: string): Promise<OpenedTake> => {
  const take = await openTake(folder);
  const reader = new TakeReader(folder);
  return {
    folder: take.folder,
    name: take.name,
    header: take.header,
    records: (from = take.header.from, to = take.header.to ?? ms(Number.POSITIVE_INFINITY)) => reader.records(from, to),
    enter: (at) => reader.enter(at),
    get losses() {
      return reader.losses;
    },
    dispose: () => reader.dispose(),
  };
};

class TakeReader {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #readings = 0;
  #ended: Error | null = null;
  losses: readonly string[] = [];

  constructor(folder: string) {
    this.#worker = spawnWorker(new URL("./take-reader-worker.ts", import.meta.url), { workerData: folder });
    this.#worker.on("message", (read: ReadLines) => {
      this.losses = read.losses;
      this.#waiting.get(read.reading)?.resolve(read);
      this.#waiting.delete(read.reading);
    });
    void endOf(this.#worker).then((reason) => {
      this.#ended = new Error(`its reader has ended: ${reason}`);
      for (const { reject } of this.#waiting.values()) reject(this.#ended);
      this.#waiting.clear();
    });
  }

  records(at: Ms, to: Ms): AsyncGenerator<TakeRecord> {
    const reading = ++this.#readings;
    return this.#lines(reading, this.#ask({ reading, from: { at, to } }));
  }

  /** What lies before it stays on the other side. */
  async enter(at: Ms): Promise<EntryPoint> {
    const reading = ++this.#readings;
    const begun = this.#ask({ reading, enter: at });
    const { entered } = await begun;
    if (entered === undefined) throw new Error("its reader did not enter it");
    return { ...entered, lines: this.#lines(reading, begun) };
  }

  /** The lines that follow are fetched while those before are used. */
  async *#lines(reading: number, begun: Promise<ReadLines>): AsyncGenerator<TakeRecord> {
    let next = begun;
    for (;;) {
      const { lines, isOver } = await next;
      if (!isOver) {
        next = this.#ask({ reading });
        // Whoever leaves off does not hear of it.
        next.catch(() => {});
      }
      yield* lines;
      if (isOver) return;
    }
  }

  dispose(): void {
    void this.#worker.terminate();
  }

  #ask(order: ReaderOrder): Promise<ReadLines> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.set(order.reading, { resolve, reject });
      this.#worker.postMessage(order);
    });
  }
}
