import { type RecordOrder, RecordReply } from "../../../shared/protocol/recording.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import { check } from "../../core/check/check.ts";
import { nameOf, operates, type PageServer, type PageSocket, pageOf, projectorOf } from "./page-socket.ts";

/** A stage makes its kit of drums before it records them. */
const RECORD_WITHIN_MS = 15_000;

/** The pages that are connected now, and what one of them alone is asked. */
export class ConnectedPages {
  readonly #sockets: PageServer;
  readonly #closed: Promise<void>;

  /** The house closes: whoever was asked something is not waited for any longer. */
  readonly dispose: () => void;

  constructor(sockets: PageServer) {
    this.#sockets = sockets;
    let close = (): void => {};
    this.#closed = new Promise((resolve) => {
      close = resolve;
    });
    this.dispose = close;
  }

  /** The first to come first. */
  get all(): readonly PageSocket[] {
    return [...this.#sockets.sockets.sockets.values()];
  }

  /** Operators each by itself, and in one line how many look on. */
  get connections(): readonly Connection[] {
    const operators = this.all.filter(operates);
    const others = this.all.length - operators.length;
    const names = operators.map(nameOf);
    if (others > 0) names.push(`${others} ${others === 1 ? "page that looks" : "pages that look"} on`);
    return names.map((name) => ({ kind: "stage", name, state: "open", detail: "" }));
  }

  /** Those that may record and be set up; who only looks on is no projector of ours. */
  get stages(): readonly { readonly id: string; readonly projector: string }[] {
    return this.all
      .filter((socket) => operates(socket) && pageOf(socket) === "stage")
      .map((socket) => ({ id: socket.id, projector: projectorOf(socket) }));
  }

  /** How many stages are connected for each projector. */
  get projectors(): ReadonlyMap<string, number> {
    const stages = new Map<string, number>();
    for (const { projector } of this.stages) stages.set(projector, (stages.get(projector) ?? 0) + 1);
    return stages;
  }

  /** Tells a stage to record. Rejects with one sentence when it gives no answer that can be understood. */
  async record(stage: string, order: RecordOrder): Promise<RecordReply> {
    const socket = this.#sockets.sockets.sockets.get(stage);
    try {
      const answer = socket?.timeout(RECORD_WITHIN_MS).emitWithAck("record", order);
      const reply = check(RecordReply, await Promise.race([answer, this.#closed]), "it");
      if (reply.ok) return reply.value;
    } catch {
      // It said nothing in time.
    }
    throw new Error("The stage does not answer; load its page anew and try again.");
  }
}
