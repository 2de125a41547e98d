import type { Timeline } from "./timeline.ts";

export type ClockState =
  /** Nothing heard yet. */
  | "idle"
  /** Hearing ticks, tempo not yet known. */
  | "locking"
  | "locked"
  /** Ticks stopped coming: tempo is held. */
  | "lost";

/** One whose time the transport can follow: internal, MIDI clock, Ableton Link, the drummer. */
export interface ClockSource {
  /** For people: `MIDI clock from "Live"`. */
  readonly name: string;
  readonly state: ClockState;
  /** The newest timeline, continuous and monotone; null while there is none. */
  readonly timeline: Timeline | null;
  /** Its beat 0 is the first beat of a bar, so that bars can be laid over one another; otherwise only its tempo and the run of its beats mean anything. */
  readonly knowsDownbeat: boolean;
  /** Told of every new timeline and of every change of state. Returns the unsubscriber. */
  onChange(listener: (source: ClockSource) => void): () => void;
  /** Told of start, continue and stop, if the source has them. */
  onTransport(listener: (command: ClockCommand) => void): () => void;
  dispose(): void;
}

export type ClockCommand =
  /** The source's beat 0 is the first beat: now, or ahead of now when it counts in. */
  | { readonly do: "start" }
  /** Go on at the source's own position. */
  | { readonly do: "continue" }
  | { readonly do: "stop" };
