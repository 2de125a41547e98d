import { describe, expect, it } from "vitest";
import { HOUSE_SCENES, houseParameters } from "../../server/picture/scenes/house-scenes.ts";
import { Random } from "../../shared/chance/random.ts";
import { DRUMS } from "../../shared/music/drums.ts";
import type { Note } from "../../shared/music/note.ts";
import { beats, ms } from "../../shared/time/units.ts";
import type { SceneKind } from "../../visuals/scene-api/scene.ts";
import { SceneRoom, START } from "../helpers/scene-room.ts";

const VOICES = ["drummer", "model1", "model2", "video"];

let nextId = 1;
const noteAt = (beat: number, voice: string, drum: Note["drum"], changes: Partial<Note> = {}): Note => ({
  id: nextId++,
  voice,
  drum,
  velocity: 110,
  beat: beats(beat),
  duration: beats(0.25),
  at: ms(START + beat * 500),
  surprise: voice === "drummer" ? null : 1,
  live: false,
  ...changes,
});

/** Some bars of everybody playing everything, by chance. */
const performance = (seed: number, count: number, overBeats: number): Note[] => {
  const random = new Random(seed, "scene suite");
  return Array.from({ length: count }, () =>
    noteAt(
      random.next() * overBeats,
      VOICES[random.integer(VOICES.length)] ?? "drummer",
      DRUMS[random.integer(9)] ?? "kick",
      { velocity: 1 + random.integer(127), surprise: random.next() * 8 },
    ),
  ).sort((a, b) => a.at - b.at);
};

const MONTH = 30 * 86_400_000;

/** Of the many numbers of two pictures; a failed comparison must not print them all. */
const same = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((value, i) => Object.is(value, other[i]));

