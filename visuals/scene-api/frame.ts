import type { Note, VoiceName } from "../../shared/music/note.ts";
import type { Beats, Bpm, Ms } from "../../shared/time/units.ts";
import type { Colours } from "../drawing/colours.ts";

/**
 * One frame of the picture, for the moment at which it will be on the screen. There is one object
 * of it, written anew by the stage before each frame: read it, never keep or change it.
 * Everything in it is a function of the events and the time, never of how many frames came before.
 */
export interface Frame {
  /** When this frame is on the screen, on the server's axis. */
  readonly at: Ms;
  /** Since the frame before, at most 100 ms. For showing, not for counting: pictures are functions of `at`. */
  readonly delta: Ms;
  readonly beat: Beats;
  /** Bars since the transport's origin. */
  readonly bar: number;
  /** How far into its bar, 0 to 1. */
  readonly phase: number;
  readonly tempo: Bpm;
  readonly playing: boolean;
  /** 0 calm to 1 full; moves smoothly. */
  readonly intensity: number;
  /** Width by height. */
  readonly aspect: number;
  readonly palette: Colours;
  /** In the show's order. */
  readonly voices: readonly VoiceTrace[];
  /** Notes that are decided and not yet due. */
  readonly future: Upcoming;
}

/** The future as far as it is known. */
export interface Upcoming {
  /** Visits, in order, the notes due before `until`, each with the moment it is due by the timeline in force. @realtime yes */
  upcoming(until: Ms, visit: (note: Note, at: Ms) => void): void;
}

/** What one voice has been doing, as of the frame's moment. */
export interface VoiceTrace {
  readonly name: VoiceName;
  /** Its place in the frame's voices. */
  readonly index: number;
  readonly kind: "live" | "model";
  /** Sounding voices have a body in the picture; the others move the picture itself. */
  readonly sounds: boolean;
  /** Its place among the sounding voices, or among the others, from 0. */
  readonly place: number;
  /** Indices, in the frame's voices, of those it listens to. */
  readonly listensTo: readonly number[];
  readonly phase: "idle" | "listening" | "responding";
  /** How loud it is right now: a hit at full velocity adds 1 and fades within a quarter of a second. */
  readonly energy: number;
  /** How busy it has been for some seconds, 0 to 1. */
  readonly heat: number;
  /** How surprising its notes have been lately, 0 expected to 1 astonishing; 0 for live voices. */
  readonly surprise: number;
  /** The last hits of each drum, in the order of DRUMS. */
  readonly drums: readonly DrumTrace[];
  /** What goes on in its network; null for a live voice, and until something is known of it. */
  readonly mind: MindTrace | null;
  /** What the band remembers of a live voice's playing; null for a model, and until something is known of it. */
  readonly remembered: RememberedTrace | null;
}

/** What is remembered of a live voice, as of the frame's moment; it passes from bar to bar. */
export interface RememberedTrace {
  /** Steps it has been heard playing; 0 when all of it is forgotten. */
  readonly steps: number;
  /** Places in its bar: sixteenths. */
  readonly stepsPerBar: number;
  /** How sure it is that a drum plays at a place of the bar, 0 to 1; drums in the order of DRUMS. @realtime yes */
  sureness(drum: number, stepInBar: number): number;
}

/** What goes on in a voice's network, as of the frame's moment: the real state of its cells, passing from step to step. */
export interface MindTrace {
  /** Cells of all layers together. */
  readonly size: number;
  /** Cells of each layer, the first that hears first. */
  readonly layers: readonly number[];
  /** The newest step it has heard or played, when that was, and −ln p of it in nats. */
  readonly step: number;
  readonly at: Ms;
  readonly played: boolean;
  readonly surprise: number;
  /** Nats a step, on average of the last eight. */
  readonly unease: number;
  /** What a cell puts out, −1 to 1; cells are counted through all layers. @realtime yes */
  output(cell: number): number;
  /** What a cell holds in memory, −1 to 1, squashed by tanh. @realtime yes */
  memory(cell: number): number;
  /** How likely a drum is in the step that comes next, 0 to 1; drums in the order of DRUMS. @realtime yes */
  expected(drum: number): number;
}

/** The last hits of one drum of one voice. */
export interface DrumTrace {
  /** Hits so far; taking its remainder makes gestures alternate. */
  readonly count: number;
  /** When it was last hit; minus infinity before the first. */
  readonly at: Ms;
  /** Velocity of that hit, 0 to 1. */
  readonly velocity: number;
  /** What is left of the drum's hits after fading by e every `fade`. @realtime yes */
  level(fade: number): number;
}
