import { describe, expect, it } from "vitest";
import { blow, hill, push, settle, spring } from "../../../visuals/drawing/motion.ts";

describe("motion without memory", () => {
  it("is nothing before it was set off, and nothing long after", () => {
    for (const move of [
      (age: number) => blow(age, 0.2),
      (age: number) => push(age, 0.1),
      (age: number) => spring(age, 2, 0.3),
    ]) {
      expect(move(-0.01)).toBe(0);
      expect(Math.abs(move(30))).toBeLessThan(1e-6);
    }
    expect(settle(-1, 0.5)).toBe(0);
    expect(settle(9, 0.5)).toBe(1);
  });

  it("a blow is there at once; a push grows first and is 1 at its highest", () => {
    expect(blow(0, 0.2)).toBe(1);
    expect(push(0.05, 0.1)).toBeLessThan(1);
    expect(push(0.1, 0.1)).toBeCloseTo(1);
    expect(push(0.3, 0.1)).toBeLessThan(0.5);
  });

  it("settling never turns back", () => {
    let before = 0;
    for (let age = 0; age < 1; age += 0.01) {
      expect(settle(age, 0.8)).toBeGreaterThanOrEqual(before);
      before = settle(age, 0.8);
    }
  });

  it("a hill is 1 in its middle", () => {
    expect(hill(0, 0.3)).toBe(1);
    expect(hill(2, 0.3)).toBeLessThan(1e-6);
  });
});
