import type { Note } from "../../../shared/music/note.ts";
import type { MediaState } from "../../../shared/protocol/media.ts";
import type { ProjectorsState } from "../../../shared/protocol/projectors.ts";
import type { ServerToClient } from "../../../shared/protocol/socket.ts";
import type { VoiceState } from "../../../shared/protocol/state.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { Coalesced } from "./coalesced.ts";
import { mediaForOnlookers, scenesForOnlookers, voicesForOnlookers } from "./onlookers.ts";
import type { PageServer } from "./page-socket.ts";

/** Voices change with every step; pages are told this often at most. */
const VOICES_EVERY_MS = ms(50);
/** A corner that is dragged moves with every frame. */
const PROJECTORS_EVERY_MS = ms(30);
const MEDIA_EVERY_MS = ms(250);

/** The connections that want the minds of the networks. */
export const MINDS = "minds";
/** The connections that may operate, and those that look on. */
export const OPERATORS = "operators";
export const ONLOOKERS = "onlookers";

/**
 * Tells every page that is connected; one that joins later has the snapshot. Notes of one turn of the event
 * loop leave together, and before whatever would change what they mean. What changes often (voices, clips,
 * projectors) may be told as often as one likes: pages hear of it now and then, and always of the newest.
 */
export class Announcer implements Omit<ServerToClient, "welcome" | "notes" | "record"> {
  readonly #sockets: PageServer;
  readonly #voices: Coalesced<readonly VoiceState[]>;
  readonly #projectors: Coalesced<ProjectorsState>;
  readonly #media: Coalesced<MediaState>;
  #notes: Note[] = [];

  constructor(sockets: PageServer, time: TimeSource) {
    this.#sockets = sockets;
    this.#voices = new Coalesced(time, VOICES_EVERY_MS, (voices) => {
      this.#operators.emit("voices", voices);
      this.#onlookers?.emit("voices", voicesForOnlookers(voices));
    });
    this.#projectors = new Coalesced(time, PROJECTORS_EVERY_MS, (projectors) => sockets.emit("projectors", projectors));
    this.#media = new Coalesced(time, MEDIA_EVERY_MS, (media) => {
      this.#operators.emit("media", media);
      this.#onlookers?.emit("media", mediaForOnlookers(media));
    });
  }

  // See ServerToClient for what each says.
  readonly cue: ServerToClient["cue"] = (cue) => this.#sockets.emit("cue", cue);
  readonly director: ServerToClient["director"] = (director) => this.#sockets.emit("director", director);
  readonly rehearsal: ServerToClient["rehearsal"] = (rehearsal) => this.#sockets.emit("rehearsal", rehearsal);
  readonly controls: ServerToClient["controls"] = (values) => this.#operators.emit("controls", values);
  readonly recording: ServerToClient["recording"] = (recording) => this.#operators.emit("recording", recording);
  readonly log: ServerToClient["log"] = (log) => this.#operators.emit("log", log);
  readonly takes: ServerToClient["takes"] = (takes) => this.#operators.emit("takes", takes);
  readonly replay: ServerToClient["replay"] = (replay) => this.#operators.emit("replay", replay);
  readonly film: ServerToClient["film"] = (film) => this.#operators.emit("film", film);
  readonly remembered: ServerToClient["remembered"] = (memories) => this.#sockets.emit("remembered", memories);
  readonly gains: ServerToClient["gains"] = (gains) => this.#sockets.emit("gains", gains);
  readonly status: ServerToClient["status"] = (status) => this.#operators.emit("status", status);
  readonly voices: ServerToClient["voices"] = (voices) => this.#voices.put(voices);
  readonly media: ServerToClient["media"] = (media) => this.#media.put(media);
  readonly projectors: ServerToClient["projectors"] = (projectors) => this.#projectors.put(projectors);
  readonly minds: ServerToClient["minds"] = (minds) => this.#sockets.to(MINDS).emit("minds", minds);
  readonly forget: ServerToClient["forget"] = (voice, step) => this.#sockets.to(MINDS).emit("forget", voice, step);

  readonly scenes: ServerToClient["scenes"] = (scenes) => {
    this.#operators.emit("scenes", scenes);
    this.#onlookers?.emit("scenes", scenesForOnlookers(scenes));
  };

  /** @realtime yes */
  note(note: Note): void {
    if (this.#notes.push(note) === 1) queueMicrotask(() => this.flush());
  }

  readonly revoke: ServerToClient["revoke"] = (noteIds) => {
    this.flush();
    this.#sockets.emit("revoke", noteIds);
  };

  readonly transport: ServerToClient["transport"] = (transport) => {
    this.flush();
    this.#sockets.emit("transport", transport);
  };

  readonly picture: ServerToClient["picture"] = (picture) => {
    // One that stands still is shown as the projectors were set up before.
    this.#projectors.flush();
    this.#sockets.emit("picture", picture);
  };

  readonly panic: ServerToClient["panic"] = () => {
    this.#notes = [];
    this.#sockets.emit("panic");
  };

  /** Sends the notes that wait for the end of this turn. */
  flush(): void {
    if (this.#notes.length === 0) return;
    const notes = this.#notes;
    this.#notes = [];
    this.#sockets.emit("notes", notes);
  }

  /** Tells at once what is told now and then only. */
  settle(): void {
    for (const often of [this.#voices, this.#projectors, this.#media]) often.flush();
  }

  /** Sends the last notes; what is told now and then is not told any more. */
  dispose(): void {
    for (const often of [this.#voices, this.#projectors, this.#media]) often.dispose();
    this.flush();
  }

  get #operators() {
    return this.#sockets.to(OPERATORS);
  }

  /** null while nobody looks on, who would be told in other words. */
  get #onlookers() {
    return this.#sockets.sockets.adapter.rooms.has(ONLOOKERS) ? this.#sockets.to(ONLOOKERS) : null;
  }
}
