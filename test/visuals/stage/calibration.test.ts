import { expect, it } from "vitest";
import { bpm } from "../../../shared/time/units.ts";
import { beatsPerFlash } from "../../../visuals/stage/calibration.ts";

it("the flash-and-click page never flashes more than three times in a second, and with every beat where it may", () => {
  for (let tempo = 20; tempo <= 999; tempo++) {
    const gap = (beatsPerFlash(bpm(tempo)) * 60_000) / tempo;
    const inSecond = Math.floor(1000 / gap - 1e-9) + 1;
    expect(inSecond, `${tempo} bpm`).toBeLessThanOrEqual(3);
    expect(gap, `${tempo} bpm`).toBeLessThanOrEqual(Math.max(800, 60_000 / tempo));
    if (tempo <= 150) expect(beatsPerFlash(bpm(tempo)), `${tempo} bpm`).toBe(1);
  }
});
