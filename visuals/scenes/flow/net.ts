import { BufferAttribute, InstancedBufferAttribute, InstancedBufferGeometry } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";

/** Where the field is asked: so many places around a source, and ages of the dust. Between them dust goes along. */
export const AROUND = 48;
const AGES = 36;

/** A net: x around, y age, both 0 to 1, z where the petals are. The newest dust has the finest meshes. */
export const netShape = (seed: number, sources: number): InstancedBufferGeometry => {
  const corners: number[] = [];
  const index: number[] = [];
  for (let i = 0; i <= AGES; i++)
    for (let k = 0; k <= AROUND; k++) {
      const around = k / AROUND;
      const first = corners.length / 3;
      corners.push(around, (i / AGES) ** 1.15, around * 2 * TURN + dice(seed, 0, 9) * 7);
      if (i === AGES || k === AROUND) continue;
      const above = first + AROUND + 1;
      index.push(first, first + 1, above, first + 1, above + 1, above);
    }
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(corners), 3));
  const slots = Float32Array.from({ length: Math.max(1, sources) }, (_, i) => i);
  geometry.setAttribute("source", new InstancedBufferAttribute(slots, 1));
  geometry.setIndex(index);
  geometry.instanceCount = sources;
  return geometry;
};
