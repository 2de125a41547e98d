/**
 * Between the network alone (`memory` 0) and the mix (`memory` 1): the geometric mean of the two,
 * which is their weighted sum as logits. At 0 `out` is `logits` bit for bit, and `mixed` is not read.
 *
 * @realtime yes
 */
export const blend = (logits: Float32Array, mixed: Float32Array, memory: number, out: Float32Array): void => {
  if (memory === 0) out.set(logits);
  else if (memory === 1) out.set(mixed);
  else for (let k = 0; k < out.length; k++) out[k] = (1 - memory) * logits[k]! + memory * mixed[k]!;
};
