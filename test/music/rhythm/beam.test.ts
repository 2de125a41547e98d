import { describe, expect, it } from "vitest";
import { beamSearch, type Line } from "../../../server/music/rhythm/beam.ts";
import { Random } from "../../../shared/chance/random.ts";

/** Plays a random digit a step; its log-likelihood is minus the sum of the digits. */
class DigitLine implements Line<DigitLine> {
  readonly extensions: number[] = [];
  readonly digits: number[] = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  get logLikelihood(): number {
    return -this.digits.reduce((sum, digit) => sum + digit, 0);
  }

  copy(): DigitLine {
    const line = new DigitLine(this.#random);
    line.digits.push(...this.digits);
    line.extensions.push(...this.extensions);
    return line;
  }

  extend(steps: number): void {
    this.extensions.push(steps);
    for (let i = 0; i < steps; i++) this.digits.push(this.#random.integer(10));
  }
}

const search = (steps: number, beamSize: number, branchFactor: number, stepsPerIteration: number): DigitLine => {
  const searching = beamSearch(new DigitLine(new Random(1)), steps, { beamSize, branchFactor, stepsPerIteration });
  for (;;) {
    const { done, value } = searching.next();
    if (done === true) return value;
  }
};

describe("the beam search", () => {
  it("is plain sampling with one line and one branch", () => {
    const random = new Random(1);
    expect(search(16, 1, 1, 1).digits).toEqual(Array.from({ length: 16 }, () => random.integer(10)));
  });

  it("takes the remainder first, as Magenta does, and always the steps asked for", () => {
    expect(search(16, 2, 2, 4).extensions).toEqual([4, 4, 4, 4]);
    expect(search(10, 2, 2, 4).extensions).toEqual([2, 4, 4]);
    expect(search(3, 2, 2, 16).extensions).toEqual([3]);
  });

  it("finds likelier lines the more branches it tries", () => {
    expect(search(16, 1, 1, 1).logLikelihood).toBeLessThan(search(16, 1, 8, 1).logLikelihood);
    expect(search(16, 8, 8, 1).logLikelihood).toBeGreaterThan(-8);
  });
});
