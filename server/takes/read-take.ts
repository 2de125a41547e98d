import type { Ms } from "../../shared/time/units.ts";
import type { TakeRecord } from "./log/record.ts";
import type { TakeHeader } from "./take-header.ts";

/** A take that is open to be read. */
export interface Take {
  readonly folder: string;
  /** Its folder's. */
  readonly name: string;
  readonly header: TakeHeader;
  /**
   * What is true at `from`, each line as it was told (so with an earlier `at`), then everything from `from` on up to
   * `to`, in order. What is damaged is left out, and said in `losses`; it never throws for that. Seeks by segment.
   * Default: the take's own part. From -Infinity on: its prelude too, from the start of the server.
   */
  records(from?: Ms, to?: Ms): AsyncGenerator<TakeRecord>;
  /** What could not be read so far, one sentence each with its place. */
  readonly losses: readonly string[];
}

/** Opens the take in a folder. Rejects with one sentence for what is no take, of a newer version, or not to be read. */
export type OpenTake = (folder: string) => Promise<Take>;
