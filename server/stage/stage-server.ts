import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Server as SocketServer } from "socket.io";
import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import type { Cue } from "../../shared/music/cue.ts";
import type { Note, VoiceName } from "../../shared/music/note.ts";
import type { Addresses } from "../../shared/protocol/health.ts";
import type { MediaState } from "../../shared/protocol/media.ts";
import type { MindMessage } from "../../shared/protocol/mind.ts";
import type { OwnScene } from "../../shared/protocol/own-scenes.ts";
import type { DirectorState, PictureState } from "../../shared/protocol/picture.ts";
import type { ProjectorsState } from "../../shared/protocol/projectors.ts";
import { type RecordingState, type RecordOrder, RecordReply } from "../../shared/protocol/recording.ts";
import { check } from "../../shared/protocol/sentence.ts";
import type { ClientToServer, ServerToClient } from "../../shared/protocol/socket.ts";
import type { Connection, Snapshot, TransportState, VoiceState } from "../../shared/protocol/state.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import { refusal } from "./access.ts";
import { addressesOf, listenFailure } from "./address.ts";
import { Coalesced } from "./coalesced.ts";
import { type Glance, healthOf } from "./health.ts";
import { type Hands, listenTo } from "./messages.ts";
import { nameOf, type PageSocket, pageOf, projectorOf } from "./page-socket.ts";
import { webOf } from "./web.ts";

export interface StageServerOptions extends Hands {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder of the built pages. */
  readonly pages: string;
  /** Everything a page that joins now needs to know. */
  readonly snapshot: () => Snapshot;
  /** The part of it that is told every second and asked for by watchers: it must cost little. */
  readonly glance: () => Glance;
  /** Answers a request for one of the user's own files, by its name. */
  readonly clip?: (name: string, request: Request) => Promise<Response>;
  /** Takes a piece of what a stage records. */
  readonly piece?: (token: string, index: string, request: Request) => Promise<Response>;
  /** A file of one of the show's own scenes, or null when there is none. */
  readonly sceneFile?: (scene: string, version: string, file: string) => string | null;
  /** A stage, called by a name of its own, is there or gone. */
  readonly onStage?: (stage: string, there: boolean) => void;
  /** What goes on in the networks: told to pages that ask for it, and looked at only while there are any. */
  readonly minds?: { readonly told: () => readonly MindMessage[]; readonly watch: (on: boolean) => void };
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** Voices change with every step; pages are told this often at most. */
const VOICES_EVERY_MS = ms(50);
/** A corner that is dragged moves with every frame. */
const PROJECTORS_EVERY_MS = ms(30);
/** The pages that want the minds of the networks. */
const MINDS = "minds";
const STATUS_EVERY_MS = 1000;
/** A stage makes its kit of drums before it records them. */
const RECORD_WITHIN_MS = 15_000;
const MEDIA_EVERY_MS = ms(250);
/** A page that has vanished without a word is missed after at most the sum of the two. */
const PING_EVERY_MS = 5000;
const PONG_WITHIN_MS = 5000;
/** The largest message a page may send; larger ones end its connection, and it comes back. */
const LARGEST_MESSAGE = 64 * 1024;

/**
 * Serves the pages and talks with them: one HTTP server, one Socket.IO on it. What is published
 * reaches every page that is connected; one that joins later is welcomed with the snapshot.
 */
export class StageServer {
  readonly #options: StageServerOptions;
  readonly #http;
  readonly #sockets: SocketServer<ClientToServer, ServerToClient>;
  readonly #voices: Coalesced<readonly VoiceState[]>;
  readonly #projectors: Coalesced<ProjectorsState>;
  readonly #media: Coalesced<MediaState>;
  #addresses: Addresses;
  #notes: Note[] = [];
  #cancelStatus: () => void = () => {};
  #disposed: Promise<void> | null = null;

  constructor(options: StageServerOptions) {
    this.#options = options;
    this.#addresses = addressesOf(options.host, options.port);
    const web = webOf({
      ...options,
      health: () => healthOf(options.glance(), this.#pages, this.#addresses),
      addresses: () => this.#addresses,
    });
    this.#http = createServer(getRequestListener(web.fetch, { overrideGlobalObjects: false }));
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
    this.#sockets.on("connection", (socket) => this.#welcome(socket));
    this.#voices = new Coalesced(options.time, VOICES_EVERY_MS, (voices) => this.#sockets.emit("voices", voices));
    this.#projectors = new Coalesced(options.time, PROJECTORS_EVERY_MS, (projectors) =>
      this.#sockets.emit("projectors", projectors),
    );
    this.#media = new Coalesced(options.time, MEDIA_EVERY_MS, (media) => this.#sockets.emit("media", media));
  }

