import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import { ms } from "../../../shared/time/units.ts";
import { FrameClock } from "../../../visuals/time/frame-clock.ts";

/** Frames of a display, with callbacks `jitter` ms late or early and some missed; gives back the error of each prediction. */
const play = (
  clock: FrameClock,
  {
    interval,
    jitter,
    missed,
    from = 0,
    frames = 600,
  }: Record<"interval" | "jitter" | "missed", number> & {
    from?: number;
    frames?: number;
  },
  random: Random,
): number[] => {
  const errors: number[] = [];
  for (let i = 0; i < frames; i++) {
    if (random.next() < missed) continue;
    const vsync = from + i * interval;
    clock.frame(ms(vsync + random.gaussian() * jitter));
    errors.push(clock.displayAt - (vsync + interval));
  }
  return errors;
};

const worst = (errors: readonly number[]): number => Math.max(...errors.map(Math.abs));

describe("the frame clock", () => {
  it("predicts when a frame is seen far better than its time stamps say", () => {
    for (const hz of [23.976, 24, 50, 59.94, 60, 75, 120, 144, 240]) {
      const clock = new FrameClock();
      const errors = play(clock, { interval: 1000 / hz, jitter: 0.5, missed: 0 }, new Random(hz));
      expect(clock.interval).toBeCloseTo(1000 / hz, 1);
      expect(worst(errors.slice(120)), `${hz} Hz`).toBeLessThan(0.5);
    }
  });

  it("keeps its grid when frames are missed", () => {
    const clock = new FrameClock();
    const errors = play(clock, { interval: 1000 / 60, jitter: 0.3, missed: 0.3 }, new Random(2));
    expect(worst(errors.slice(120))).toBeLessThan(0.5);
    expect(clock.interval).toBeCloseTo(1000 / 60, 1);
  });

  it("takes each frame as it comes when they follow no even refresh", () => {
    const clock = new FrameClock();
    const random = new Random(4);
    let now = 0;
    for (let i = 0; i < 300; i++) {
      now += 15 + random.next() * 30;
      clock.frame(ms(now));
      expect(clock.displayAt).toBeGreaterThan(now);
      expect(clock.displayAt - now).toBeLessThan(45);
    }
  });

  it("finds the refresh of another display", () => {
    const clock = new FrameClock();
    const random = new Random(6);
    play(clock, { interval: 1000 / 60, jitter: 0.2, missed: 0 }, random);
    const errors = play(clock, { interval: 1000 / 144, jitter: 0.2, missed: 0, from: 10_100 }, random);
    expect(clock.interval).toBeCloseTo(1000 / 144, 1);
    expect(worst(errors.slice(200))).toBeLessThan(0.5);
  });

  it("always goes forward", () => {
    const clock = new FrameClock();
    const random = new Random(8);
    let before = 0;
    let now = 1000;
    for (let i = 0; i < 2000; i++) {
      now += random.next() < 0.01 ? 3000 : 16.7 + random.gaussian() * 3;
      clock.frame(ms(now));
      expect(clock.displayAt).toBeGreaterThan(before);
      before = clock.displayAt;
    }
  });
});
