/** Beyond this tanh is 1 in single precision. */
const LIMIT = 9;

/**
 * tanh to single precision, by the rational minimax approximation of degree 13 over 6 that Eigen
 * uses for floats (Eigen/src/Core/MathFunctionsImpl.h): some three times faster than Math.tanh.
 *
 * @realtime yes
 */
export const fastTanh = (value: number): number => {
  const x = value > LIMIT ? LIMIT : value < -LIMIT ? -LIMIT : value;
  const s = x * x;
  let above = -2.76076847742355e-16;
  above = above * s + 2.00018790482477e-13;
  above = above * s - 8.60467152213735e-11;
  above = above * s + 5.12229709037114e-8;
  above = above * s + 1.48572235717979e-5;
  above = above * s + 6.37261928875436e-4;
  above = above * s + 4.89352455891786e-3;
  let below = 1.19825839466702e-6;
  below = below * s + 1.18534705686654e-4;
  below = below * s + 2.268434632439e-3;
  below = below * s + 4.89352518554385e-3;
  return (x * above) / below;
};

/** The logistic function, by the same approximation. @realtime yes */
export const fastSigmoid = (value: number): number => 0.5 + 0.5 * fastTanh(0.5 * value);
