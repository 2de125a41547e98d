import type { Vector3 } from "three/webgpu";

/**
 * A point on the way of something thrown from one place to another: `share` of the way, `arch` high,
 * strayed sideways by `aside`. @realtime yes
 */
export const thrown = (
  into: Vector3,
  from: Vector3,
  to: Vector3,
  share: number,
  arch: number,
  aside: number,
): Vector3 => {
  const over = 4 * share * (1 - share);
  return into.set(
    from.x + (to.x - from.x) * share + aside * over * 0.5,
    from.y + (to.y - from.y) * share + arch * over,
    from.z + (to.z - from.z) * share + aside * over * 1.6,
  );
};
