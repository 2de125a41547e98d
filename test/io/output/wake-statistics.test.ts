import { describe, expect, it } from "vitest";
import { statisticsMemory, WakeStatistics } from "../../../server/io/output/wake-statistics.ts";
import { ms } from "../../../shared/time/units.ts";

describe("the worker's statistics", () => {
  it("gives percentiles to 10 microseconds, rounded up, and the extremes", () => {
    const statistics = new WakeStatistics(statisticsMemory());
    expect(statistics.percentile(0.99)).toBeNull();
    for (let i = 0; i < 1000; i++) statistics.record(ms(i / 100 + 0.001));
    expect(statistics.count).toBe(1000);
    expect(statistics.percentile(0.5)).toBeCloseTo(5, 6);
    expect(statistics.percentile(0.99)).toBeCloseTo(9.9, 6);
    expect(statistics.earliest).toBeCloseTo(0.001, 6);
    expect(statistics.latest).toBeCloseTo(9.991, 6);
  });

  it("are seen by every thread that has the memory", () => {
    const memory = statisticsMemory();
    new WakeStatistics(memory).record(ms(-0.02));
    new WakeStatistics(memory).recordLateDrop();
    const other = new WakeStatistics(memory);
    expect([other.count, other.lateDropped, other.earliest]).toEqual([1, 1, -0.02]);
  });

  it("keeps what is beyond its range in its extremes", () => {
    const statistics = new WakeStatistics(statisticsMemory());
    statistics.record(ms(5000));
    expect(statistics.latest).toBe(2000);
    expect(statistics.percentile(1)).toBeCloseTo(20, 6);
  });
});
