import type { Worker } from "node:worker_threads";
import { endOf } from "../../core/threads/spawn.ts";
import type { Life } from "../../core/threads/supervisor.ts";
import type { FromWorker, Order, Replies, Request, ToWorker } from "./messages.ts";
import type { Backend } from "./network/backends.ts";

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** What one is told of a rhythm worker. */
export interface LinkListener {
  /** Its backend runs. */
  readonly ready: (backend: Backend) => void;
  readonly complaint: (reason: string) => void;
  /** It has ended, and what was pending has rejected. */
  readonly ended: (reason: string) => void;
}

/** One life of the rhythm worker, from its start to its end. */
export class WorkerLink implements Life {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #end: Promise<void>;
  #nextId = 0;
  #over: Error | null = null;

  constructor(worker: Worker, { ready, complaint, ended }: LinkListener) {
    this.#worker = worker;
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "ready") ready(message.backend);
      else if (message.kind === "complaint") complaint(message.reason);
      else this.#settle(message);
    });
    this.#end = endOf(worker).then((reason) => {
      this.#over = new Error(reason);
      for (const { reject } of this.#pending.values()) reject(this.#over);
      this.#pending.clear();
      ended(reason);
    });
  }

  /** Rejects with the worker's refusal, or when the worker ends first. @realtime yes */
  request<R extends Request>(request: R): Promise<Replies[R["do"]]> {
    if (this.#over !== null) return Promise.reject(this.#over);
    const id = this.#nextId++;
    return new Promise<Replies[R["do"]]>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#post({ ...request, id });
    });
  }

  /** @realtime yes */
  order(order: Order): void {
    if (this.#over === null) this.#post(order);
  }

  /** Ends the worker; what is pending rejects. */
  async kill(): Promise<void> {
    await this.#worker.terminate();
    await this.#end;
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #settle(message: Extract<FromWorker, { id: number }>): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === "reply") pending?.resolve(message.value as never);
    else pending?.reject(new Error(message.reason));
  }
}
