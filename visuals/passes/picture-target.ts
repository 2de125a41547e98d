import { HalfFloatType, RenderTarget } from "three/webgpu";

/** A target for light: half floats, so that nothing is cut off before the last step. */
export const pictureTarget = (depth: boolean): RenderTarget =>
  new RenderTarget(1, 1, { type: HalfFloatType, depthBuffer: depth });
