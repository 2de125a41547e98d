import { describe, expect, it } from "vitest";
import type { LearntFeel } from "../../../server/core/music/learnt-feel.ts";
import { patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import type { HeardHit } from "../../../server/music/band/feel/heard-hit.ts";
import { Ornaments } from "../../../server/music/band/feel/ornaments.ts";
import { StepHits } from "../../../server/music/band/step-hits.ts";
import { LARGEST_OFFSET, strokesOf } from "../../../server/music/band/strokes.ts";
import { readFeel } from "../../../server/music/rhythm/checkpoint/read-feel.ts";
import { Random } from "../../../shared/chance/random.ts";
import type { PlannedNote } from "../../../shared/music/note.ts";
import { BandRoom } from "../../helpers/band-room.ts";

const SNARE = 1;
const FLAM = [-0.2, 0.4];

const DATA: LearntFeel["ornaments"] = {
  share: new Array(9 * 4 * 4).fill(0.1),
  figures: Array.from({ length: 9 }, () => [[0.5, 0.5]]),
};

const hit = (velocity: number, ornament: HeardHit["ornament"] = null): HeardHit => ({
  drum: SNARE,
  velocity,
  offset: 0,
  ornament,
});

/** How many of a thousand snares on the step have an ornament, and how many of these are flams. */
const played = (ornaments: Ornaments, stepInBar: number): { share: number; flams: number } => {
  const random = new Random(5);
  const figures = Array.from({ length: 1000 }, () => ornaments.choose(SNARE, stepInBar, 100, random));
  const some = figures.filter((figure) => figure !== null);
  return { share: some.length / 1000, flams: some.filter((figure) => figure === FLAM).length / some.length };
};

describe("ornaments", () => {
  it("come as often as in the data where nobody was heard", () => {
    const { share, flams } = played(new Ornaments(DATA), 4);
    expect(Math.abs(share - 0.1)).toBeLessThan(0.03);
    expect(flams).toBe(0);
  });

  it("come back on the step where the drummer plays them, as the drummer plays them, and seldom elsewhere", () => {
    const ornaments = new Ornaments(DATA);
    for (let bar = 0; bar < 24; bar++) {
      ornaments.learn(4, hit(100));
      ornaments.learn(12, hit(100, FLAM));
    }
    const [plain, ornamented] = [played(ornaments, 4), played(ornaments, 12)];
    expect(ornamented.share).toBeGreaterThan(0.6);
    expect(ornamented.flams).toBeGreaterThan(0.7);
    expect(plain.share).toBeLessThan(0.25);
  });

  it("stay away where the drummer leaves them out", () => {
    const ornaments = new Ornaments(DATA);
    for (let bar = 0; bar < 60; bar++) for (const step of [4, 12]) ornaments.learn(step, hit(100));
    expect(played(ornaments, 4).share).toBeLessThan(0.025);
  });

  it("are learnt from a drummer where the model knows of none", () => {
    const ornaments = new Ornaments(null);
    expect(played(ornaments, 4).share).toBe(0);
    for (let bar = 0; bar < 60; bar++) ornaments.learn(4, hit(100, FLAM));
    expect(played(ornaments, 4).share).toBeGreaterThan(0.5);
  });

  it("that are learnt later change no copy", () => {
    const ornaments = new Ornaments(DATA);
    const copy = ornaments.copy();
    for (let bar = 0; bar < 60; bar++) ornaments.learn(4, hit(100, FLAM));
    expect(played(copy, 4)).toEqual(played(new Ornaments(DATA), 4));
  });
});

describe("the hits of a step", () => {
  it("are the loudest of each drum, with the others as its ornament in the order of their moments", () => {
    const hits = new StepHits();
    hits.add(SNARE, 40, -0.2);
    hits.add(0, 90, 0);
    hits.add(SNARE, 100, 0.05);
    hits.add(SNARE, 50, 0.3);
    expect(hits.hits()).toEqual([
      { drum: 0, velocity: 90, offset: 0, ornament: null },
      { drum: SNARE, velocity: 100, offset: 0.05, ornament: [-0.25, 0.4, 0.25, 0.5] },
    ]);
  });
});

describe("strokes", () => {
  it("are two where there is a flam, the soft one first, each over when the next begins", () => {
    expect(strokesOf(100, 0.1, FLAM)).toEqual([
      { velocity: 40, offset: expect.closeTo(-0.1, 6), duration: expect.closeTo(0.2, 6) },
      { velocity: 100, offset: 0.1, duration: 0.5 },
    ]);
  });

  it("are never late, never beyond MIDI, never in each other's way, whatever is wanted", () => {
    const random = new Random(11);
    for (let i = 0; i < 2000; i++) {
      const figure = Array.from({ length: 1 + random.integer(4) }, () => [
        2 * random.next() - 1,
        0.01 + 0.99 * random.next(),
      ]);
      const strokes = strokesOf(1 + 126 * random.next(), 2 * random.next() - 1, figure.flat());
      let free = -LARGEST_OFFSET;
      for (const { velocity, offset, duration } of strokes) {
        expect(Number.isInteger(velocity) && velocity >= 1 && velocity <= 127).toBe(true);
        expect(offset).toBeGreaterThanOrEqual(free - 1e-9);
        expect(duration).toBeGreaterThan(0.02);
        free = offset + duration;
      }
      // Where the next step's first hit may be.
      expect(free).toBeLessThanOrEqual(1 - LARGEST_OFFSET + 1e-9);
      expect(strokes.length).toBeLessThanOrEqual(1 + figure.length);
    }
  });
});

const LEARNT = (await readFeel("models/groove")).feel;

describe("ornaments in the band", () => {
  /** A drummer flams the snare on 2 and 4, bar after bar, and is answered. */
  const answered = async (settings: { ornaments?: number } = {}): Promise<BandRoom> => {
    const room = new BandRoom([
      { name: "drummer" },
      { name: "model1", listensTo: ["drummer"], lag: 32, feel: { table: null, learnt: LEARNT }, settings },
    ]);
    room.transport.start();
    const HAT = patternOf("closed_hat");
    for (let step = 0; step < 8 * 32; step++) {
      if (Math.floor(step / 32) % 2 === 1) continue;
      if (step % 8 === 4) {
        await room.goTo(step - 0.2);
        room.hit("snare", 35);
        await room.goTo(step + 0.02);
        room.hit("snare", 110);
      } else await room.play([step % 2 === 0 ? HAT : SILENCE], step);
    }
    return room;
  };

  const flams = (notes: readonly PlannedNote[]): number[] => {
    const snares = notes.filter(({ drum }) => drum === "snare");
    const steps = snares.map(({ beat }) => Math.round(beat * 4));
    return [...new Set(steps)].map((step) => steps.filter((each) => each === step).length);
  };

  it("a drummer who flams is answered with flams, both hits their own note", async () => {
    const room = await answered();
    await room.goTo(8 * 32);
    const last = room.notesOf("model1").filter(({ beat }) => beat >= 3 * 16 - 0.1);
    const counts = flams(last);
    expect(counts.filter((count) => count >= 2).length).toBeGreaterThan(0.5 * counts.length);
    const ids = new Set(last.map(({ id }) => id));
    expect(ids.size).toBe(last.length);
  });

  it("the setting at 0 is off, with the same main hits, and asks no network anew", async () => {
    const [with_, without] = [await answered(), await answered({ ornaments: 0 })];
    for (const room of [with_, without]) await room.goTo(8 * 32);
    const [all, main] = [with_.notesOf("model1"), without.notesOf("model1")];
    expect(flams(main).every((count) => count === 1)).toBe(true);
    expect(all.length).toBeGreaterThan(main.length);
    const hats = (notes: readonly PlannedNote[]) =>
      notes.flatMap((note) => (note.drum === "closed_hat" ? [note.velocity] : []));
    expect(hats(all).length).toBeGreaterThanOrEqual(hats(main).length);
  });

  it("turned off within an answer, those that have not sounded are gone and the rest is as it was", async () => {
    const room = await answered();
    await room.goTo(7 * 32 + 8.5);
    const asks = room.voice("model1").asks.length;
    const ahead = room.notesOf("model1").filter(({ beat }) => beat * 4 > 7 * 32 + 9.5);
    expect(flams(ahead).some((count) => count > 1)).toBe(true);
    room.band.set("model1", { ornaments: 0 });
    expect(room.voice("model1").asks.length).toBe(asks);
    const now = room.notesOf("model1").filter(({ beat }) => beat * 4 > 7 * 32 + 9.5);
    expect(flams(now).every((count) => count === 1)).toBe(true);
    const steps = (notes: readonly PlannedNote[]) => [
      ...new Set(notes.map(({ beat, drum }) => `${drum} ${Math.round(beat * 4)}`)),
    ];
    expect(new Set(steps(now))).toEqual(new Set(steps(ahead)));
  });
});
