import type { Server as SocketServer } from "socket.io";
import { type RecordOrder, RecordReply } from "../../../shared/protocol/recording.ts";
import type { ClientToServer, ServerToClient } from "../../../shared/protocol/socket.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import { check } from "../../core/check/check.ts";
import { nameOf, type PageSocket, pageOf, projectorOf } from "./page-socket.ts";

/** A stage makes its kit of drums before it records them. */
const RECORD_WITHIN_MS = 15_000;

/** The pages that are connected now, and what one of them alone is asked. */
export class ConnectedPages {
  readonly #sockets: SocketServer<ClientToServer, ServerToClient>;

  constructor(sockets: SocketServer<ClientToServer, ServerToClient>) {
    this.#sockets = sockets;
  }

  /** The first to come first. */
  get all(): readonly PageSocket[] {
    return [...this.#sockets.sockets.sockets.values()];
  }

  get connections(): readonly Connection[] {
    return this.all.map((socket) => ({ kind: "stage", name: nameOf(socket), state: "open", detail: "" }));
  }

  get stages(): readonly { readonly id: string; readonly projector: string }[] {
    return this.all
      .filter((socket) => pageOf(socket) === "stage")
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
      const reply = check(RecordReply, await socket?.timeout(RECORD_WITHIN_MS).emitWithAck("record", order), "it");
      if (reply.ok) return reply.value;
    } catch {
      // It said nothing in time, or is gone.
    }
    throw new Error("The stage does not answer; load its page anew and try again.");
  }
}