/** What every scene must be, whatever it shows. Drawing itself is tested in the browser. */
export const sceneSuite = (folder: string, kind: SceneKind): void => {
  describe(`${folder} as a scene`, () => {
    it("is called like its folder, and the director knows it", () => {
      expect(kind.name).toBe(folder);
      expect(HOUSE_SCENES.map(({ name }) => name)).toContain(folder);
      expect(houseParameters(folder)).toEqual(kind.parameters.map(({ name }) => name));
    });

    it("says what each of the nine drums does", () => {
      for (const drum of DRUMS) expect(kind.gestures[drum].length, drum).toBeGreaterThan(10);
    });

    it("has four to eight parameters, each with its default between its ends", () => {
      expect(kind.parameters.length).toBeGreaterThanOrEqual(4);
      expect(kind.parameters.length).toBeLessThanOrEqual(8);
      for (const { name, min, max, default: usual } of kind.parameters) {
        expect(min, name).toBeLessThan(max);
        expect(usual, name).toBeGreaterThanOrEqual(min);
        expect(usual, name).toBeLessThanOrEqual(max);
      }
    });

    it("is a function of seed, events and time, however many frames are drawn", () => {
      const notes = performance(3, 120, 12);
      const [smooth, jerky] = [new SceneRoom(kind), new SceneRoom(kind)];
      smooth.run(6000, 1000 / 50, notes);
      jerky.run(6000, 67, notes);
      expect(same(jerky.state(), smooth.state())).toBe(true);
    });

    it("shows something else with another seed or other notes", () => {
      const [one, other, played] = [new SceneRoom(kind, 1), new SceneRoom(kind, 2), new SceneRoom(kind, 1)];
      one.run(2000, 100);
      other.run(2000, 100);
      played.run(2000, 100, performance(4, 60, 4));
      expect(same(other.state(), one.state())).toBe(false);
      expect(same(played.state(), one.state())).toBe(false);
    });

    it("moves while nobody plays", () => {
      const room = new SceneRoom(kind);
      room.run(1000, 500);
      const before = room.state();
      room.run(1400, 400);
      expect(same(room.state(), before)).toBe(false);
    });

    for (const voice of VOICES)
      it(`answers to every drum of ${voice}, each in its own way`, () => {
        const pictures = new Map<string, string>();
        const silence = new SceneRoom(kind);
        silence.run(1150, 575);
        for (const drum of DRUMS) {
          const room = new SceneRoom(kind);
          room.run(1150, 575, [noteAt(2, voice, drum, { id: 1 })]);
          expect(same(room.state(), silence.state()), drum).toBe(false);
          pictures.set(drum, JSON.stringify(room.state()));
        }
        expect(new Set(pictures.values()).size).toBe(9);
      });

    it("sees velocity", () => {
      const [soft, loud] = [new SceneRoom(kind), new SceneRoom(kind)];
      soft.run(1100, 550, [noteAt(2, "model1", "snare", { id: 1, velocity: 20 })]);
      loud.run(1100, 550, [noteAt(2, "model1", "snare", { id: 1, velocity: 127 })]);
      expect(same(loud.state(), soft.state())).toBe(false);
    });

    it("sees surprise", () => {
      const [expected, astonishing] = [new SceneRoom(kind), new SceneRoom(kind)];
      expected.run(1100, 550, [noteAt(2, "model1", "snare", { id: 1, surprise: 0.1 })]);
      astonishing.run(1100, 550, [noteAt(2, "model1", "snare", { id: 1, surprise: 9 })]);
      expect(same(astonishing.state(), expected.state())).toBe(false);
    });

    it("never computes what is not a number, even with ten thousand notes in a second", () => {
      const room = new SceneRoom(kind);
      room.run(200, 33);
      expect(room.state().every(Number.isFinite)).toBe(true);
      room.run(1400, 33, performance(5, 10_000, 2));
      expect(room.state().every(Number.isFinite)).toBe(true);
    });

    it("is drawn as finely after a month: no number has grown too large for the graphics card's single precision", () => {
      const room = new SceneRoom(kind);
      room.run(MONTH, MONTH);
      const played = VOICES.flatMap((voice) =>
        DRUMS.map((drum, i) => noteAt(MONTH / 500 + i / 8, voice, drum, { id: 5_000_000 + nextId++ })),
      );
      room.run(MONTH + 1000, 1000 / 60, played);
      // Up to there it takes steps of 0.0005 and less.
      expect(room.state().reduce((most, number) => Math.max(most, Math.abs(number)), 0)).toBeLessThanOrEqual(4096);
    });

    it("lets upcoming notes go that are taken back", () => {
      const room = new SceneRoom(kind);
      const notes = VOICES.flatMap((voice) => DRUMS.map((drum, i) => noteAt(2.5 + i / 8, voice, drum)));
      room.run(1000, 100, notes);
      const { performance, scene } = room;
      performance.frame.future.upcoming(ms(START + 9000), (note, at) => {
        const voice = performance.frame.voices.find(({ name }) => name === note.voice);
        if (voice !== undefined) scene.vanish?.(note, at, performance.frame.at, voice);
      });
      performance.revoke(notes.map(({ id }) => id));
      room.run(1100, 50);
      expect(room.state().every(Number.isFinite)).toBe(true);
      const before = room.performance.frame.voices.flatMap(({ drums }) => drums.map(({ count }) => count));
      room.run(3000, 100);
      expect(room.performance.frame.voices.flatMap(({ drums }) => drums.map(({ count }) => count))).toEqual(before);
    });

    it("that begins late and is told what was played stands where the others stand", () => {
      const early = new SceneRoom(kind);
      early.run(3000, 40, performance(6, 80, 6));
      const late = new SceneRoom(kind, 1, early.performance);
      early.performance.remember((note, at, voice) => late.scene.hit(note, at, voice), kind.remembers);
      late.scene.update(early.performance.frame);
      expect(same(late.state(), early.state())).toBe(true);
      late.scene.dispose();
    });

    it("works for a band of one, and of seven", () => {
      for (const count of [1, 7]) {
        const room = new SceneRoom(kind);
        const voice = room.performance.frame.voices[0];
        if (voice === undefined) throw new Error("no voice");
        const voices = Array.from({ length: count }, (_, i) => ({
          ...voice,
          name: `v${i}`,
          index: i,
          place: i,
          drums: voice.drums,
          energy: 0.4,
          heat: 0.5,
          surprise: 0.2,
          listensTo: [(i + 1) % count],
          mind: null,
          remembered: null,
        }));
        const scene = kind.init({ seed: 1, voices, beatsPerBar: 4, words: [], parameters: {} });
        room.performance.frame.voices = voices;
        scene.update(room.performance.frame);
        scene.dispose();
      }
    });
  });
};
