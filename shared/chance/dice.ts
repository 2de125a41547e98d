/**
 * Chance without memory: a number in [0, 1) that depends on nothing but its three integers, so that
 * the same note is thrown the same way on every page, in whatever order the notes came.
 *
 * The mixing is the finaliser of MurmurHash3 (Austin Appleby, public domain).
 *
 * @realtime yes
 * @example const azimuth = dice(seed, note.id, 0) * TURN;
 */
export const dice = (seed: number, id: number, throwNumber: number): number => {
  let h =
    Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(id | 0, 0x85ebca77) ^ Math.imul((throwNumber | 0) + 1, 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
};
