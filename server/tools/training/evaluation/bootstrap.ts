import { Random } from "../../../../shared/chance/random.ts";

/** What one file adds up to. */
export interface FileSum {
  readonly nats: number;
  readonly steps: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const DRAWS = 2000;

/**
 * The 95 % interval of nats per step, by drawing files with replacement (Efron 1979, percentiles):
 * the steps of one file are not independent of one another, files nearly are.
 */
export const bootstrapInterval = (files: readonly FileSum[], seed: number): Interval => {
  const random = new Random(seed, "bootstrap");
  const means = Float64Array.from({ length: DRAWS }, () => {
    let nats = 0;
    let steps = 0;
    for (let draw = 0; draw < files.length; draw++) {
      const file = files[random.integer(files.length)]!;
      nats += file.nats;
      steps += file.steps;
    }
    return nats / steps;
  }).sort();
  return { low: means[Math.floor(0.025 * DRAWS)]!, high: means[Math.ceil(0.975 * DRAWS) - 1]! };
};
