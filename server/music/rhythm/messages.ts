import type { VoiceName } from "../../../shared/music/note.ts";
import type { LearntFeel } from "../../core/music/learnt-feel.ts";
import type { BarPlace, RecalledBar } from "../../core/music/memories.ts";
import type { Pattern } from "../../core/music/pattern.ts";
import type { Answer, Ask, Hearing, Likelihood, Mark } from "../../core/music/voice.ts";
import type { AntiphonBlock } from "./checkpoint/config.ts";
import type { NetworkShape } from "./checkpoint/network-shape.ts";
import type { HeardSteps } from "./memory/heard-steps.ts";
import type { Backend } from "./network/backends.ts";

/** A voice as the two threads know it: its number in this run. */
export type VoiceId = number;

/** What a voice plays on. */
export interface ModelInfo {
  /** The checkpoint's folder or address. */
  readonly place: string;
  readonly shape: NetworkShape;
  /** Feel table and card, if the checkpoint has them. */
  readonly antiphon: AntiphonBlock;
  /** What it has learnt of how to play; null for a model without, or with a file that is no good. */
  readonly feel: LearntFeel | null;
}

/** Asked of the rhythm worker; each is answered. */
export type Request =
  | {
      readonly do: "open";
      readonly voice: VoiceId;
      readonly name: string;
      readonly place: string;
      readonly seed: number;
    }
  /** Reads another model; `ticket` increases from one to the next of a voice. */
  | { readonly do: "prepare"; readonly voice: VoiceId; readonly place: string; readonly ticket: number }
  /** Tells the model of that ticket what was played. */
  | { readonly do: "introduce"; readonly voice: VoiceId; readonly ticket: number }
  /** It plays from here on. */
  | { readonly do: "adopt"; readonly voice: VoiceId; readonly ticket: number }
  | {
      readonly do: "hear";
      readonly voice: VoiceId;
      readonly pattern: Pattern;
      readonly step: number;
      readonly temperature: number;
      readonly hearing: Hearing | undefined;
    }
  | { readonly do: "answer"; readonly voice: VoiceId; readonly step: number; readonly ask: Ask }
  /** What is remembered of a live voice. */
  | { readonly do: "recall"; readonly of: VoiceName; readonly stepsPerBar: number };

/** What each request is answered with. */
export interface Replies {
  readonly open: ModelInfo;
  readonly prepare: ModelInfo;
  readonly introduce: ModelInfo;
  readonly adopt: ModelInfo;
  readonly hear: Likelihood;
  readonly answer: Answer;
  readonly recall: RecalledBar;
}

/** What is done with the memory of a live voice, by its name. */
export type MemoryOrder =
  | { readonly do: "learn"; readonly of: VoiceName; readonly pattern: Pattern; readonly place: BarPlace }
  | { readonly do: "forget"; readonly of: VoiceName }
  /** Learns all of this instead of what it has. */
  | { readonly do: "load"; readonly of: VoiceName; readonly heard: HeardSteps };

/** Told to the rhythm worker; nothing comes back. */
export type Order =
  | MemoryOrder
  | { readonly do: "mark"; readonly voice: VoiceId; readonly mark: Mark }
  | { readonly do: "rewind"; readonly voice: VoiceId; readonly mark: Mark }
  | { readonly do: "reset"; readonly voice: VoiceId }
  | { readonly do: "close"; readonly voice: VoiceId }
  /** Whether every likelihood is to carry the mind; see Likelihood. */
  | { readonly do: "watch"; readonly on: boolean };

/** Requests carry a number, orders do not. They take effect in the order they are sent. */
export type ToWorker = (Request & { readonly id: number }) | Order;

export type FromWorker =
  | { readonly kind: "ready"; readonly backend: Backend }
  | { readonly kind: "reply"; readonly id: number; readonly value: Replies[keyof Replies] }
  | { readonly kind: "refusal"; readonly id: number; readonly reason: string }
  /** An order could not be carried out as meant. */
  | { readonly kind: "complaint"; readonly reason: string };
