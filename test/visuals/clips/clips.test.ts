import { describe, expect, it } from "vitest";
import { layerAt, SLICE_FRAMES } from "../../../visuals/clips/film.ts";
import { applyCurve, Levels } from "../../../visuals/clips/levels.ts";
import { momentsOf, SLICE_SECONDS, viewOf } from "../../../visuals/clips/moments.ts";

/** Grey pixels around a mean, from dark to bright. */
const greys = (mean: number, spread: number): Uint8Array =>
  Uint8Array.from({ length: 4 * 7000 }, (_, i) => (i % 4 === 3 ? 255 : mean + spread * (((i >> 2) % 101) / 50 - 1)));

const meanOf = (pixels: Uint8Array): number =>
  pixels.reduce((sum, value, i) => (i % 4 === 3 ? sum : sum + value), 0) / (pixels.length * 0.75);

describe("slices of a video", () => {
  it("are all of a short one, from end to end", () => {
    expect(momentsOf("a.mp4", 2, 24)).toEqual([0, 0.5, 1, 1.5]);
    expect(momentsOf("a.mp4", 0.1, 24)).toEqual([0]);
    // What was streamed at 30 pictures a second seems to end where its last picture begins.
    expect(momentsOf("a.webm", 2 - 1 / 30, 24)).toEqual([0, 0.5, 1, 1.5]);
    expect(momentsOf("a.mp4", 1.9, 24)).toEqual([0, 0.5, 1]);
  });

  it("are spread over a long one, within it, in order, and fewer are among more", () => {
    const [three, twelve] = [momentsOf("film.mp4", 600, 3), momentsOf("film.mp4", 600, 12)];
    expect(twelve.length).toBe(12);
    expect([...twelve].sort((a, b) => a - b)).toEqual(twelve);
    expect(Math.max(...twelve)).toBeLessThanOrEqual(600 - SLICE_SECONDS);
    expect(three.every((moment) => twelve.includes(moment))).toBe(true);
    const gaps = twelve.slice(1).map((moment, i) => moment - (twelve[i] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(600 / 4);
    expect(momentsOf("other.mp4", 600, 12)).not.toEqual(twelve);
  });

  it("go round in both directions, a frame a 32nd", () => {
    const clip = { first: 2, count: 3 };
    expect(layerAt(clip, 0, 0)).toBe(2 * SLICE_FRAMES);
    expect(layerAt(clip, 0, 1 / 8)).toBe(2 * SLICE_FRAMES + 1);
    expect(layerAt(clip, 2, 1)).toBe(2 * SLICE_FRAMES);
    expect(layerAt(clip, 0, -1 / 8)).toBe(5 * SLICE_FRAMES - 1);
  });

  it("are as bright as one another, whatever they were", () => {
    const shown = [40, 90, 128, 200].map((mean) => {
      const pixels = greys(mean, 38);
      const levels = new Levels();
      levels.add(pixels);
      applyCurve(pixels, levels.curve());
      return meanOf(pixels) / 255;
    });
    expect(Math.max(...shown) - Math.min(...shown)).toBeLessThan(0.12);
    for (const mean of shown) expect(mean).toBeGreaterThan(0.3);
  });
});

it("the camera over an image never leaves it", () => {
  for (let n = 0; n < 400; n++) {
    const { x, y, share } = viewOf(`${n % 20}.png`, n % 4, (n % 8) / 7);
    for (const middle of [x, y]) {
      expect(middle - share / 2).toBeGreaterThanOrEqual(-1e-9);
      expect(middle + share / 2).toBeLessThanOrEqual(1 + 1e-9);
    }
  }
});
