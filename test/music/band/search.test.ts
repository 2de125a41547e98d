import { describe, expect, it } from "vitest";
import { patternOf } from "../../../server/core/music/pattern.ts";
import type { VoiceSettings } from "../../../shared/controls/band.ts";
import { BandRoom } from "../../helpers/band-room.ts";

/** How many steps each step of an answer may be searched together with; null for none. */
const searched = async (settings: Partial<VoiceSettings>, until = 48): Promise<(number | null)[]> => {
  const room = new BandRoom([
    { name: "drummer" },
    { name: "model1", listensTo: ["drummer"], settings: { callBars: 1, responseBars: 2, ...settings } },
  ]);
  room.transport.start();
  await room.play([patternOf("kick"), patternOf("snare")], 0);
  await room.goTo(until);
  return room.voice("model1").asks.map(({ ask }) => ask.search?.steps ?? null);
};

describe("a search for the likeliest bar", () => {
  it("covers the first beat of an answer, then always what is left of the bar", async () => {
    const steps = await searched({ beams: 4 });
    expect(steps.slice(0, 5)).toEqual([4, 15, 14, 13, 12]);
    expect(steps[15]).toBe(1);
    expect(steps[16]).toBe(16);
    expect(steps).toHaveLength(32);
  });

  it("is not for one beam, nor for who plays along", async () => {
    expect(new Set(await searched({ beams: 1 }))).toEqual(new Set([null]));
    expect(new Set(await searched({ beams: 8, mode: "along" }, 16))).toEqual(new Set([null]));
  });
});
