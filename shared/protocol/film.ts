import type { Cue } from "../music/cue.ts";
import type { Note } from "../music/note.ts";
import type { Ms } from "../time/units.ts";
import type { MediaState } from "./media.ts";
import type { OwnScene } from "./own-scenes.ts";
import type { PictureState } from "./picture.ts";
import type { ProjectorsState } from "./projectors.ts";
import type { Snapshot, TransportState } from "./state.ts";

/** What a stage is told in the course of a take, by the names that the events have. */
interface ToldEvents {
  readonly notes: readonly Note[];
  readonly revoke: readonly number[];
  readonly cue: Cue;
  readonly transport: TransportState;
  readonly panic: null;
  readonly picture: PictureState;
  readonly media: MediaState;
  readonly projectors: ProjectorsState;
  readonly scenes: readonly OwnScene[];
}

/** It was told at `at`, on the axis of the take. */
export type Told = {
  [Name in keyof ToldEvents]: readonly [at: Ms, event: Name, said: ToldEvents[Name]];
}[keyof ToldEvents];

/** Files that films are written to. */
export const FILM_KINDS = ["mp4", "webm", "mkv"] as const;
export type FilmKind = (typeof FILM_KINDS)[number];

/** What a page draws that makes a film of a take. Frame n is that of the moment `from` + n / `fps` seconds. */
export interface FilmOrder {
  /** What a stage would have been told that joined when the telling begins. */
  readonly welcome: Snapshot;
  readonly from: Ms;
  readonly fps: number;
  readonly frames: number;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Whose corners, mesh and masks it has; null for the plain picture. */
  readonly projector: string | null;
  /** What is dark is seen through. */
  readonly alpha: boolean;
  /** The first frame that is wanted: those before are there. */
  readonly begin: number;
  /** So many frames are kept together, as a piece; the last one may have fewer. `begin` is the first of one. */
  readonly pieceFrames: number;
  /** How pieces of film are wanted; null for none, when there are only `pictures`. */
  readonly kind: FilmKind | null;
  /** Each frame is wanted as a PNG too. */
  readonly pictures: boolean;
  /** A hash of each frame's pixels is wanted too. */
  readonly hashes: boolean;
  /** Where the sound comes from; "none" too when it is there already. */
  readonly sound: "kit" | "file" | "none";
  /** The film begins so many milliseconds into the file. */
  readonly soundOffset: number;
}

/** What the page says in passing, as JSON. */
export type FilmNews =
  /** Frames drawn so far, or milliseconds of sound made. */
  | { readonly is: "progress"; readonly of: "sound" | "frames"; readonly done: number }
  /** Something is not as it was in the performance; one sentence. */
  | { readonly is: "remark"; readonly text: string }
  /** How it is encoded: WebCodecs' names. */
  | { readonly is: "encoding"; readonly of: "sound" | "frames"; readonly codec: string }
  /** All of it is made. */
  | { readonly is: "done" }
  /** It cannot go on; one sentence. */
  | { readonly is: "failed"; readonly reason: string };

/** Where the page finds and brings everything, below its own address. */
export const FILM_PATHS = {
  order: "order",
  /** The take, one `Told` a line, from its beginning. */
  told: "told",
  news: "news",
  /** Never answered: it ends when the page does. */
  life: "life",
  /** With the number of the piece, or of the frame, behind it. */
  piece: "piece",
  hashes: "hashes",
  picture: "picture",
  sound: "sound",
  /** The file that the sound is taken from. */
  music: "music",
} as const;
