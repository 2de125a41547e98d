/** What is done to the whole picture after the scenes, in the order of the chain; one file each on the stage. */
export const PASSES = ["trails", "kaleidoscope", "glitch", "chromatic-shift", "bloom", "grade", "grain"] as const;

export type PassName = (typeof PASSES)[number];

/** How much of each pass, 0 (switched off, and it costs nothing) to 1. */
export type PassDoses = Readonly<Record<PassName, number>>;

export const NO_PASSES: PassDoses = {
  trails: 0,
  kaleidoscope: 0,
  glitch: 0,
  "chromatic-shift": 0,
  bloom: 0,
  grade: 0,
  grain: 0,
};

/** Every pass in full. */
export const ALL_PASSES: PassDoses = {
  trails: 1,
  kaleidoscope: 1,
  glitch: 1,
  "chromatic-shift": 1,
  bloom: 1,
  grade: 1,
  grain: 1,
};
