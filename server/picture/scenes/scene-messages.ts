import type { OwnScene } from "../../../shared/protocol/own-scenes.ts";
import type { SceneMap } from "./fault-place.ts";

/** What the watching thread is told when it starts. */
export interface WatchOrder {
  /** The show's scenes. */
  readonly folder: string;
  /** The show's own folder, from which places are named. */
  readonly show: string;
  /** The installed program's. */
  readonly project: string;
  /** Names that are taken: those of our scenes. */
  readonly taken: readonly string[];
}

/** What it tells. */
export type WatchNews =
  | (Pick<OwnScene, "name" | "kind" | "file"> & {
      readonly is: "compiled";
      readonly version: string;
      /** What pages load, by file name; text. */
      readonly files: Readonly<Record<string, string>>;
      /** Of index.js, and the folder from which its sources are named; null for what is no module. */
      readonly map: SceneMap | null;
      /** What it says of itself, where that is known without a stage. */
      readonly words: unknown;
    })
  | (Pick<OwnScene, "name" | "kind" | "file"> & { readonly is: "faulty"; readonly fault: string })
  /** A name that cannot be used, and why; told once. */
  | { readonly is: "refused"; readonly text: string }
  | { readonly is: "gone"; readonly name: string }
  /** Everything that was there at the start has been told. */
  | { readonly is: "ready" };
