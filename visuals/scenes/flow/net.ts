import { InstancedBufferAttribute, InstancedBufferGeometry } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { netShape } from "../../drawing/surface.ts";

/** Where the field is asked: so many places around a source, and ages of the dust. Between them dust goes along. */
export const AROUND = 48;
const AGES = 36;

/** A net for each source: x around, y age, both 0 to 1, z where the petals are. The newest dust has the finest meshes. */
export const veilShape = (seed: number, sources: number): InstancedBufferGeometry => {
  const began = dice(seed, 0, 9) * 7;
  const net = netShape(AROUND, AGES, (around, age) => [around, age ** 1.15, around * 2 * TURN + began]);
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", net.getAttribute("position"));
  const slots = Float32Array.from({ length: Math.max(1, sources) }, (_, i) => i);
  geometry.setAttribute("source", new InstancedBufferAttribute(slots, 1));
  geometry.setIndex(net.index);
  geometry.instanceCount = sources;
  return geometry;
};
