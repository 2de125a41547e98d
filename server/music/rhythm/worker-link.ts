import type { Worker } from "node:worker_threads";
import type { FromWorker, Order, Replies, Request, ToWorker } from "./messages.ts";
import type { Backend } from "./network/backends.ts";

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** One life of the rhythm worker, from its start to its end. */
export class WorkerLink {
  /** Resolves with the reason when the worker has ended, however it came. */
  readonly ended: Promise<Error>;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  #over: Error | null = null;

  private constructor(worker: Worker, onReady: (backend: Backend) => void, onComplaint: (reason: string) => void) {
    this.#worker = worker;
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "ready") onReady(message.backend);
      else if (message.kind === "complaint") onComplaint(message.reason);
      else this.#settle(message);
    });
    this.ended = new Promise((resolve) => {
      const end = (reason: Error): void => {
        if (this.#over !== null) return;
        this.#over = reason;
        for (const { reject } of this.#pending.values()) reject(reason);
        this.#pending.clear();
        resolve(reason);
      };
      worker.on("error", end);
      worker.on("exit", (code) => end(new Error(`the rhythm worker ended with code ${code}`)));
    });
  }

  /** Waits until the worker's backend runs; throws why it does not. */
  static async start(
    worker: Worker,
    onComplaint: (reason: string) => void,
  ): Promise<{ link: WorkerLink; backend: Backend }> {
    let link: WorkerLink;
    const backend = await new Promise<Backend>((resolve, reject) => {
      link = new WorkerLink(worker, resolve, onComplaint);
      link.ended.then(reject);
    });
    return { link: link!, backend };
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
  async terminate(): Promise<void> {
    await this.#worker.terminate();
    await this.ended;
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
