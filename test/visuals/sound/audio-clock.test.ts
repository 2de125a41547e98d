import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import { AudioClock } from "../../../visuals/sound/audio-clock.ts";

describe("the sound card's clock", () => {
  it("is unknown before the first reading", () => {
    const clock = new AudioClock();
    expect(clock.known).toBe(false);
    expect(clock.toContext(1000)).toBeNaN();
  });

  it("maps a moment of the page to the second at which it is heard, within 2 ms, though readings jitter and clocks drift", () => {
    const clock = new AudioClock();
    const random = new Random(5, "audio clock");
    const truth = (page: number): number => (page * (1 + 80e-6) - 250) / 1000;
    for (let page = 1000; page < 600_000; page += 25) {
      clock.read(truth(page) + (random.gaussian() * 2) / 1000, page);
      if (page > 3000) expect(Math.abs(clock.toContext(page + 100) - truth(page + 100))).toBeLessThan(0.0025);
    }
  });

  it("believes at once that the device has changed", () => {
    const clock = new AudioClock();
    clock.read(1, 1000);
    clock.read(1.025 - 0.4, 1025);
    expect(clock.toContext(1025)).toBeCloseTo(0.625);
  });
});
