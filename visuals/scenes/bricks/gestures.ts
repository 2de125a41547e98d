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

/** In the order of DRUMS. */
export const GESTURES: readonly Gesture[] = [
  { shards: 8, size: 0.36, off: 3, aside: 2.6, toward: 2.4, life: 1.1, thrown: 0 },
  { shards: 18, size: 0.13, off: 1.2, aside: 6.5, toward: 0.8, life: 0.7, thrown: 0 },
  { shards: 4, size: 0.09, off: 2.2, aside: 0.4, toward: 0.6, life: 0.45, thrown: 0 },
  { shards: 6, size: 0.12, off: 1.6, aside: 0.6, toward: -4, life: 0.9, thrown: 0 },
  { shards: 3, size: 0.12, off: 1.4, aside: 1, toward: 0.6, life: 0.6, thrown: -1 },
  { shards: 3, size: 0.12, off: 1.4, aside: 1, toward: 0.6, life: 0.6, thrown: 2 },
  { shards: 3, size: 0.12, off: 1.4, aside: 1, toward: 0.6, life: 0.6, thrown: 1 },
  { shards: 34, size: 0.19, off: 3.2, aside: 4.2, toward: 3.4, life: 1.5, thrown: 0 },
  { shards: 2, size: 0.08, off: 1, aside: 0.5, toward: -2, life: 0.4, thrown: 0 },
];

export const NO_GESTURE: Gesture = { shards: 0, size: 0.1, off: 0, aside: 0, toward: 0, life: 0.1, thrown: 0 };
