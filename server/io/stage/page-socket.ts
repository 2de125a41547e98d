import type { Socket } from "socket.io";
import { NAMES } from "../../../shared/controls/names.ts";
import { FIRST_PROJECTOR } from "../../../shared/mapping/plain-projector.ts";
import type { ClientToServer, ServerToClient } from "../../../shared/protocol/socket.ts";

/** The connection of one page, or of a program that speaks as pages do. */
export type PageSocket = Socket<ClientToServer, ServerToClient>;

/** Which page it says it is. */
export const pageOf = (socket: PageSocket): "stage" | "desk" | "program" => {
  const { page } = socket.handshake.auth;
  return page === "stage" || page === "desk" ? page : "program";
};

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
