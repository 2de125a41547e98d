import { describe, expect, it } from "vitest";
import { notesOf, Past } from "../../../shared/music/past.ts";
import { ms } from "../../../shared/time/units.ts";
import { note } from "../../helpers/snapshot.ts";

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

  it("remembers three minutes for a scene that looks so far back, also where it was told of them", () => {
    const past = new Past();
    for (let i = 0; i < 600; i++) past.add(note(i, { surprise: i % 2 === 0 ? 1.25 : null }), ms(i * 500));
    const now = ms(300_000);
    const far = past.notes(now, ms(180_000)).map(({ note: { id } }) => id);
    expect(far).toEqual(Array.from({ length: 360 }, (_, i) => 240 + i));
    const told = notesOf(past.told(now));
    expect(told.map(({ id }) => id)).toEqual(far);
    expect(told).toEqual(past.notes(now, ms(180_000)).map(({ note: one, at }) => ({ ...one, at })));
    expect(past.notes(now).length).toBe(24);
  });

  it("does not grow without end", () => {
    const past = new Past();
    for (let i = 0; i < 20_000; i++) past.add(note(i), ms(i / 100));
    expect(past.notes(ms(200)).length).toBeLessThanOrEqual(512);
    expect(past.notes(ms(200), ms(100_000)).length).toBeLessThanOrEqual(4096);
    expect(past.has(19_999)).toBe(true);
    expect(past.has(3)).toBe(false);
  });
});
