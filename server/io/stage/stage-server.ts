import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Server as SocketServer } from "socket.io";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { Addresses } from "../../../shared/protocol/health.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { refusal } from "./access.ts";
import { addressesOf, listenFailure, type OperatorLinks, operatorLinks } from "./address.ts";
import { Announcer, ONLOOKERS, OPERATORS } from "./announcer.ts";
import { ConnectedPages } from "./connected-pages.ts";
import { cutWhenBehind } from "./cut-when-behind.ts";
import { healthOf, type Overview } from "./health.ts";
import { type IsOwnName, ownNames } from "./host-names.ts";
import { Lines } from "./lines.ts";
import { listenTo, type PageHandlers } from "./messages.ts";
import { Operators } from "./operators.ts";
import { nameOf, operates, type PageServer, type PageSocket, pageOf } from "./page-socket.ts";
import { Reception } from "./reception.ts";
import { type WebContent, webOf } from "./web.ts";
import { type WelcomeContent, welcome } from "./welcome.ts";

export interface StageServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** By which other names this machine is called; see ownNames. */
  readonly names?: readonly string[];
  /** With it other machines operate the show; without one only this machine does. */
  readonly token?: string | null;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** What the pages are given, and who acts on what they send. */
export interface StageContent extends PageHandlers, WebContent, WelcomeContent {
  /** The part of it that is told every second and asked for by watchers: it must cost little. */
  readonly overview: () => Overview;
  /** A stage, called by a name of its own, is there or gone; `lost` where it went without a goodbye. */
  readonly onStage?: (stage: string, there: boolean, lost: boolean) => void;
}

const STATUS_EVERY_MS = 1000;
/** A page that has vanished without a word is missed after at most the sum of the two. */
const PING_EVERY_MS = 5000;
const PONG_WITHIN_MS = 5000;
/** A connection that does not say within this time that it is a page is ended. */
const JOIN_WITHIN_MS = 5000;
/** A goodbye that is not heard within this time is not waited for. */
const GOODBYE_MS = 750;
/** A connection ends so when its page is closed or loaded anew, or when the server stops. */
const POLITE: ReadonlySet<string> = new Set(["client namespace disconnect", "server shutting down"]);
/** The largest message a page may send; larger ones end its connection, and it comes back. */
const LARGEST_MESSAGE = 64 * 1024;

/**
 * Serves the pages and lets them in: one HTTP server, one Socket.IO on it, from `listen` on. Whoever joins is welcomed
 * with the snapshot and listened to from then on; `tell` reaches all of them, `connected` knows who they are. Whoever may
 * not operate the show looks on: it sees the picture and hears the notes. Nobody who does not read is waited for.
 */
export class StageServer {
  readonly #options: StageServerOptions;
  readonly #http;
  readonly #sockets: PageServer;
  readonly #lines: Lines;
  readonly #isOwnName: IsOwnName;
  readonly #operators: Operators;
  #addresses: Addresses;
  #answer: RequestListener = (_, response) => response.writeHead(503).end();
  #cancelStatus: () => void = () => {};
  #closeReception: () => void = () => {};
  #disposed: Promise<void> | null = null;