  /** Begins to listen. Rejects with one sentence and the way out when it cannot. */
  async listen(): Promise<Addresses> {
    const { host, port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error): void => reject(new Error(listenFailure(error, host, port), { cause: error }));
      this.#http.once("error", fail);
      this.#http.listen(port, host, () => {
        this.#http.off("error", fail);
        resolve();
      });
    });
    this.#http.on("error", (error) => this.#tell("error", `The web server failed: ${error.message}.`));
    this.#addresses = addressesOf(host, (this.#http.address() as AddressInfo).port);
    this.#scheduleStatus();
    return this.#addresses;
  }

  get #pages(): readonly PageSocket[] {
    return [...this.#sockets.sockets.sockets.values()];
  }

  /** The pages that are connected now. */
  get connections(): readonly Connection[] {
    return this.#pages.map((socket) => ({
      kind: "stage",
      name: nameOf(socket),
      state: "open",
      detail: "",
    }));
  }

  /** How many stages are connected for each projector. */
  get projectors(): ReadonlyMap<string, number> {
    const stages = new Map<string, number>();
    for (const socket of this.#pages)
      if (pageOf(socket) === "stage") stages.set(projectorOf(socket), (stages.get(projectorOf(socket)) ?? 0) + 1);
    return stages;
  }

  /** The stages that are connected, the first to come first. */
  get stages(): readonly { readonly id: string; readonly projector: string }[] {
    return this.#pages
      .filter((socket) => pageOf(socket) === "stage")
      .map((socket) => ({ id: socket.id, projector: projectorOf(socket) }));
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

  /** Sends a note; those of one turn of the event loop leave together. @realtime yes */
  publishNote(note: Note): void {
    if (this.#notes.push(note) === 1) queueMicrotask(() => this.#flushNotes());
  }

  publishRevoke(noteIds: readonly number[]): void {
    this.#flushNotes();
    this.#sockets.emit("revoke", noteIds);
  }

  publishCue(cue: Cue): void {
    this.#sockets.emit("cue", cue);
  }

  publishTransport(transport: TransportState): void {
    this.#flushNotes();
    this.#sockets.emit("transport", transport);
  }

  /** Tells how the voices are; as often as one likes. */
  publishVoices(voices: readonly VoiceState[]): void {
    this.#voices.put(voices);
  }

  publishDirector(director: DirectorState): void {
    this.#sockets.emit("director", director);
  }

  publishPicture(picture: PictureState): void {
    this.#sockets.emit("picture", picture);
  }

  /** Tells of the clips; as often as one likes. */
  publishMedia(media: MediaState): void {
    this.#media.put(media);
  }

  /** Tells how the projectors are set up; as often as one likes. */
  publishProjectors(projectors: ProjectorsState): void {
    this.#projectors.put(projectors);
  }

  publishRecording(recording: RecordingState): void {
    this.#sockets.emit("recording", recording);
  }

  publishMinds(minds: readonly MindMessage[]): void {
    this.#sockets.to(MINDS).emit("minds", minds);
  }

  /** What was told of the voice's mind from `step` on will not come to be. */
  publishForget(voice: VoiceName, step: number): void {
    this.#sockets.to(MINDS).emit("forget", voice, step);
  }

  publishScenes(scenes: readonly OwnScene[]): void {
    this.#sockets.emit("scenes", scenes);
  }

  publishPanic(): void {
    this.#notes = [];
    this.#sockets.emit("panic");
  }

  /** Says goodbye to every page and releases the port. Calling it twice is harmless. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#close();
    return this.#disposed;
  }

  async #close(): Promise<void> {
    this.#cancelStatus();
    this.#voices.dispose();
    this.#projectors.dispose();
    this.#media.dispose();
    this.#flushNotes();
    const closed = this.#sockets.close();
    // Browsers keep finished connections open for seconds; closing waits for them unless they are ended.
    this.#http.closeAllConnections();
    await closed;
  }

  #flushNotes(): void {
    if (this.#notes.length === 0) return;
    const notes = this.#notes;
    this.#notes = [];
    this.#sockets.emit("notes", notes);
  }

  #welcome(socket: PageSocket): void {
    // What is under way is in the snapshot; sent after it, it would be there twice.
    this.#flushNotes();
    try {
      const snapshot = this.#options.snapshot();
      socket.emit(
        "welcome",
        this.#watches(socket) ? { ...snapshot, minds: this.#options.minds?.told() ?? [] } : snapshot,
      );
    } catch (error) {
      this.#tell("error", `${nameOf(socket)} could not be welcomed: ${reasonOf(error)}.`);
      // Closing the transport, unlike a polite disconnect, lets the page try again.
      socket.conn.close();
      return;
    }
    listenTo(socket, nameOf(socket), this.#options, this.#options.time, this.#options.report);
    if (pageOf(socket) === "stage") {
      this.#options.onStage?.(socket.id, true);
      socket.on("disconnect", () => this.#options.onStage?.(socket.id, false));
    }
    socket.on("error", (error) => this.#tell("warning", `${nameOf(socket)}: ${error.message}.`));
    socket.on("disconnect", (reason) => {
      if (reason === "ping timeout" || reason === "transport error" || reason === "parse error")
        this.#tell("warning", `${nameOf(socket)} is gone (${reason}); it comes back by itself when it can.`);
    });
  }

  /** Whether the page wants the minds; then it gets them from now on. */
  #watches(socket: PageSocket): boolean {
    const { minds } = this.#options;
    if (minds === undefined || socket.handshake.auth.minds !== true) return false;
    void socket.join(MINDS);
    minds.watch(true);
    socket.on("disconnect", () => minds.watch(this.#sockets.sockets.adapter.rooms.has(MINDS)));
    return true;
  }

  #scheduleStatus(): void {
    const { time } = this.#options;
    this.#cancelStatus = time.wake(ms(time.now() + STATUS_EVERY_MS), () => {
      this.#publishStatus();
      this.#scheduleStatus();
    });
  }

  #publishStatus(): void {
    if (this.#sockets.sockets.sockets.size === 0) return;
    try {
      this.#sockets.emit("status", this.#options.glance().status);
    } catch (error) {
      this.#tell("error", `The status could not be told: ${reasonOf(error)}.`);
    }
  }

  #tell(level: "warning" | "error", text: string): void {
    this.#options.report({ room: "stage", level, text });
  }
}
