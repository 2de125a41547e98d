/** What becomes of a brick when its drum is hit. */
export interface Gesture {
  /** Shards at full velocity. */
  readonly shards: number;
  /** Edge of a shard. */
  readonly size: number;
  /** Speeds, units a second: off the wall, along the wall, towards the viewer. */
  readonly off: number;
  readonly aside: number;
  readonly toward: number;
  /** Seconds until the shards are gone. */
  readonly life: number;
  /** Where the whole brick is thrown: -1 to the wall on its left, 0 nowhere, 1 to the right, 2 straight across. */
  readonly thrown: -1 | 0 | 1 | 2;
}

const gesture = (
  shards: number,
  size: number,
  off: number,
  aside: number,
  toward: number,
  life: number,
  thrown: Gesture["thrown"] = 0,
): Gesture => ({ shards, size, off, aside, toward, life, thrown });

/** In the order of DRUMS. */
export const GESTURES: readonly Gesture[] = [
  gesture(8, 0.36, 3, 2.6, 2.4, 1.1),
  gesture(18, 0.13, 1.2, 6.5, 0.8, 0.7),
  gesture(4, 0.09, 2.2, 0.4, 0.6, 0.45),
  gesture(6, 0.12, 1.6, 0.6, -4, 0.9),
  gesture(3, 0.12, 1.4, 1, 0.6, 0.6, -1),
  gesture(3, 0.12, 1.4, 1, 0.6, 0.6, 2),
  gesture(3, 0.12, 1.4, 1, 0.6, 0.6, 1),
  gesture(34, 0.19, 3.2, 4.2, 3.4, 1.5),
  gesture(2, 0.08, 1, 0.5, -2, 0.4),
];

export const NO_GESTURE: Gesture = gesture(0, 0.1, 0, 0, 0, 0.1);
