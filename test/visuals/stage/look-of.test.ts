import { describe, expect, it } from "vitest";
import { NO_PASSES } from "../../../shared/picture/passes.ts";
import { lookOf, mixDoses, SHOW_PALETTE, showPalette } from "../../../visuals/stage/look-of.ts";
import { aCue } from "../../helpers/cue.ts";
import { snapshot } from "../../helpers/snapshot.ts";

describe("how the picture is meant to look", () => {
  it("is the show's scene in the show's colours while nobody directs", () => {
    const show = snapshot({ scene: "antiphony", seed: 12 });
    expect(lookOf(show, null)).toMatchObject({ scene: "antiphony", seed: 12, palette: SHOW_PALETTE });
    expect(showPalette(show).voices).toEqual(["#f2b134", "#4fc3f7", "#f06292"]);
  });

  it("is what the cue in force says", () => {
    const cue = aCue({ scene: "tunnel", seed: 3, palette: "tide", intensity: 0.9 });
    expect(lookOf(snapshot(), cue)).toEqual({
      scene: "tunnel",
      seed: 3,
      palette: "tide",
      intensity: 0.9,
      passes: NO_PASSES,
    });
  });

  it("moves doses from look to look, and leaves those set by hand", () => {
    const into = { ...NO_PASSES };
    mixDoses(into, { ...NO_PASSES, bloom: 0.2 }, { ...NO_PASSES, bloom: 1, grain: 1 }, 0.25, { grain: 0.1 });
    expect(into.bloom).toBeCloseTo(0.4);
    expect(into.grain).toBe(0.1);
  });
});