  /** Pages that were told to be gone, by their names. */
  readonly #gone = new Set<string>();

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
      connectTimeout: JOIN_WITHIN_MS,
      allowRequest: (request, decide) => {
        const reason = refusal(request.headers, this.#isOwnName);
        decide(reason, reason === null);
      },
    });
    this.#isOwnName = ownNames(options.host, options.names);
    this.#operators = new Operators(options.token ?? null, options.time);
    this.#lines = new Lines(this.#http, options.time, (address) =>
      this.#report(
        "warning",
        `${address} has too many connections open; further ones are refused until some are closed.`,
      ),
    );
    this.tell = new Announcer(this.#sockets, options.time);
    this.connected = new ConnectedPages(this.#sockets);
  }

  /** Begins to listen. Rejects with one sentence and the way out when it cannot. */
  async listen(content: StageContent): Promise<Addresses> {
    const { host, port } = this.#options;
    const web = webOf({
      ...content,
      health: (full) => healthOf(content.overview(), this.connected.all, this.#addresses, full),
      addresses: () => this.#addresses,
      deskLink: () => this.links[0]?.desk,
      isOwnName: this.#isOwnName,
      operators: this.#operators,
    });
    this.#answer = getRequestListener(web.fetch, { overrideGlobalObjects: false });
    const reception = new Reception(this.#options.time, (pages) => {
      // What is under way is in the snapshot; sent after it, it would be there twice.
      this.tell.flush();
      welcome(pages, this.#sockets, content, this.links[0]?.desk, this.#options.report);
    });
    this.#closeReception = () => reception.dispose();
    this.#sockets.on("connection", (socket) => {
      this.#letIn(socket, content);
      reception.join(socket);
    });
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

  /** By which other machines operate the show; none where only this machine does. */
  get links(): readonly OperatorLinks[] {
    const { token } = this.#options;
    return token ? this.#addresses.network.map((address) => operatorLinks(address, token)) : [];
  }

  /** Says goodbye to every page and releases the port. Calling it twice is harmless. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#close();
    return this.#disposed;
  }

  async #close(): Promise<void> {
    const { time } = this.#options;
    this.#cancelStatus();
    this.#closeReception();
    this.connected.dispose();
    this.tell.dispose();
    const closed = this.#sockets.close();
    // Browsers keep finished connections open for seconds; closing waits for them unless they are ended.
    this.#http.closeAllConnections();
    const cancelCut = time.wake(ms(time.now() + GOODBYE_MS), () => this.#lines.cut());
    await closed;
    cancelCut();
  }

  /** From now on it is listened to, and told what it may hear. */
  #letIn(socket: PageSocket, content: StageContent): void {
    const objection = this.#operators.objection(socket.request, socket.handshake.auth.token);
    socket.data = { objection, here: this.#operators.isHere(socket.request) };
    void socket.join(operates(socket) ? OPERATORS : ONLOOKERS);
    let cut = false;
    cutWhenBehind(socket, this.#options.time, () => {
      cut = true;
      this.#report(
        "warning",
        `${nameOf(socket)} does not read what it is told, and is cut off; it comes back by itself when it can.`,
      );
    });
    const onDesk: PageHandlers["onDesk"] = async (command, origin, here) => {
      const reply = await content.onDesk(command, origin, here);
      // Whoever is answered has been shown what came of it.
      this.tell.settle();
      return reply;
    };
    listenTo(socket, nameOf(socket), { ...content, onDesk }, this.#options.time, this.#options.report);
    if (!operates(socket)) return;
    if (pageOf(socket) === "stage") content.onStage?.(socket.id, true, false);
    // A program may have spoken as stages do: what it said goes with it too.
    socket.on("disconnect", (reason) => content.onStage?.(socket.id, false, !POLITE.has(reason)));
    socket.on("error", (error) => this.#report("warning", `${nameOf(socket)}: ${error.message}.`));
    socket.on("disconnect", (reason) => {
      if (cut) return;
      if (reason === "ping timeout" || reason === "transport error" || reason === "parse error")
        this.#tellGone(socket, reason);
    });
    this.#tellBack(socket);
  }

  #scheduleStatus(content: StageContent): void {
    const { time } = this.#options;
    this.#cancelStatus = time.wake(ms(time.now() + STATUS_EVERY_MS), () => {
      try {
        this.#lines.cutStalled();
        if (this.connected.all.length > 0) this.tell.status(content.overview().status);
      } catch (error) {
        this.#report("error", `The status could not be told: ${reasonOf(error)}.`);
      }
      this.#scheduleStatus(content);
    });
  }

  #tellGone(socket: PageSocket, reason: string): void {
    const page = nameOf(socket);
    this.#gone.add(page);
    this.#report("warning", `${page} is gone (${reason}); it comes back by itself when it can.`, page);
  }

  #tellBack(socket: PageSocket): void {
    const page = nameOf(socket);
    if (this.#gone.delete(page)) this.#report("info", `${page} is back.`, page);
  }

  #report(level: "info" | "warning" | "error", text: string, about?: string): void {
    this.#options.report({ room: "stage", level, text, ...(about === undefined ? {} : { about }) });
  }
}
