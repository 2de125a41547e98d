/** Balls that a body is melted of. */
export const BALLS = 5;

/** What bodies are: x, y, z and radius of each ball, in order from the foot to the head. */
export const FIGURES: readonly (readonly (readonly [number, number, number, number])[])[] = [
  [
    [0, 0.36, 0, 0.36],
    [-0.3, 0.3, 0.1, 0.22],
    [0.3, 0.34, 0.08, 0.2],
    [0.02, 0.66, 0, 0.3],
    [-0.02, 0.98, 0.02, 0.16],
  ],
  [
    [0, 0.27, 0, 0.29],
    [0.03, 0.62, 0, 0.21],
    [-0.03, 0.92, 0.02, 0.25],
    [0.04, 1.22, 0, 0.15],
    [0, 1.45, 0, 0.12],
  ],
  [
    [-0.2, 0.27, 0.08, 0.27],
    [0.26, 0.25, 0, 0.25],
    [0.02, 0.58, -0.05, 0.27],
    [0.24, 0.86, 0.04, 0.15],
    [-0.14, 1, 0, 0.2],
  ],
];
