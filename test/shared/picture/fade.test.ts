import { describe, expect, it } from "vitest";
import { fadeLevel, fadeOn, steadyFade } from "../../../shared/picture/fade.ts";
import { ms } from "../../../shared/time/units.ts";

describe("Fade", () => {
  it("begins where it is and ends where it should, and never turns back on the way", () => {
    const fade = fadeOn(steadyFade(1), 0, ms(1000), ms(500));
    expect(fadeLevel(fade, ms(0))).toBe(1);
    expect(fadeLevel(fade, ms(1000))).toBe(1);
    expect(fadeLevel(fade, ms(1500))).toBe(0);
    for (let at = 1000; at < 1500; at++)
      expect(fadeLevel(fade, ms(at + 1))).toBeLessThanOrEqual(fadeLevel(fade, ms(at)));
  });

  it("is there at once when it takes no time", () => {
    expect(fadeLevel(fadeOn(steadyFade(1), 0, ms(7), ms(0)), ms(7))).toBe(0);
  });

  it("turned round half way goes on from there without a jump", () => {
    const down = fadeOn(steadyFade(1), 0, ms(0), ms(1000));
    const back = fadeOn(down, 1, ms(400), ms(1000));
    expect(fadeLevel(back, ms(400))).toBe(fadeLevel(down, ms(400)));
    expect(fadeLevel(back, ms(1400))).toBe(1);
  });
});
