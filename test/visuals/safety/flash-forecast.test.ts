import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import type { Drum } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { beats, type Ms, ms } from "../../../shared/time/units.ts";
import { FlashForecast, type NotesAhead } from "../../../visuals/safety/flash-forecast.ts";

const BRIGHTNESS: Readonly<Partial<Record<Drum, number>>> = { kick: 0.5, snare: 0.3, crash: 0.9, closed_hat: 0.04 };
const brightnessOf = (note: Note): number => ((BRIGHTNESS[note.drum] ?? 0) * note.velocity) / 127;

const noteAt = (id: number, at: number, drum: Drum, velocity = 127, live = false): Note => ({
  id,
  voice: live ? "drummer" : "model1",
  drum,
  velocity,
  beat: beats(at / 500),
  duration: beats(0.1),
  at: ms(at),
  surprise: null,
  live,
});

interface Struck {
  readonly note: Note;
  readonly share: number;
}

/** Frames 60 times a second; each generated note is known a while ahead, live ones are not. */
const perform = (notes: readonly Note[], length: number, known = 1500) => {
  const forecast = new FlashForecast(brightnessOf);
  const struck: Struck[] = [];
  for (let now = 0; now < length; now += 1000 / 60) {
    const ahead = notes.filter(({ at, live }) => !live && at > now && at <= now + known);
    const view: NotesAhead = {
      count: ahead.length,
      note: (i) => ahead[i]!,
      dueAt: (i): Ms => ahead[i]!.at,
    };
    forecast.look(view, ms(now));
    for (const note of notes)
      if (note.at > now - 1000 / 60 && note.at <= now) struck.push({ note, share: forecast.strike(note, note.at) });
  }
  return { struck };
};

/** When what is left of the notes still flashes; notes within 50 ms are one flash. */
const flashesOf = (struck: readonly Struck[]): number[] => {
  const times: number[] = [];
  for (const { note, share } of struck)
    if (brightnessOf(note) * share >= 0.1 && !times.some((time) => Math.abs(time - note.at) < 50)) times.push(note.at);
  return times;
};

const mostInASecond = (times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length));

describe("FlashForecast", () => {
  it("leaves no more than three flashes in any second, known ahead or not", () => {
    let wild = 0;
    for (let seed = 0; seed < 100; seed++) {
      const random = new Random(seed, "notes");
      const drums: readonly Drum[] = ["kick", "snare", "crash", "closed_hat", "ride"];
      const every = 40 + random.next() * 400;
      const notes: Note[] = [];
      for (let at = 10; at < 8000; at += every * (0.5 + random.next()))
        notes.push(noteAt(notes.length, at, drums[random.integer(5)]!, 1 + random.integer(127), random.next() < 0.3));
      const { struck } = perform(notes, 8200, 200 + random.next() * 2000);
      expect(struck).toHaveLength(notes.length);
      if (mostInASecond(flashesOf(struck.map(({ note }) => ({ note, share: 1 })))) > 3) wild++;
      expect(mostInASecond(flashesOf(struck)), `seed ${seed}`).toBeLessThanOrEqual(3);
    }
    expect(wild).toBeGreaterThan(50);
  });

  it("holds back nothing for flashes of a time that is void", () => {
    const forecast = new FlashForecast(brightnessOf);
    const strike = (at: number): number => forecast.strike(noteAt(at, at, "kick"), ms(at));
    for (let at = 600_000; strike(at) === 1; at += 400) expect(at).toBeLessThan(700_000);
    expect(strike(1000)).toBeLessThan(1);
    forecast.forget();
    expect(strike(1000)).toBe(1);
  });

  it("touches nothing while the notes keep the limit by themselves", () => {
    const notes = Array.from({ length: 20 }, (_, i) => noteAt(i, 100 + i * 340, "crash"));
    const { struck } = perform(notes, 7000);
    expect(struck.every(({ share }) => share === 1)).toBe(true);
  });

  it("keeps the accents of what is known ahead and dims what is between them", () => {
    const notes = Array.from({ length: 64 }, (_, i) => noteAt(i, 100 + i * 125, "kick", i % 4 === 0 ? 127 : 80));
    const { struck } = perform(notes, 8200);
    for (const { note, share } of struck) if (note.velocity === 127) expect(share).toBe(1);
    const kept = struck.filter(({ note, share }) => note.velocity === 80 && share === 1).length;
    // Two accents a second leave room for one more.
    expect(kept).toBeLessThanOrEqual(9);
  });

  it("never darkens a gesture altogether, and never one that is no flash", () => {
    const notes = Array.from({ length: 200 }, (_, i) => noteAt(i, 100 + i * 60, i % 2 === 0 ? "crash" : "closed_hat"));
    const { struck } = perform(notes, 12_500);
    for (const { note, share } of struck) {
      expect(share).toBeGreaterThan(0.05);
      if (note.drum === "closed_hat") expect(share).toBe(1);
    }
  });

  it("takes hits that fall together for one flash", () => {
    const notes = [0, 300, 600].flatMap((at, i) => [
      noteAt(3 * i, 100 + at, "kick"),
      noteAt(3 * i + 1, 105 + at, "crash"),
      noteAt(3 * i + 2, 130 + at, "snare"),
    ]);
    expect(perform(notes, 2000).struck.every(({ share }) => share === 1)).toBe(true);
  });
});
