import { describe, expect, it } from "vitest";
import { type Gain, withGains } from "../../../shared/music/gains.ts";
import { newestRemembered, type Remembered, withRemembered } from "../../../shared/music/remembered.ts";
import { ms } from "../../../shared/time/units.ts";

const memory = (voice: string, at: number): Remembered => ({
  voice,
  at: ms(at),
  steps: at,
  stepsPerBar: 16,
  sureness: [],
});

describe("what is remembered of voices", () => {
  it("is the newest of each and the one before it, in the order in which they came", () => {
    const told = [memory("a", 1), memory("b", 2), memory("a", 3), memory("a", 4)];
    const known = told.reduce<readonly Remembered[]>((before, one) => withRemembered(before, [one]), []);
    expect(known.map(({ voice, at }) => [voice, at])).toEqual([
      ["b", 2],
      ["a", 3],
      ["a", 4],
    ]);
    expect(withRemembered([], told)).toEqual(known);
    expect(newestRemembered(known, "a")?.at).toBe(4);
    expect(newestRemembered(known, "c")).toBeNull();
    expect(newestRemembered(undefined, "a")).toBeNull();
  });
});

describe("gains of an evening", () => {
  it("stay few, keep their order and their ends, and are densest lately", () => {
    let known: readonly Gain[] = [];
    for (let bar = 0; bar < 5000; bar++)
      known = withGains(known, [
        { voice: "model1", at: bar, gain: 0.1 },
        ...(bar < 100 ? [{ voice: "model2", at: bar, gain: 0.2 }] : []),
      ]);
    const of = (voice: string): number[] => known.filter((gain) => gain.voice === voice).map(({ at }) => at);
    const bars = of("model1");
    expect(bars.length).toBeLessThanOrEqual(512);
    expect(bars.length).toBeGreaterThan(256);
    expect(bars).toEqual(bars.toSorted((one, other) => one - other));
    expect(bars[0]).toBe(0);
    expect(bars.at(-1)).toBe(4999);
    const early = (bars[1] ?? 0) - (bars[0] ?? 0);
    const late = (bars.at(-1) ?? 0) - (bars.at(-2) ?? 0);
    expect(early).toBeGreaterThan(late);
    expect(of("model2").length).toBe(100);
  });
});
