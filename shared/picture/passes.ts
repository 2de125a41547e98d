/** What is done to the whole picture after the scenes, in the order of the chain; one file each on the stage. */
export const PASSES = ["trails", "kaleidoscope", "glitch", "chromatic-shift", "bloom", "grade", "grain"] as const;

export type PassName = (typeof PASSES)[number];

/** How much of each pass, 0 (switched off, and it costs nothing) to 1. */
export type PassDoses = Readonly<Record<PassName, number>>;

const everyPassAt = (dose: number): PassDoses =>
  Object.fromEntries(PASSES.map((name) => [name, dose])) as Record<PassName, number>;

export const NO_PASSES = everyPassAt(0);
/** Every pass in full. */
export const ALL_PASSES = everyPassAt(1);
