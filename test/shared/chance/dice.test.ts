import { describe, expect, it } from "vitest";
import { dice } from "../../../shared/chance/dice.ts";

describe("the dice", () => {
  it("fall the same way for the same three numbers, and another for any other", () => {
    expect(dice(3, 8, 1)).toBe(dice(3, 8, 1));
    expect(new Set([dice(3, 8, 1), dice(4, 8, 1), dice(3, 9, 1), dice(3, 8, 2)]).size).toBe(4);
  });

  it("are fair, also over numbers that follow one another", () => {
    const shares = new Float64Array(10);
    const count = 20_000;
    let together = 0;
    for (let id = 0; id < count; id++) {
      const first = dice(1, id, 0);
      const cell = Math.floor(first * 10);
      shares[cell] = (shares[cell] ?? 0) + 1 / count;
      together += ((first - 0.5) * (dice(1, id, 1) - 0.5) * 12) / count;
    }
    for (const share of shares) expect(share).toBeCloseTo(0.1, 1.5);
    expect(Math.abs(together)).toBeLessThan(0.03);
  });

  it("take any seed, also large and negative ones, and stay below 1", () => {
    for (const seed of [0, -1, 2 ** 31, 2 ** 40 + 3, Number.MAX_SAFE_INTEGER])
      for (let id = -3; id < 50; id++) {
        const value = dice(seed, id, 0);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1);
      }
  });
});
