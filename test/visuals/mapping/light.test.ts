import { describe, expect, it } from "vitest";
import { blendFor, NO_BLEND } from "../../../shared/mapping/soft-edge.ts";
import { sideBySide } from "../../../visuals/mapping/arrange.ts";
import { maskInto } from "../../../visuals/mapping/mask.ts";
import { lightAt, ramp } from "../../helpers/light-at.ts";

describe("soft edges", () => {
  it("of two projectors add up to the light of one, all over the overlap", () => {
    for (let t = 0; t <= 1; t += 1 / 64) expect(ramp(t) + ramp(1 - t)).toBeCloseTo(1, 12);
  });

  it("of four projectors in two rows add up where all of them overlap", () => {
    const parts = [
      { x: 0, y: 0, width: 0.6, height: 0.55 },
      { x: 0.4, y: 0, width: 0.6, height: 0.55 },
      { x: 0, y: 0.45, width: 0.6, height: 0.55 },
      { x: 0.4, y: 0.45, width: 0.6, height: 0.55 },
    ];
    const blends = parts.map((part) =>
      blendFor(
        part,
        parts.filter((other) => other !== part),
      ),
    );
    expect(blends[0]).toEqual({ ...NO_BLEND, right: expect.closeTo(1 / 3), bottom: expect.closeTo(2 / 11) });
    for (let y = 0.005; y < 1; y += 0.01)
      for (let x = 0.005; x < 1; x += 0.01) {
        let light = 0;
        for (const [i, part] of parts.entries()) {
          const [inX, inY] = [(x - part.x) / part.width, (y - part.y) / part.height];
          if (inX >= 0 && inX <= 1 && inY >= 0 && inY <= 1) light += lightAt(blends[i]!, inX, inY);
        }
        expect(light).toBeCloseTo(1, 9);
      }
  });
});

describe("projectors side by side", () => {
  it.each([1, 2, 3, 5])("are as wide as one another, cover the picture and overlap as told: %i", (count) => {
    const parts = sideBySide(count, 0.1);
    expect(parts.at(-1)!.x + parts.at(-1)!.width).toBeCloseTo(1, 12);
    for (const [i, part] of parts.entries()) {
      const blend = blendFor(part, parts.toSpliced(i, 1));
      expect(blend.right).toBeCloseTo(i === count - 1 ? 0 : 0.1, 12);
      expect(blend.left).toBeCloseTo(i === 0 ? 0 : 0.1, 12);
    }
  });
});

describe("masks", () => {
  const draw = (...masks: Parameters<typeof maskInto>[4]): ((x: number, y: number) => number) => {
    const levels = new Uint8Array(160 * 90);
    maskInto(levels, 160, 90, 16 / 9, masks);
    return (x, y) => levels[Math.floor(y * 90) * 160 + Math.floor(x * 160)]!;
  };
  const square = (from: number, to: number) =>
    [
      [from, from],
      [to, from],
      [to, to],
      [from, to],
    ] as const;

  it("are dark inside, or outside, and a dark one may lie in one that is kept", () => {
    const dark = draw({ keep: false, feather: 0, points: square(0.25, 0.75) });
    expect([dark(0.5, 0.5), dark(0.1, 0.5)]).toEqual([0, 255]);
    const both = draw(
      { keep: false, feather: 0, points: square(0.4, 0.6) },
      { keep: true, feather: 0, points: square(0.25, 0.75) },
    );
    expect([both(0.5, 0.5), both(0.3, 0.5), both(0.1, 0.5)]).toEqual([0, 255, 0]);
    expect(draw()(0.5, 0.5)).toBe(255);
  });

  it("fade over their feather, as far across as down", () => {
    const soft = draw({ keep: false, feather: 0.2, points: square(0.25, 0.75) });
    expect(soft(0.25, 0.5)).toBeGreaterThan(115);
    expect(soft(0.25, 0.5)).toBeLessThan(140);
    const across = (0.05 * 9) / 16;
    expect(Math.abs(soft(0.25 + across, 0.5) - soft(0.5, 0.25 + 0.05))).toBeLessThan(12);
    expect([soft(0.25 - 0.07, 0.5), soft(0.25 + 0.07, 0.5)]).toEqual([255, 0]);
  });
});
