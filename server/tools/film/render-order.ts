import type { Reporter } from "../../../shared/events/report.ts";
import type { FilmKind, FilmNews } from "../../../shared/protocol/film.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Ms } from "../../../shared/time/units.ts";
import type { Take } from "../../takes/read-take.ts";

/** What is to be made of a take. */
export interface RenderOrder {
  readonly take: Take;
  /** On the take's axis. */
  readonly from: Ms;
  readonly to: Ms;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly projector: string | null;
  readonly alpha: boolean;
  /** The film; null for none. */
  readonly out: { readonly path: string; readonly kind: FilmKind } | null;
  /** The folder for a PNG of each frame; null for none. */
  readonly frames: string | null;
  /** The file for a hash of each frame; null for none. */
  readonly hashes: string | null;
  /** A file in place of the kit's sound, from so many milliseconds on. */
  readonly audio: { readonly path: string; readonly offset: number } | null;
}

export interface RenderOptions {
  /** Folder of the built pages. */
  readonly pages: string;
  readonly time: TimeSource;
  readonly report: Reporter;
  /** Everybody else on this machine comes first: this process does so already. */
  readonly last: boolean;
  readonly signal: AbortSignal;
  readonly onNews: (news: FilmNews) => void;
  /** So many frames were there already. */
  readonly onBegin: (begin: number, frames: number) => void;
}
