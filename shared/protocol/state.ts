import type { VoiceSettings } from "../controls/band.ts";
import type { ControlValues } from "../controls/controls.ts";
import type { Report } from "../events/report.ts";
import type { Cue } from "../music/cue.ts";
import type { Gain } from "../music/gains.ts";
import type { Note, VoiceName } from "../music/note.ts";
import type { PastNotes } from "../music/past.ts";
import type { Remembered } from "../music/remembered.ts";
import type { Palette } from "../picture/palette.ts";
import type { ClockState } from "../time/clock-source.ts";
import type { ClockDetail } from "./clock.ts";
import type { FilmJobState } from "./film-job.ts";
import type { MediaState } from "./media.ts";
import type { MindMessage } from "./mind.ts";
import type { OwnScene } from "./own-scenes.ts";
import type { DirectorState, PictureState } from "./picture.ts";
import type { ProjectorsState } from "./projectors.ts";
import type { RecordingState } from "./recording.ts";
import type { RehearsalState } from "./rehearsal.ts";
import type { ReplayState } from "./replay.ts";
import type { LogState, TakesState } from "./takes.ts";

/** Where the music is. Timeline as in shared/time/timeline.ts: at `originMs` it is at `originBeats`. */
export interface TransportState {
  readonly playing: boolean;
  readonly tempo: number;
  readonly originBeats: number;
  readonly originMs: number;
  /** The beat at which the music stands while it does not play. */
  readonly rest?: number;
  readonly numerator: number;
  readonly denominator: number;
  /** The elected clock source. */
  readonly source: string;
  readonly sourceState: ClockState;
  /** The tempo for people: the source's own, averaged and rounded to a tenth. `tempo` is for computing, and bends. */
  readonly shownTempo?: number;
  readonly clock?: ClockDetail;
}

/** One voice as the pages see it. */
export interface VoiceState {
  readonly name: VoiceName;
  /** live: a person plays it. model: a network does. */
  readonly kind: "live" | "model";
  /** Its notes are sounded; otherwise they are gestures of the picture. */
  readonly sounds: boolean;
  readonly listensTo: readonly VoiceName[];
  /** Checkpoint folder; null for live voices. */
  readonly model: string | null;
  readonly settings: VoiceSettings;
  readonly phase: "idle" | "listening" | "responding";
  /** First step of the call or response in hand, on the transport's grid; null when idle. */
  readonly phaseFrom: number | null;
  /** Step after the last of the response in hand; null unless responding. */
  readonly phaseUntil: number | null;
  /** Calls heard and responses played since the start. */
  readonly calls: number;
  readonly responses: number;
  /** Nats a step at temperature 1 of the last call heard and the last response played; null before the first. */
  readonly callSurprise: number | null;
  readonly responseSurprise: number | null;
  /** The same at the sampling temperature, of what it draws from: network and memory. */
  readonly sampledCallSurprise: number | null;
  readonly sampledResponseSurprise: number | null;
  /**
   * What Magenta logs as "log-likelihood": the sum, in nats at the sampling temperature, over the last
   * call but its first step and the response to it; null before the first response.
   */
  readonly logLikelihood: number | null;
  /**
   * As `callSurprise` and `responseSurprise`, which are the network's alone, but under network and memory together, as
   * far as its setting `memory` has it go by that.
   */
  readonly callSurpriseWithMemory?: number | null;
  readonly responseSurpriseWithMemory?: number | null;
  /** Nats a step that memory has saved over the last 16 bars heard; null before anything was heard. */
  readonly gain?: number | null;
  /** Steps played as a repetition of the last bar because the model did not answer in time. */
  readonly fallbacks: number;
}

/** A port or target and how it is. */
export interface Connection {
  readonly kind: "midi-in" | "midi-out" | "osc-out" | "osc-in" | "stage";
  readonly name: string;
  readonly state: "open" | "waiting" | "failed";
  /** Why it is not open; empty otherwise. */
  readonly detail: string;
}

/** Health of the house, about once a second. */
export interface Status {
  readonly connections: readonly Connection[];
  /** Who plays live now: a source's name. */
  readonly liveSource: string;
  /** The newest reports, oldest first; at most 50. */
  readonly reports: readonly (Report & { readonly at: number })[];
  /** Inference backend and the milliseconds one step took at start. */
  readonly backend: { readonly name: string; readonly stepMs: number } | null;
  /** Note-ons dropped because they were over 30 ms late. */
  readonly lateDropped: number;
  /** 99th percentile of the output worker's wake-up error, ms; null before the first note. */
  readonly wakeP99: number | null;
  /** 99th percentile of the main loop's delay, ms. */
  readonly loopP99: number;
}

/** Everything a page needs to stand where the others stand. */
export interface Snapshot {
  readonly protocol: number;
  /** The server's clock when it wrote this. */
  readonly now: number;
  readonly seed: number;
  /** Another with every start of the server, though the seed may be the same. */
  readonly run?: number;
  readonly show: string;
  /** The colour each voice is drawn in, as #rrggbb. */
  readonly colours: Readonly<Record<VoiceName, string>>;
  /** Lines the picture may set in type; never empty. */
  readonly words?: readonly string[];
  readonly scene: string;
  readonly transport: TransportState;
  readonly voices: readonly VoiceState[];
  readonly status: Status;
  /** Notes sent but not yet due. */
  readonly upcoming: readonly Note[];
  /** What was played lately: a picture that begins now stands where the others stand. */
  readonly past?: PastNotes;
  /** For pages that asked for them: the last minds of each voice, and those that are not yet due. */
  readonly minds?: readonly MindMessage[];
  /** What is remembered of each live voice, and what was before, the older first; see shared/music/remembered.ts. */
  readonly remembered?: readonly Remembered[];
  /** How much memory helped each voice since the server began, the oldest first; see shared/music/gains.ts. */
  readonly gains?: readonly Gain[];
  readonly cue: Cue | null;
  /** Checkpoints that are there to be chosen, as a show names them. */
  readonly models?: readonly string[];
  /** The show's own palettes; those of the house are known to everybody. */
  readonly palettes?: readonly Palette[];
  readonly director?: DirectorState;
  readonly picture?: PictureState;
  /** Everything that can be turned, by its path. */
  readonly controls?: ControlValues;
  /** The show's own scenes. */
  readonly ownScenes?: readonly OwnScene[];
  readonly media?: MediaState;
  readonly projectors?: ProjectorsState;
  /** What is recorded now, or was last; null before the first. */
  readonly recording?: RecordingState | null;
  /** Count-in and metronome. */
  readonly rehearsal?: RehearsalState;
  /** What is written down of the playing, and the takes there are. */
  readonly log?: LogState;
  readonly takes?: TakesState;
  /** The take that is played; null while none is. */
  readonly replay?: ReplayState | null;
  /** The film that is made of a take now, or was last; null before the first. */
  readonly film?: FilmJobState | null;
  /** Why this connection may only look on, and how it may operate: one sentence. Not there for those who operate. */
  readonly objection?: string;
  /** The desk's address for other machines, by which they operate the show; told to pages of this machine only. */
  readonly deskLink?: string;
}

/** Tells one run of the server from the next; a server that does not say is told by its seed. */
export const runOf = ({ run, seed }: Snapshot): number => run ?? seed;
