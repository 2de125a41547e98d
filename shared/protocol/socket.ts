import type { ControlValue, DeskCommand } from "../controls/controls.ts";
import type { Cue } from "../music/cue.ts";
import type { Gain } from "../music/gains.ts";
import type { Note, VoiceName } from "../music/note.ts";
import type { Remembered } from "../music/remembered.ts";
import type { DeskReply } from "./desk.ts";
import type { FilmJobState } from "./film-job.ts";
import type { ClipsMessage, MediaState } from "./media.ts";
import type { MindMessage } from "./mind.ts";
import type { FaultMessage, OwnScene, SceneMessage, TrialMessage } from "./own-scenes.ts";
import type { DirectorState, LimiterMessage, PictureState, ShowingMessage } from "./picture.ts";
import type { PlayMessage, TimeMessage, TimeReply } from "./play.ts";
import type { ProjectorsState } from "./projectors.ts";
import type { RecordingState, RecordOrder, RecordReply } from "./recording.ts";
import type { RehearsalState } from "./rehearsal.ts";
import type { ReplayState } from "./replay.ts";
import type { Snapshot, Status, TransportState, VoiceState } from "./state.ts";
import type { LogState, TakesState } from "./takes.ts";
import type { ThumbnailMessage } from "./thumbnail.ts";

/** Socket.IO events the server sends. PROTOCOL.md says when. */
export interface ServerToClient {
  welcome: (snapshot: Snapshot) => void;
  /** Live notes at once, generated ones ahead of `at`. On a new timeline the page re-times by `beat`. */
  notes: (notes: readonly Note[]) => void;
  /** These notes will not sound after all. */
  revoke: (noteIds: readonly number[]) => void;
  cue: (cue: Cue) => void;
  transport: (transport: TransportState) => void;
  voices: (voices: readonly VoiceState[]) => void;
  status: (status: Status) => void;
  /** The director's state is new: a form, a setting, a cue written or in force. */
  director: (director: DirectorState) => void;
  /** Blackout, freeze, limiter or a pass was set by hand, or a limiter began or ended its work. */
  picture: (picture: PictureState) => void;
  /** A projector was set up, came, went, or is to show its name. */
  projectors: (projectors: ProjectorsState) => void;
  /** A recording begins, grows or ends. */
  recording: (recording: RecordingState) => void;
  /** Count-in or metronome was turned. */
  rehearsal: (rehearsal: RehearsalState) => void;
  /** A take begins or ends, a mark was set, or the log has grown or stopped. */
  log: (log: LogState) => void;
  /** There are other takes. */
  takes: (takes: TakesState) => void;
  /** A take begins to be played, goes on from another place or at another speed, is paused, or is over: then null. */
  replay: (replay: ReplayState | null) => void;
  /** A film of a take begins, is farther, or ends. */
  film: (film: FilmJobState) => void;
  /** This stage is to record from now on, until the recording of this id is ending or another. */
  record: (order: RecordOrder, reply: (answer: RecordReply) => void) => void;
  /** The clips are other ones, or the stages are farther with them. */
  media: (media: MediaState) => void;
  /** What goes on in the networks, ahead of `at` where it is known ahead; to pages that asked for it. */
  minds: (minds: readonly MindMessage[]) => void;
  /** What was told of this voice's mind from the step on, and is not yet due, will not come to be. */
  forget: (voice: VoiceName, step: number) => void;
  /** What is remembered of live voices: once a bar at most while they play, and when it is forgotten. */
  remembered: (memories: readonly Remembered[]) => void;
  /** How much memory helped: once a bar for every voice that has heard something in it. */
  gains: (gains: readonly Gain[]) => void;
  /** The show's own scenes are other ones, or one of them has changed, works again or is faulty. */
  scenes: (scenes: readonly OwnScene[]) => void;
  /** Values that are new, by their paths; null for what is not there any more. */
  controls: (values: Readonly<Record<string, ControlValue | null>>) => void;
  /** Every sounding note ends now and everything upcoming is forgotten. */
  panic: () => void;
}

/** Socket.IO events the pages send; each is validated and a wrong one is answered with a reason. */
export interface ClientToServer {
  time: (message: TimeMessage, reply: (times: TimeReply) => void) => void;
  play: (message: PlayMessage, reply?: (answer: DeskReply) => void) => void;
  limiter: (message: LimiterMessage, reply?: (answer: DeskReply) => void) => void;
  showing: (message: ShowingMessage, reply?: (answer: DeskReply) => void) => void;
  clips: (message: ClipsMessage, reply?: (answer: DeskReply) => void) => void;
  scene: (message: SceneMessage, reply?: (answer: DeskReply) => void) => void;
  fault: (message: FaultMessage, reply?: (answer: DeskReply) => void) => void;
  trial: (message: TrialMessage, reply?: (answer: DeskReply) => void) => void;
  thumbnail: (message: ThumbnailMessage, reply?: (answer: DeskReply) => void) => void;
  desk: (command: DeskCommand, reply: (answer: DeskReply) => void) => void;
  /** The same, ordered by a key of the desk. */
  key: (command: DeskCommand, reply: (answer: DeskReply) => void) => void;
}
