import { io, type Socket } from "socket.io-client";
import type { ControlValue, ControlValues, DeskCommand } from "../../shared/controls/controls.ts";
import { Signal } from "../../shared/events/signal.ts";
import type { Cue } from "../../shared/music/cue.ts";
import { withGains } from "../../shared/music/gains.ts";
import type { Note, VoiceName } from "../../shared/music/note.ts";
import { withRemembered } from "../../shared/music/remembered.ts";
import { ANSWER_MS, type DeskReply } from "../../shared/protocol/desk.ts";
import type { ClipsMessage } from "../../shared/protocol/media.ts";
import type { MindMessage } from "../../shared/protocol/mind.ts";
import type { FaultMessage, SceneMessage, TrialMessage } from "../../shared/protocol/own-scenes.ts";
import type { PlayMessage, TimeReply } from "../../shared/protocol/play.ts";
import type { RecordOrder, RecordReply } from "../../shared/protocol/recording.ts";
import type { ClientToServer, ServerToClient } from "../../shared/protocol/socket.ts";
import type { Snapshot, TransportState } from "../../shared/protocol/state.ts";
import type { ThumbnailMessage } from "../../shared/protocol/thumbnail.ts";
import { PROTOCOL_VERSION } from "../../shared/protocol/version.ts";

type PageName = "stage" | "desk";

/** connecting: never been there; open: welcomed; lost: was open and will be again, it keeps trying. */
export type ConnectionState = "connecting" | "open" | "lost";

/** What a lost connection is told in place of a reply. */
const NO_ANSWER: DeskReply = { ok: false, reason: "The server did not answer; the connection is being restored." };

/**
 * A page's one connection to the server. It opens itself, heals by itself, and keeps the newest
 * snapshot up to date, so that whoever joins late or comes back stands where the others stand.
 * Events that arrive before the welcome are dropped: the welcome already holds what they say.
 */
export class ServerConnection {
  readonly #socket: Socket<ServerToClient, ClientToServer>;
  #snapshot: Snapshot | null = null;
  #state: ConnectionState = "connecting";

  /** After every welcome: at first, and after each loss. What the page knew before is void. */
  readonly welcomed: Signal<Snapshot>;
  /** The state or any part of the snapshot is new. */
  readonly changed: Signal<ServerConnection>;
  readonly notes: Signal<readonly Note[]>;
  readonly revoked: Signal<readonly number[]>;
  /** States of the networks; told to stages only. */
  readonly minded: Signal<readonly MindMessage[]>;
  readonly forgot: Signal<{ readonly voice: VoiceName; readonly step: number }>;
  readonly cued: Signal<Cue>;
  /** The transport has changed: what is still to come moves to where its beat is now. */
  readonly retimed: Signal<TransportState>;
  readonly panicked: Signal<void>;
  /** The server speaks another version of the protocol, given here: the page must be loaded anew. */
  readonly outdated: Signal<number>;

  /** Begins a recording of this page, and says so. */
  onRecord: (order: RecordOrder) => Promise<RecordReply> = async () => ({
    ok: false,
    reason: "This page cannot be recorded.",
  });

