import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io, type Socket } from "socket.io-client";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { type StageContent, StageServer, type StageServerOptions } from "../../server/io/stage/stage-server.ts";
import type { Report } from "../../shared/events/report.ts";
import type { ClientToServer, ServerToClient } from "../../shared/protocol/socket.ts";
import { snapshot } from "./snapshot.ts";

export type PageOfTest = Socket<ServerToClient, ClientToServer>;

/** A listening StageServer on a free port, what it reported, and pages that connect to it; `close` ends all. */
export interface StageRoom {
  readonly server: StageServer;
  readonly url: string;
  readonly port: number;
  readonly reports: readonly Report[];
  /** Connects a page; socket.io buffers its events, so listen at once. */
  page(
    name?: string,
    wishes?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): PageOfTest;
  close(): Promise<void>;
}

export const openStageRoom = async (changes: Partial<StageServerOptions & StageContent> = {}): Promise<StageRoom> => {
  const reports: Report[] = [];
  const folder = await mkdtemp(join(tmpdir(), "antiphon-stage-"));
  const server = new StageServer({
    host: "127.0.0.1",
    port: 0,
    time: monotonicTime,
    report: (report) => reports.push(report),
    ...changes,
  });
  const { here, port } = await server.listen({
    pages: folder,
    snapshot: () => snapshot({ now: monotonicTime.now() }),
    overview: () => (changes.snapshot ?? snapshot)(),
    onPlay: () => {},
    onDesk: () => ({ ok: true }),
    ...changes,
  });
  const pages: PageOfTest[] = [];
  return {
    server,
    url: here,
    port,
    reports,
    page(name = "stage", wishes = {}, headers = {}) {
      const page: PageOfTest = io(here, {
        transports: ["websocket"],
        auth: { page: name, ...wishes },
        extraHeaders: { ...headers },
        forceNew: true,
        reconnectionDelay: 50,
      });
      pages.push(page);
      return page;
    },
    async close() {
      for (const page of pages) page.disconnect();
      await server.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** The arguments of the next `event` the page receives. */
export const next = <Event extends keyof ServerToClient>(
  page: PageOfTest,
  event: Event,
): Promise<Parameters<ServerToClient[Event]>> =>
  new Promise((resolve) => {
    const listener = (...words: Parameters<ServerToClient[Event]>): void => resolve(words);
    // socket.io's types cannot follow an event that is itself a type parameter.
    page.once(event, listener as never);
  });
