import { Vector3 } from "three/webgpu";

/** A note on its way: whence and where to, and how it is thrown. */
export class Throw {
  readonly from = new Vector3();
  readonly to = new Vector3();
  /** How high above the straight line its middle is. */
  arch = 1;
  /** How far aside its middle is. */
  aside = 0;
  /** What is surprising does not fly straight: 0 to 1. */
  surprise = 0;
}

/** By the golden ratio notes of neighbouring ids are thrown well apart: to which side, and how high. @realtime yes */
export const throwBy = (id: number, arch: number, surprise: number, into: Throw): void => {
  into.arch = arch * (0.75 + 0.5 * ((id * 0.754878) % 1));
  into.aside = ((id * 0.618034) % 1) - 0.5;
  into.surprise = surprise;
};

/** Where a thrown thing is when `share` of its way is behind it. @realtime yes */
export const thrown = (into: Vector3, { from, to, arch, aside, surprise }: Throw, share: number): Vector3 => {
  const over = 4 * share * (1 - share);
  const sway = (aside + Math.sin(share * 21) * surprise * 0.15) * over;
  return into.set(
    from.x + (to.x - from.x) * share + sway * 0.5,
    from.y + (to.y - from.y) * share + arch * over,
    from.z + (to.z - from.z) * share + sway * 1.6,
  );
};