  /**
   * `url` defaults to where the page came from; `output` names the projector of a stage; with the `token` a page of
   * another machine operates the show.
   */
  constructor(page: PageName, onError: (error: unknown) => void, url?: string, output?: string, token?: string) {
    this.welcomed = new Signal(onError);
    this.changed = new Signal(onError);
    this.notes = new Signal(onError);
    this.revoked = new Signal(onError);
    this.minded = new Signal(onError);
    this.forgot = new Signal(onError);
    this.cued = new Signal(onError);
    this.retimed = new Signal(onError);
    this.panicked = new Signal(onError);
    this.outdated = new Signal(onError);

    const options = {
      transports: ["websocket"],
      auth: { page, output, minds: page === "stage", token },
      reconnectionDelay: 250,
      reconnectionDelayMax: 1500,
      timeout: 4000,
    };
    this.#socket = url === undefined ? io(options) : io(url, options);
    this.#socket.on("welcome", (snapshot) => this.#welcome(snapshot));
    this.#socket.on("disconnect", () => this.#lose());
    this.#socket.on("transport", (transport) => {
      if (this.#update({ transport })) this.retimed.emit(transport);
    });
    this.#socket.on("voices", (voices) => this.#update({ voices }));
    this.#socket.on("remembered", (memories) =>
      this.#update({ remembered: withRemembered(this.#snapshot?.remembered ?? [], memories) }),
    );
    this.#socket.on("gains", (gains) => this.#update({ gains: withGains(this.#snapshot?.gains ?? [], gains) }));
    this.#socket.on("status", (status) => this.#update({ status }));
    this.#socket.on("director", (director) => this.#update({ director }));
    this.#socket.on("picture", (picture) => this.#update({ picture }));
    this.#socket.on("controls", (values) => this.#update({ controls: withValues(this.#snapshot?.controls, values) }));
    this.#socket.on("projectors", (projectors) => this.#update({ projectors }));
    this.#socket.on("scenes", (ownScenes) => this.#update({ ownScenes }));
    this.#socket.on("media", (media) => this.#update({ media }));
    this.#socket.on("rehearsal", (rehearsal) => this.#update({ rehearsal }));
    this.#socket.on("log", (log) => this.#update({ log }));
    this.#socket.on("takes", (takes) => this.#update({ takes }));
    this.#socket.on("replay", (replay) => this.#update({ replay }));
    this.#socket.on("film", (film) => this.#update({ film }));
    this.#socket.on("recording", (recording) => this.#update({ recording }));
    this.#socket.on("record", (order, reply) => void this.onRecord(order).then(reply));
    this.#socket.on("cue", (cue) => {
      if (this.#update({ cue })) this.cued.emit(cue);
    });
    this.#socket.on("notes", (notes) => {
      if (this.#state === "open") this.notes.emit(notes);
    });
    this.#socket.on("revoke", (noteIds) => {
      if (this.#state === "open") this.revoked.emit(noteIds);
    });
    this.#socket.on("minds", (minds) => {
      if (this.#state === "open") this.minded.emit(minds);
    });
    this.#socket.on("forget", (voice, step) => {
      if (this.#state === "open") this.forgot.emit({ voice, step });
    });
    this.#socket.on("panic", () => {
      if (this.#state === "open") this.panicked.emit();
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get open(): boolean {
    return this.#state === "open";
  }

  /** The newest picture of the whole; null before the first welcome. Kept while the connection is lost. */
  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  /**
   * Orders something; resolves with the server's reply, or with a reason when it cannot be reached. Never rejects.
   * `answerMs` is how long the answer may take, `by` the event: whether it was ordered by a key.
   */
  async order(command: DeskCommand, answerMs = ANSWER_MS, by: "desk" | "key" = "desk"): Promise<DeskReply> {
    if (this.#state !== "open") return NO_ANSWER;
    try {
      return await this.#socket.timeout(answerMs).emitWithAck(by, command);
    } catch {
      return NO_ANSWER;
    }
  }

  /** Plays a pad. A hit that cannot be sent now is lost: played later it would be wrong. */
  play(message: PlayMessage): void {
    if (this.#state === "open") this.#socket.emit("play", message);
  }

  /** Tells how hard this stage's flash limiter works, 0 to 1. */
  tellLimiter(limiting: number): void {
    if (this.#state === "open") this.#socket.emit("limiter", { limiting });
  }

  /** Tells which scene is on this stage's screen; "" for none. */
  tellShowing(scene: string): void {
    if (this.#state === "open") this.#socket.emit("showing", { scene });
  }

  /** Tells what a scene of the show's own says of itself. */
  tellScene(message: SceneMessage): void {
    if (this.#state === "open") this.#socket.emit("scene", message);
  }

  /** Tells that a scene has failed here. */
  tellFault(message: FaultMessage): void {
    if (this.#state === "open") this.#socket.emit("fault", message);
  }

  /** Tells that a version of a scene is tried here, and how that ends. */
  tellTrial(message: TrialMessage): void {
    if (this.#state === "open") this.#socket.emit("trial", message);
  }

  /** Sends a small picture of what a scene of the show's own draws. */
  tellThumbnail(message: ThumbnailMessage): void {
    if (this.#state === "open") this.#socket.emit("thumbnail", message);
  }

  /** Tells how far this stage is with the clips. */
  tellClips(message: ClipsMessage): void {
    if (this.#state === "open") this.#socket.emit("clips", message);
  }

  /** Asks for the server's time; `sent` is the page's clock. Rejects when no answer comes. */
  askTime(sent: number): Promise<TimeReply> {
    return this.#socket.timeout(ANSWER_MS).emitWithAck("time", { sent });
  }

  /** Says goodbye: a page that is gone without it has crashed, hangs, or lost its line. */
  dispose(): void {
    this.#socket.disconnect();
  }

  #welcome(snapshot: Snapshot): void {
    if (snapshot.protocol !== PROTOCOL_VERSION) {
      this.outdated.emit(snapshot.protocol);
      return;
    }
    this.#snapshot = snapshot;
    this.#state = "open";
    this.welcomed.emit(snapshot);
    this.changed.emit(this);
  }

  #lose(): void {
    if (this.#state === "open") this.#state = "lost";
    this.changed.emit(this);
  }

  #update(news: Partial<Snapshot>): boolean {
    if (this.#snapshot === null || this.#state !== "open") return false;
    this.#snapshot = { ...this.#snapshot, ...news };
    this.changed.emit(this);
    return true;
  }
}

/** The values with those that are new; what is null is not there any more. */
const withValues = (before: ControlValues = {}, news: Readonly<Record<string, ControlValue | null>>): ControlValues => {
  const values = Object.entries({ ...before, ...news });
  return Object.fromEntries(values.filter((entry): entry is [string, ControlValue] => entry[1] !== null));
};
