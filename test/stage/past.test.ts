import { describe, expect, it } from "vitest";
import { Past } from "../../shared/music/past.ts";
import { ms } from "../../shared/time/units.ts";
import { note } from "../helpers/snapshot.ts";

describe("the past", () => {
  it("holds everything of the last twelve seconds, the oldest first", () => {
    const past = new Past();
    for (let i = 0; i < 40; i++) past.add(note(i), ms(i * 1000));
    expect(past.notes(ms(40_000)).map(({ note: { id } }) => id)).toEqual(Array.from({ length: 12 }, (_, i) => 28 + i));
  });

  it("holds the last two hits of each drum of each voice, however old, and counts all", () => {
    const past = new Past();
    for (let i = 0; i < 5; i++) past.add(note(i, { voice: "drummer", drum: "crash" }), ms(i));
    past.add(note(9, { drum: "ride" }), ms(10));
    const { notes, hits } = past.told(ms(10_000_000));
    expect(notes.map(({ id }) => id)).toEqual([3, 4, 9]);
    expect(hits).toEqual({ drummer: [0, 0, 0, 0, 0, 0, 0, 5, 0], model1: [0, 0, 0, 0, 0, 0, 0, 0, 1] });
  });

  it("tells when a note was due, not when it was once meant to be", () => {
    const past = new Past();
    past.add(note(1, { at: ms(500) }), ms(620));
    expect(past.told(ms(1000)).notes[0]?.at).toBe(620);
  });

  it("does not grow without end", () => {
    const past = new Past();
    for (let i = 0; i < 20_000; i++) past.add(note(i), ms(i / 100));
    expect(past.notes(ms(200)).length).toBeLessThanOrEqual(512);
  });
});
