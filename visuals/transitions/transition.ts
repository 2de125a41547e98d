import type { Node, TextureNode, UniformNode } from "three/webgpu";

/** What a transition's shader is given. */
interface TransitionInputs {
  /** The picture that goes and the one that comes. */
  readonly from: TextureNode;
  readonly to: TextureNode;
  /** 0 only `from` to 1 only `to`. */
  readonly share: UniformNode<"float", number>;
}

/** A way for one scene to give way to the next: the light of each pixel from two pictures. */
export type Transition = (inputs: TransitionInputs) => Node<"vec3">;
