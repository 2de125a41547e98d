import { positionGeometry, vec4 } from "three/tsl";
import { type Node, NodeMaterial } from "three/webgpu";

/** What a flat shape is drawn with whose positions are places of the target, -1 to 1 each way: nothing hides it or is hidden by it. */
export const fullScreenMaterial = (name: string, colour: Node<"vec4">): NodeMaterial => {
  const material = new NodeMaterial();
  material.name = name;
  material.depthTest = false;
  material.depthWrite = false;
  material.vertexNode = vec4(positionGeometry.xy, 0, 1);
  material.fragmentNode = colour;
  return material;
};
