import { describe, expect, it } from "vitest";
import { ms } from "../../../shared/time/units.ts";
import { pixelsFor } from "../../../visuals/stage/graphics.ts";
import { Resolution } from "../../../visuals/stage/resolution.ts";
import { FrameClock } from "../../../visuals/time/frame-clock.ts";

const HD = 1280 * 720;

/** Frames whose gap follows from the size drawn; returns the scales chosen. */
const play = (resolution: Resolution, frames: number, gapFor: (scale: number) => number, pixels = HD): number[] => {
  const scales: number[] = [];
  for (let i = 0; i < frames; i++)
    if (resolution.frame(ms(gapFor(resolution.scale)), pixels * resolution.scale ** 2)) scales.push(resolution.scale);
  return scales;
};

/** What a page tells before it draws anything, on a display of so many hertz. */
const idle = (resolution: Resolution, hertz: number, frames = 20): void => {
  const clock = new FrameClock();
  for (let i = 1; i <= frames; i++) {
    clock.frame(ms((i * 1000) / hertz));
    if (clock.even) resolution.idle(clock.interval);
  }
};

describe("the picture's size", () => {
  it("does not judge by the first frames of all", () => {
    const resolution = new Resolution();
    play(resolution, 30, () => 150);
    expect(play(resolution, 200, () => 16)).toEqual([]);
  });

  it("stays full while frames come fast enough", () => {
    expect(play(new Resolution(), 2000, () => 28)).toEqual([]);
  });

  it("shrinks until frames come fast enough, and not further", () => {
    const resolution = new Resolution();
    play(resolution, 1000, (scale) => 60 * scale ** 2);
    expect(resolution.scale).toBeGreaterThanOrEqual(0.6);
    expect(60 * resolution.scale ** 2).toBeLessThan(31.5);
  });

  it("shrinks within a few frames when they are terribly slow", () => {
    const resolution = new Resolution();
    play(resolution, 60, () => 16);
    play(resolution, 20, (scale) => 900 * scale ** 2);
    expect(resolution.scale).toBeLessThan(0.5);
  });

  it("grows again when there is room for long, and asks less often when that was a mistake", () => {
    const resolution = new Resolution();
    play(resolution, 200, (scale) => 60 * scale ** 2);
    const changes = play(resolution, 60_000, (scale) => (scale > 0.75 ? 45 : 16));
    const raises = changes.filter((scale) => scale > 0.75).length;
    expect(raises).toBeGreaterThan(1);
    expect(raises).toBeLessThan(12);
  });

  it("prefers a smooth picture to a fine one where there are many pixels", () => {
    const resolution = new Resolution();
    play(resolution, 600, (scale) => 28 * scale ** 2, 3840 * 2160);
    expect(resolution.scale).toBeLessThan(1);
  });

  it.each([23.976, 24, 25, 30, 50, 60, 120])(
    "stays full on a display of %d Hz that misses no frame, fine or not",
    (hertz) => {
      for (const pixels of [HD, 3840 * 2160]) {
        const resolution = new Resolution();
        idle(resolution, hertz);
        expect(play(resolution, 4000, () => 1000 / hertz, pixels)).toEqual([]);
      }
    },
  );

  it.each([24, 30, 60])(
    "shrinks on a display of %d Hz where every second frame is missed, and grows again",
    (hertz) => {
      const resolution = new Resolution();
      idle(resolution, hertz);
      play(resolution, 1000, (scale) => (scale > 0.7 ? 2000 : 1000) / hertz, 3840 * 2160);
      expect(resolution.scale).toBeLessThan(0.7);
      play(resolution, 20_000, () => 1000 / hertz, 3840 * 2160);
      expect(resolution.scale).toBe(1);
    },
  );

  it("does not take a page that was busy before it drew, or idle for a moment only, for a slow display", () => {
    const busy = new Resolution();
    idle(busy, 30);
    idle(busy, 60);
    const brief = new Resolution();
    idle(brief, 30, 7);
    for (const resolution of [busy, brief])
      expect(play(resolution, 400, () => 1000 / 30, 3840 * 2160).length).toBeGreaterThan(0);
  });

  it("does not take a pause for a slow frame", () => {
    const resolution = new Resolution();
    expect(play(resolution, 3, () => 60_000)).toEqual([]);
  });

  it("is at least a pixel and at most 4K, whatever the projector says", () => {
    expect(pixelsFor(1, 1, 1, 0.25)).toEqual({ width: 1, height: 1 });
    expect(pixelsFor(0, 0, 1, 1)).toEqual({ width: 1, height: 1 });
    expect(pixelsFor(1280, 720, 1, 1)).toEqual({ width: 1280, height: 720 });
    const huge = pixelsFor(7680, 4320, 2, 1);
    expect(huge.width * huge.height).toBeLessThanOrEqual(3840 * 2160 * 1.001);
    expect(huge.width / huge.height).toBeCloseTo(16 / 9, 2);
    const wide = pixelsFor(20_000, 500, 1, 1);
    expect(wide.width).toBeLessThanOrEqual(4096);
    expect(pixelsFor(1000, 500, 8, 1)).toEqual({ width: 2000, height: 1000 });
  });
});
