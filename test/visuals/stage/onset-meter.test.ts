import { describe, expect, it } from "vitest";
import { ms } from "../../../shared/time/units.ts";
import { OnsetMeter } from "../../../visuals/stage/onset-meter.ts";

describe("the onset meter", () => {
  it("tells how far frames were from their notes, with the sign in the mean only", () => {
    const meter = new OnsetMeter();
    for (let i = 0; i < 100; i++) meter.record(ms(1000), ms(1000 + (i % 2 === 0 ? 4 : -2)), ms(20));
    const figures = meter.figures();
    expect(figures).toMatchObject({ count: 100, p95Ms: 4, maxMs: 4, p95Frames: 0.2 });
    expect(figures.meanMs).toBeCloseTo(1);
  });

  it("keeps the newest when there are very many, and begins anew", () => {
    const meter = new OnsetMeter();
    for (let i = 0; i < 10_000; i++) meter.record(ms(0), ms(i < 5000 ? 100 : 1), ms(10));
    expect(meter.figures()).toMatchObject({ count: 10_000, maxMs: 1 });
    meter.reset();
    expect(meter.figures()).toMatchObject({ count: 0, maxMs: 0, meanMs: 0 });
  });
});
