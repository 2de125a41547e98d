import type { Server as SocketServer } from "socket.io";
import type { ControlValue } from "../../../shared/controls/controls.ts";
import type { Cue } from "../../../shared/music/cue.ts";
import type { Note, VoiceName } from "../../../shared/music/note.ts";
import type { MediaState } from "../../../shared/protocol/media.ts";
import type { MindMessage } from "../../../shared/protocol/mind.ts";
import type { OwnScene } from "../../../shared/protocol/own-scenes.ts";
import type { DirectorState, PictureState } from "../../../shared/protocol/picture.ts";
import type { ProjectorsState } from "../../../shared/protocol/projectors.ts";
import type { RecordingState } from "../../../shared/protocol/recording.ts";
import type { ClientToServer, ServerToClient } from "../../../shared/protocol/socket.ts";
import type { Status, TransportState, VoiceState } from "../../../shared/protocol/state.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { ms } from "../../../shared/time/units.ts";
import { Coalesced } from "./coalesced.ts";

/** Voices change with every step; pages are told this often at most. */
const VOICES_EVERY_MS = ms(50);
/** A corner that is dragged moves with every frame. */
const PROJECTORS_EVERY_MS = ms(30);
const MEDIA_EVERY_MS = ms(250);

/** The connections that want the minds of the networks. */
export const MINDS = "minds";

/**
 * Tells every page that is connected; one that joins later has the snapshot. Notes of one turn of the event
 * loop leave together, and before whatever would change what they mean. What changes often (voices, clips,
 * projectors) may be told as often as one likes: pages hear of it now and then, and always of the newest.
 */
export class Announcer {
  readonly #sockets: SocketServer<ClientToServer, ServerToClient>;
  readonly #voices: Coalesced<readonly VoiceState[]>;
  readonly #projectors: Coalesced<ProjectorsState>;
  readonly #media: Coalesced<MediaState>;
  #notes: Note[] = [];

  constructor(sockets: SocketServer<ClientToServer, ServerToClient>, time: TimeSource) {
    this.#sockets = sockets;
    this.#voices = new Coalesced(time, VOICES_EVERY_MS, (voices) => sockets.emit("voices", voices));
    this.#projectors = new Coalesced(time, PROJECTORS_EVERY_MS, (projectors) => sockets.emit("projectors", projectors));
    this.#media = new Coalesced(time, MEDIA_EVERY_MS, (media) => sockets.emit("media", media));
  }

  /** @realtime yes */
  note(note: Note): void {
    if (this.#notes.push(note) === 1) queueMicrotask(() => this.flush());
  }

  revoke(noteIds: readonly number[]): void {
    this.flush();
    this.#sockets.emit("revoke", noteIds);
  }

  cue(cue: Cue): void {
    this.#sockets.emit("cue", cue);
  }

  transport(transport: TransportState): void {
    this.flush();
    this.#sockets.emit("transport", transport);
  }

  voices(voices: readonly VoiceState[]): void {
    this.#voices.put(voices);
  }

  director(director: DirectorState): void {
    this.#sockets.emit("director", director);
  }

  picture(picture: PictureState): void {
    // One that stands still is shown as the projectors were set up before.
    this.#projectors.flush();
    this.#sockets.emit("picture", picture);
  }

  controls(values: Readonly<Record<string, ControlValue | null>>): void {
    this.#sockets.emit("controls", values);
  }

  media(media: MediaState): void {
    this.#media.put(media);
  }

  projectors(projectors: ProjectorsState): void {
    this.#projectors.put(projectors);
  }

  recording(recording: RecordingState): void {
    this.#sockets.emit("recording", recording);
  }

  scenes(scenes: readonly OwnScene[]): void {
    this.#sockets.emit("scenes", scenes);
  }

  /** To those that want them. */
  minds(minds: readonly MindMessage[]): void {
    this.#sockets.to(MINDS).emit("minds", minds);
  }

  /** What was told of the voice's mind from `step` on will not come to be. */
  forget(voice: VoiceName, step: number): void {
    this.#sockets.to(MINDS).emit("forget", voice, step);
  }

  status(status: Status): void {
    this.#sockets.emit("status", status);
  }

  panic(): void {
    this.#notes = [];
    this.#sockets.emit("panic");
  }

  /** Sends the notes that wait for the end of this turn. */
  flush(): void {
    if (this.#notes.length === 0) return;
    const notes = this.#notes;
    this.#notes = [];
    this.#sockets.emit("notes", notes);
  }

  /** Tells at once what is told now and then only. */
  settle(): void {
    this.#voices.flush();
    this.#projectors.flush();
    this.#media.flush();
  }

  /** Sends the last notes; what is told now and then is not told any more. */
  dispose(): void {
    this.#voices.dispose();
    this.#projectors.dispose();
    this.#media.dispose();
    this.flush();
  }
}
