import { describe, expect, it } from "vitest";
import { patternOf } from "../../../server/core/music/pattern.ts";
import { BandRoom, type ChairSpec } from "../../helpers/band-room.ts";

const CHAIRS: readonly ChairSpec[] = [
  { name: "drummer" },
  { name: "answers", listensTo: ["drummer"] },
  { name: "along", listensTo: ["drummer"], settings: { mode: "along" } },
];
const DUET: readonly ChairSpec[] = [
  { name: "one", listensTo: ["two"] },
  { name: "two", listensTo: ["one"] },
];
const BAR = 16;

/** Two bars are counted in; `busy`: somebody plays in them. */
const counted = async (busy: boolean): Promise<BandRoom> => {
  const room = new BandRoom(CHAIRS);
  room.transport.start(2);
  if (busy) await room.play(Array(2 * BAR - 1).fill(patternOf("snare")), -2 * BAR, 0.1);
  await room.play(Array(2 * BAR).fill(patternOf("kick")), 0, 0.1);
  await room.goTo(6 * BAR);
  return room;
};

describe("while the music is counted in", () => {
  it("models rest, whatever is played; who plays is heard", async () => {
    const [busy, still] = [await counted(true), await counted(false)];
    expect(busy.live.length).toBe(still.live.length + 2 * BAR - 1);
    for (const voice of ["answers", "along"]) {
      expect(still.stepsOf(voice).length).toBeGreaterThan(10);
      expect(busy.stepsOf(voice)).toEqual(still.stepsOf(voice));
      expect(Math.min(...busy.stepsOf(voice))).toBeGreaterThanOrEqual(0);
    }
    expect(busy.reports).toEqual([]);
  });

  it("a duet begins no earlier than bar 1", async () => {
    const room = new BandRoom(DUET);
    room.transport.start(2);
    await room.goTo(8 * BAR);
    const steps = [...room.stepsOf("one"), ...room.stepsOf("two")];
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
    expect(room.reports).toEqual([]);
  });
});
