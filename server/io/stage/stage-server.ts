import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Server as SocketServer } from "socket.io";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { Addresses } from "../../../shared/protocol/health.ts";
import type { MindMessage } from "../../../shared/protocol/mind.ts";
import type { ClientToServer, ServerToClient } from "../../../shared/protocol/socket.ts";
import type { Snapshot } from "../../../shared/protocol/state.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { refusal } from "./access.ts";
import { addressesOf, listenFailure } from "./address.ts";
import { Announcer, MINDS } from "./announcer.ts";
import { ConnectedPages } from "./connected-pages.ts";
import { healthOf, type Overview } from "./health.ts";
import { listenTo, type PageHandlers } from "./messages.ts";
import { nameOf, type PageSocket, pageOf } from "./page-socket.ts";
import { type WebContent, webOf } from "./web.ts";

export interface StageServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** What the pages are given, and who acts on what they send. */
export interface StageContent extends PageHandlers, WebContent {
  /** Everything a page that joins now needs to know. */
  readonly snapshot: () => Snapshot;
  /** The part of it that is told every second and asked for by watchers: it must cost little. */
  readonly overview: () => Overview;
  /** A stage, called by a name of its own, is there or gone. */
  readonly onStage?: (stage: string, there: boolean) => void;
  /** What goes on in the networks: told to pages that ask for it, and looked at only while there are any. */
  readonly minds?: { readonly told: () => readonly MindMessage[]; readonly watch: (on: boolean) => void };
}

const STATUS_EVERY_MS = 1000;
/** A page that has vanished without a word is missed after at most the sum of the two. */
const PING_EVERY_MS = 5000;
const PONG_WITHIN_MS = 5000;
/** The largest message a page may send; larger ones end its connection, and it comes back. */
const LARGEST_MESSAGE = 64 * 1024;

/**
 * Serves the pages and lets them in: one HTTP server, one Socket.IO on it, from `listen` on. Whoever joins is welcomed
 * with the snapshot and listened to from then on; `tell` reaches all of them, `connected` knows who they are.
 */
export class StageServer {
  readonly #options: StageServerOptions;
  readonly #http;
  readonly #sockets: SocketServer<ClientToServer, ServerToClient>;
  #addresses: Addresses;
  #answer: RequestListener = (_, response) => response.writeHead(503).end();
  #cancelStatus: () => void = () => {};
  #disposed: Promise<void> | null = null;

  readonly tell: Announcer;
  readonly connected: ConnectedPages;

  constructor(options: StageServerOptions) {
    this.#options = options;
    this.#addresses = addressesOf(options.host, options.port);
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#sockets = new SocketServer(this.#http, {
      // WebSocket only and uncompressed: polling and deflate both cost milliseconds that vary.
      transports: ["websocket"],
      perMessageDeflate: false,
      serveClient: false,
      pingInterval: PING_EVERY_MS,
      pingTimeout: PONG_WITHIN_MS,
      maxHttpBufferSize: LARGEST_MESSAGE,
      allowRequest: (request, decide) => {
        const reason = refusal(request.headers);
        decide(reason, reason === null);
      },
    });
    this.tell = new Announcer(this.#sockets, options.time);
    this.connected = new ConnectedPages(this.#sockets);
  }

  /** Begins to listen. Rejects with one sentence and the way out when it cannot. */
  async listen(content: StageContent): Promise<Addresses> {
    const { host, port } = this.#options;
    const web = webOf({
      ...content,
      health: () => healthOf(content.overview(), this.connected.all, this.#addresses),
      addresses: () => this.#addresses,
    });
    this.#answer = getRequestListener(web.fetch, { overrideGlobalObjects: false });
    this.#sockets.on("connection", (socket) => this.#welcome(socket, content));
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error): void => reject(new Error(listenFailure(error, host, port), { cause: error }));
      this.#http.once("error", fail);
      this.#http.listen(port, host, () => {
        this.#http.off("error", fail);
        resolve();
      });
    });
    this.#http.on("error", (error) => this.#report("error", `The web server failed: ${error.message}.`));
    this.#addresses = addressesOf(host, (this.#http.address() as AddressInfo).port);
    this.#scheduleStatus(content);
    return this.#addresses;
  }

  /** Says goodbye to every page and releases the port. Calling it twice is harmless. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#close();
    return this.#disposed;
  }

  async #close(): Promise<void> {
    this.#cancelStatus();
    this.tell.dispose();
    const closed = this.#sockets.close();
    // Browsers keep finished connections open for seconds; closing waits for them unless they are ended.
    this.#http.closeAllConnections();
    await closed;
  }

  #welcome(socket: PageSocket, content: StageContent): void {
    // What is under way is in the snapshot; sent after it, it would be there twice.
    this.tell.flush();
    try {
      const snapshot = content.snapshot();
      socket.emit(
        "welcome",
        this.#watches(socket, content) ? { ...snapshot, minds: content.minds?.told() ?? [] } : snapshot,
      );
    } catch (error) {
      this.#report("error", `${nameOf(socket)} could not be welcomed: ${reasonOf(error)}.`);
      // Closing the transport, unlike a polite disconnect, lets the page try again.
      socket.conn.close();
      return;
    }
    const onDesk: PageHandlers["onDesk"] = async (command, origin) => {
      const reply = await content.onDesk(command, origin);
      // Whoever is answered has been shown what came of it.
      this.tell.settle();
      return reply;
    };
    listenTo(socket, nameOf(socket), { ...content, onDesk }, this.#options.time, this.#options.report);
    if (pageOf(socket) === "stage") content.onStage?.(socket.id, true);
    // A program may have spoken as stages do: what it said goes with it too.
    socket.on("disconnect", () => content.onStage?.(socket.id, false));
    socket.on("error", (error) => this.#report("warning", `${nameOf(socket)}: ${error.message}.`));
    socket.on("disconnect", (reason) => {
      if (reason === "ping timeout" || reason === "transport error" || reason === "parse error")
        this.#report("warning", `${nameOf(socket)} is gone (${reason}); it comes back by itself when it can.`);
    });
  }

  /** Whether the page wants the minds; then it gets them from now on. */
  #watches(socket: PageSocket, { minds }: StageContent): boolean {
    if (minds === undefined || socket.handshake.auth.minds !== true) return false;
    void socket.join(MINDS);
    minds.watch(true);
    socket.on("disconnect", () => minds.watch(this.#sockets.sockets.adapter.rooms.has(MINDS)));
    return true;
  }

  #scheduleStatus(content: StageContent): void {
    const { time } = this.#options;
    this.#cancelStatus = time.wake(ms(time.now() + STATUS_EVERY_MS), () => {
      try {
        if (this.connected.all.length > 0) this.tell.status(content.overview().status);
      } catch (error) {
        this.#report("error", `The status could not be told: ${reasonOf(error)}.`);
      }
      this.#scheduleStatus(content);
    });
  }

  #report(level: "warning" | "error", text: string): void {
    this.#options.report({ room: "stage", level, text });
  }
}
