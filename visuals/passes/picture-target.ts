import { HalfFloatType, LinearFilter, RenderTarget } from "three/webgpu";

/** A target for light: half floats, so that nothing is cut off before the last step. */
export const pictureTarget = (depth: boolean): RenderTarget => {
  const target = new RenderTarget(1, 1, { type: HalfFloatType, depthBuffer: depth });
  target.texture.minFilter = LinearFilter;
  target.texture.magFilter = LinearFilter;
  target.texture.generateMipmaps = false;
  return target;
};
