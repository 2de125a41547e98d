import { describe, expect, it } from "vitest";
import { clamp, clamp01, mix, smoothstep, TURN } from "../../../shared/math/numbers.ts";

describe("plain mathematics", () => {
  it("clamps between bounds, and to the lower one where they cross", () => {
    expect([-3, 0.5, 9].map((value) => clamp(value, -1, 2))).toEqual([-1, 0.5, 2]);
    expect(clamp(5, 1, 0)).toBe(1);
    expect([-1, 0.25, 3].map(clamp01)).toEqual([0, 0.25, 1]);
    expect(clamp(Number.NaN, 0, 1)).toBeNaN();
  });

  it("mixes straight on beyond both ends", () => {
    expect([0, 0.5, 1, 2].map((share) => mix(10, 20, share))).toEqual([10, 15, 20, 30]);
  });

  it("steps smoothly: flat at both ends, the same from either side, steady beyond", () => {
    expect([-1, 0, 0.5, 1, 4].map(smoothstep)).toEqual([0, 0, 0.5, 1, 1]);
    for (const t of [0.01, 0.2, 0.4]) expect(smoothstep(t) + smoothstep(1 - t)).toBeCloseTo(1, 12);
    expect(smoothstep(0.001)).toBeLessThan(1e-5);
  });

  it("turns once round", () => {
    expect(Math.cos(TURN)).toBe(1);
    expect(Math.sin(TURN / 4)).toBe(1);
  });
});
