import { describe, expect, it } from "vitest";
import { DriverClock } from "../../../server/io/midi/driver-clock.ts";
import { Random } from "../../../shared/chance/random.ts";
import { ms } from "../../../shared/time/units.ts";

/** What a driver tells of events at these true times, handed over late by `delays`, in order. */
const heard = (times: readonly number[], delays: readonly number[]): { delta: number; callback: number }[] => {
  let callback = Number.NEGATIVE_INFINITY;
  return times.map((time, i) => {
    callback = Math.max(callback, time + delays[i]!);
    return { delta: i === 0 ? 0 : time - times[i - 1]!, callback };
  });
};

const stamps = (stream: readonly { delta: number; callback: number }[]): number[] => {
  const clock = new DriverClock();
  return stream.map(({ delta, callback }) => clock.stamp(ms(delta), ms(callback)));
};

describe("DriverClock", () => {
  it("recovers true times through a blocked main loop once one message came through promptly", () => {
    const times = Array.from({ length: 200 }, (_, i) => 1000 + i * 20.833);
    const delays = times.map((_, i) => (i % 7 === 3 ? 40 : 0.1));
    const found = stamps(heard(times, delays));
    for (let i = 1; i < times.length; i++) expect(found[i]! - times[i]!).toBeCloseTo(0.1, 6);
  });

  it("never stamps after the callback and never goes back", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const chance = new Random(seed);
      let time = 0;
      const times = Array.from({ length: 500 }, () => {
        time += chance.next() < 0.2 ? 0 : 100 * chance.next();
        return time;
      });
      const stream = heard(
        times,
        times.map(() => 30 * chance.next() ** 4),
      );
      const found = stamps(stream);
      found.forEach((stamp, i) => {
        expect(stamp).toBeLessThanOrEqual(stream[i]!.callback + 1e-9);
        if (i > 0) expect(stamp).toBeGreaterThanOrEqual(found[i - 1]!);
      });
    }
  });

  it("follows a driver clock that drifts by 100 ppm within 1 ms for an hour", () => {
    for (const rate of [1.0001, 0.9999]) {
      const clock = new DriverClock();
      let worst = 0;
      for (let time = 0; time < 3_600_000; time += 250) {
        const stamp = clock.stamp(ms(time === 0 ? 0 : 250 * rate), ms(time));
        worst = Math.max(worst, Math.abs(stamp - time));
      }
      expect(worst).toBeLessThan(1.01);
    }
  });

  it("falls back to the callback's time when the deltas are always zero", () => {
    const callbacks = [0, 120, 121, 250, 5000, 5006];
    const clock = new DriverClock();
    expect(callbacks.map((callback) => clock.stamp(ms(0), ms(callback)))).toEqual([0, 120, 120, 250, 5000, 5006]);
  });

  it("believes a zero inside a chord: its notes were played together", () => {
    const clock = new DriverClock();
    clock.stamp(ms(0), ms(100));
    expect(clock.stamp(ms(50), ms(150.2))).toBe(150);
    expect(clock.stamp(ms(0), ms(150.9))).toBe(150);
  });

  it("is not led astray by deltas that are no numbers or negative", () => {
    const clock = new DriverClock();
    clock.stamp(ms(Number.NaN), ms(0));
    expect(clock.stamp(ms(Number.NaN), ms(100))).toBe(100);
    expect(clock.stamp(ms(-5), ms(200))).toBe(200);
    expect(clock.stamp(ms(Number.POSITIVE_INFINITY), ms(300))).toBe(300);
  });

  it("takes the callback's time when the driver falls behind by more than a quarter of a second", () => {
    const clock = new DriverClock();
    clock.stamp(ms(0), ms(0));
    expect(clock.stamp(ms(10), ms(1000))).toBe(1000);
    expect(clock.stamp(ms(500), ms(1500))).toBe(1500);
  });

  it("forgets a delay that was too small after 10 s", () => {
    const clock = new DriverClock();
    clock.stamp(ms(0), ms(0));
    // The driver lost 100 ms, once.
    expect(clock.stamp(ms(900), ms(1000))).toBe(900);
    let last = 0;
    for (let time = 2000; time <= 12_000; time += 1000) last = clock.stamp(ms(1000), ms(time));
    expect(last).toBe(12_000);
  });
});
