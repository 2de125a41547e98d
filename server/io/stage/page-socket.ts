import type { Server, Socket } from "socket.io";
import { NAMES } from "../../../shared/controls/names.ts";
import { FIRST_PROJECTOR } from "../../../shared/mapping/plain-projector.ts";
import type { ClientToServer, ServerToClient } from "../../../shared/protocol/socket.ts";

/** What is known of who sits at a connection. */
interface Visitor {
  /** Why it may only look on; null for an operator. */
  readonly objection: string | null;
  /** It is on this machine. */
  readonly here: boolean;
}

/** All connections of the pages. */
export type PageServer = Server<ClientToServer, ServerToClient, Record<never, never>, Visitor>;

/** The connection of one page, or of a program that speaks as pages do. */
export type PageSocket = Socket<ClientToServer, ServerToClient, Record<never, never>, Visitor>;

/** Which page it says it is. */
export const pageOf = (socket: PageSocket): "stage" | "desk" | "program" => {
  const { page } = socket.handshake.auth;
  return page === "stage" || page === "desk" ? page : "program";
};

/** Whether it may order, play, record and report; all others look on and hear. */
export const operates = (socket: PageSocket): boolean => socket.data.objection === null;

/** The projector a stage is for; the first one where it names none, or none that could be. */
export const projectorOf = (socket: PageSocket): string => {
  const named = NAMES.projector.safeParse(socket.handshake.auth.output);
  return named.success ? named.data : FIRST_PROJECTOR;
};

/** For people: `stage left at 192.168.1.7`. */
export const nameOf = (socket: PageSocket): string => {
  const projector = socket.handshake.auth.output === undefined ? "" : ` ${projectorOf(socket)}`;
  return `${pageOf(socket)}${projector} at ${socket.handshake.address.replace(/^::ffff:/, "")}`;
};
