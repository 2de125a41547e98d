import { clamp, ivec2, screenCoordinate, screenSize, vec2 } from "three/tsl";
import type { Node, TextureNode } from "three/webgpu";

/**
 * The pixel of a picture that lies where this one is drawn, without filtering: both must be of one
 * size. Without a graphics card it costs half of a filtered look.
 */
export const pixelOf = (picture: TextureNode): Node<"vec3"> => picture.load(ivec2(screenCoordinate.xy)).rgb;

/** The pixel that lies aside by a share of the picture's width and height. */
export const pixelAside = (picture: TextureNode, by: Node<"vec2">): Node<"vec3"> => {
  const at = screenCoordinate.xy.add(by.mul(screenSize));
  return picture.load(ivec2(clamp(at, vec2(0, 0), screenSize.sub(1)))).rgb;
};
