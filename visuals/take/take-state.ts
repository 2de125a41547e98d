import type { FilmJobState } from "../../shared/protocol/film-job.ts";
import type { ReplayState } from "../../shared/protocol/replay.ts";
import type { VoiceState } from "../../shared/protocol/state.ts";
import type { TakeFileName } from "../../shared/protocol/take-files.ts";
import type { TakeSummary } from "../../shared/protocol/take-summary.ts";
import type { TakeEntry } from "../../shared/protocol/takes.ts";
import type { Toast } from "../desk/toasts.ts";
import type { ConnectionState } from "../socket/server-connection.ts";
import type { Part } from "./part.ts";
import type { Plot } from "./plots.ts";

/** A take that is on the page. */
export interface ShownTake {
  readonly name: string;
  /** null until it has come, or where it cannot. */
  readonly summary: TakeSummary | null;
  /** Why it cannot be shown; null where it can, or where that is not known yet. */
  readonly fault: string | null;
  readonly plots: readonly Plot[];
  /** A path for each voice of the summary. */
  readonly strips: readonly string[];
}

/** A place in one of the takes, in seconds from its beginning. */
export interface Place {
  readonly take: string;
  readonly seconds: number;
}

/** Part of one of the takes. */
export interface Chosen {
  readonly take: string;
  readonly part: Part;
}

/** How large a film is, and with how many frames a second. */
export interface FilmSize {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

/** What of a voice can be otherwise in the second of two answers. */
export const ANSWER_SETTINGS = ["temperature", "topP", "memory", "similarity", "ornaments"] as const;
export type AnswerSetting = (typeof ANSWER_SETTINGS)[number];

/** What is otherwise in it. */
export interface Otherwise {
  readonly voice: string;
  readonly setting: AnswerSetting;
  readonly value: number;
}

export type Manner = ReplayState["manner"];

/** Everything the views draw from, and what they can ask for. */
export interface TakeState {
  readonly connection: ConnectionState;
  /** Why this page may only look on; null where it may operate, or before that is known. */
  readonly objection: string | null;
  /** The first is the page's own; a second is compared with it. */
  readonly shown: readonly ShownTake[];
  /** All there are. */
  readonly takes: readonly TakeEntry[];
  /** The part of them that is drawn. */
  readonly part: Part;
  /** The longest of them, in seconds. */
  readonly length: number;
  readonly chosen: Chosen | null;
  /** Where the pointer is. */
  readonly hover: Place | null;
  readonly replay: ReplayState | null;
  /** The film that is made, or was last; null before the first. */
  readonly film: FilmJobState | null;
  readonly manner: Manner;
  /** As fast as it is played. */
  readonly speed: number;
  /** So many bars are counted in before each round of a loop. */
  readonly countInBars: number;
  /** What is otherwise in the second of two answers; null while that is not asked for. */
  readonly otherwise: Otherwise | null;
  /** Those of the show that answer. */
  readonly voices: readonly VoiceState[];
  /** The files that are being written, as TAKE/KIND. */
  readonly loading: readonly string[];
  readonly toasts: readonly Toast[];
  readonly page: PageOwn;
}

/** What is the page's own to change. */
export type PageState = Pick<
  TakeState,
  "part" | "chosen" | "hover" | "manner" | "speed" | "countInBars" | "otherwise" | "loading"
>;

/** What can be done on the page. */
export interface PageOwn {
  readonly show: (part: Part) => void;
  readonly choose: (chosen: Chosen | null) => void;
  readonly hoverAt: (place: Place | null) => void;
  /** Plays it from there. */
  readonly hear: (take: string, seconds: number, manner?: Manner) => void;
  /** Plays what is chosen over and over; null: no more. */
  readonly loop: (chosen: Chosen | null) => void;
  readonly setCountIn: (bars: number) => void;
  /** What it does not name stays; null: two answers are not wanted any more. */
  readonly turnOtherwise: (news: Partial<Otherwise> | null) => void;
  /** Plays the drummer of what is chosen over and over, and has every second round answered otherwise. */
  readonly hearBoth: (chosen: Chosen) => void;
  readonly setSpeed: (speed: number) => void;
  readonly pause: (on: boolean) => void;
  readonly stop: () => void;
  readonly compareWith: (take: string | null) => void;
  readonly download: (take: string, kind: TakeFileName) => void;
  /** Makes a film of it, or of what is chosen in it. */
  readonly film: (take: string, size: FilmSize) => void;
  readonly stopFilm: () => void;
  readonly dismiss: (toast: number) => void;
}
