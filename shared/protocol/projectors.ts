import type { ProjectorSetup } from "../controls/projectors.ts";
import type { Extent } from "../mapping/canvas.ts";
import type { Ms } from "../time/units.ts";

/** More than these are not kept. */
export const MOST_PROJECTORS = 32;

/** One projector as the pages see it. */
export interface ProjectorState {
  readonly name: string;
  /** Stages that are connected under this name. */
  readonly stages: number;
  readonly setup: ProjectorSetup;
  /** When its name was last asked to be shown, on the server's axis; null if never. */
  readonly identifiedAt: Ms | null;
}

export interface ProjectorsState {
  readonly canvas: Extent | null;
  /** Those that are kept and those that are connected, by name. */
  readonly projectors: readonly ProjectorState[];
}
