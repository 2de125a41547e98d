import { BufferAttribute } from "three/webgpu";
import type { StripShape } from "../lines/instances.ts";

/** The unit cube around the origin with flat faces, for Instances. */
export const blockShape = (): StripShape => {
  const position = new Float32Array(72);
  const normal = new Float32Array(72);
  const index: number[] = [];
  for (let face = 0; face < 6; face++) {
    const axis = face >> 1;
    const sign = face % 2 === 0 ? 1 : -1;
    for (let corner = 0; corner < 4; corner++) {
      const at = (face * 4 + corner) * 3;
      position[at + axis] = sign / 2;
      // Turned with the sign, so that every face is seen from outside.
      position[at + ((axis + 1) % 3)] = (corner % 2 === 0 ? -0.5 : 0.5) * sign;
      position[at + ((axis + 2) % 3)] = corner < 2 ? -0.5 : 0.5;
      normal[at + axis] = sign;
    }
    index.push(face * 4, face * 4 + 1, face * 4 + 2, face * 4 + 2, face * 4 + 1, face * 4 + 3);
  }
  return { position: new BufferAttribute(position, 3), normal: new BufferAttribute(normal, 3), index };
};
