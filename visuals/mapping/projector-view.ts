import type { ProjectorSetup } from "../../shared/controls/projectors.ts";
import type { Extent } from "../../shared/mapping/canvas.ts";
import { DEFAULT_GAMMA, PLAIN_PROJECTOR } from "../../shared/mapping/plain-projector.ts";
import { isStill } from "./warp.ts";

/** One projector, as its stage shows it. */
export interface ProjectorView {
  readonly name: string;
  readonly setup: ProjectorSetup;
  /** The shape of the whole picture; null is the projector's own. */
  readonly canvas: Extent | null;
}

/** A projector that nobody has set up, until the server says otherwise. */
export const plainView = (name: string): ProjectorView => ({ name, setup: PLAIN_PROJECTOR, canvas: null });

/** Whether the picture reaches the screen as it is. */
export const isUntouched = ({ setup, canvas }: ProjectorView): boolean => {
  const { crop, masks, blend, brightness, gamma, pattern } = setup;
  return (
    canvas === null &&
    isStill(setup) &&
    crop.width === 1 &&
    crop.height === 1 &&
    masks.length === 0 &&
    blend.left + blend.right + blend.top + blend.bottom === 0 &&
    brightness === 1 &&
    gamma === DEFAULT_GAMMA &&
    pattern === "none"
  );
};
