import type { Ms } from "../../../shared/time/units.ts";
import type { Shelf } from "../library.ts";
import type { TakeHeader } from "../take-header.ts";
import type { LineMemory } from "./line-ring.ts";

/** What comes by the ring: a line with its end, or what the next segment begins with: a line of its own, then those of the state. */
export const LINE = 0;
export const BEGINNING = 1;

/** What the log's thread is told besides, when everything that was in the ring before is dealt with. */
export type LogOrder =
  /** What was written from here on is kept, whatever the log's bounds; null for no more than its bounds. */
  | { readonly do: "hold"; readonly from: Ms | null }
  | ({ readonly ticket: number } & TakeOrder)
  /** The takes in the folder may be others. */
  | { readonly do: "look" }
  /** Nothing more will come; the log goes too, unless a take still needs it. */
  | { readonly do: "finish"; readonly remove: boolean };

/** What is done with a take's folder; it is answered. */
export type TakeOrder =
  /** A take has begun: its header is written, with the hashes of the checkpoints at their places. */
  | { readonly do: "open"; readonly folder: string; readonly header: TakeHeader; readonly places: Places }
  /** It has ended at `header.to`: its log is put into its folder, and the header written anew. */
  | { readonly do: "close"; readonly folder: string; readonly header: TakeHeader; readonly places: Places }
  /** What servers that are not there any more have left is put in order, and what was deleted long ago goes. */
  | { readonly do: "recover" };

/** Given to the log's thread when it starts. */
export interface LogFolders {
  readonly takes: string;
  /** Of this run. */
  readonly log: string;
}

export interface LogWork extends LogFolders {
  readonly memory: LineMemory;
}

/** Where the checkpoint lies that a voice plays: a folder. */
export type Places = readonly { readonly voice: string; readonly model: string; readonly place: string }[];

/** What it tells. */
export type LogNews =
  /** Nothing can be written, for this reason; it is tried again. */
  | { readonly tell: "stopped"; readonly reason: string }
  /** A segment is to begin: the last is full, or it can be tried again. */
  | { readonly tell: "wants" }
  /** It is written again. */
  | { readonly tell: "goes-on" }
  /** Bytes of the whole log on the disk, bytes that are free (null where the system does not say), the first moment it still has, and whether that is its first. */
  | {
      readonly tell: "grown";
      readonly bytes: number;
      readonly free: number | null;
      readonly from: Ms;
      readonly whole: boolean;
    }
  /** The takes there are. */
  | { readonly tell: "shelf"; readonly shelf: Shelf }
  | {
      readonly tell: "done";
      readonly ticket: number;
      readonly header: TakeHeader | null;
      readonly names: readonly string[];
    }
  | { readonly tell: "refused"; readonly ticket: number; readonly reason: string };
