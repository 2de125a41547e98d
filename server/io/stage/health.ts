import type { Addresses, Health } from "../../../shared/protocol/health.ts";
import type { Snapshot } from "../../../shared/protocol/state.ts";
import { PROTOCOL_VERSION } from "../../../shared/protocol/version.ts";
import { statusForOnlookers } from "./onlookers.ts";
import { type PageSocket, pageOf } from "./page-socket.ts";

/** The show in short, from which health is told. */
export type Overview = Pick<Snapshot, "show" | "transport" | "voices" | "status">;

/** What `/health` answers; `full` tells reports and connections too, which are not for everybody. */
export const healthOf = (
  overview: Overview,
  pages: readonly PageSocket[],
  addresses: Addresses,
  full: boolean,
): Health => {
  const { show, transport, voices, status } = overview;
  const { rss, heapUsed } = process.memoryUsage();
  const count = (page: ReturnType<typeof pageOf>): number => pages.filter((socket) => pageOf(socket) === page).length;
  return {
    ok: true,
    name: "antiphon",
    protocol: PROTOCOL_VERSION,
    show,
    playing: transport.playing,
    tempo: transport.tempo,
    voices: voices.map((voice) => voice.name),
    stages: count("stage"),
    desks: count("desk"),
    addresses,
    memory: { resident: rss / 2 ** 20, heap: heapUsed / 2 ** 20 },
    status: full ? status : statusForOnlookers(status),
  };
};
