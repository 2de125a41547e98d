import { type MidiEvent, writeMidi } from "midi-file";
import { describe, expect, it } from "vitest";
import { readMidi } from "../../../server/core/midi-file/read-midi.ts";
import { PITCH_TABLES, PitchMap } from "../../../server/core/music/pitch-table.ts";
import { cutPieces } from "../../../server/tools/training/dataset/cut-pieces.ts";
import { type ChannelChoice, findDrums } from "../../../server/tools/training/dataset/find-drums.ts";
import { symbolsOf } from "../../../server/tools/training/dataset/piece.ts";

const PITCHES = new PitchMap(PITCH_TABLES["note-seq"]);

type Timed = [tick: number, event: DistributiveOmit<MidiEvent, "deltaTime">];
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const track = (...events: Timed[]): MidiEvent[] => {
  let last = 0;
  return [...events]
    .sort(([a], [b]) => a - b)
    .map(([tick, event]) => {
      const deltaTime = tick - last;
      last = tick;
      return { ...event, deltaTime } as MidiEvent;
    });
};

const hit = (tick: number, pitch: number, velocity = 100, channel = 9): Timed => [
  tick,
  { type: "noteOn", channel, noteNumber: pitch, velocity },
];
const tempo = (tick: number, bpm: number): Timed => [
  tick,
  { type: "setTempo", microsecondsPerBeat: Math.round(60e6 / bpm) },
];
const metre = (tick: number, numerator: number, denominator: number): Timed => [
  tick,
  { type: "timeSignature", numerator, denominator, metronome: 24, thirtyseconds: 8 },
];
const named = (text: string): Timed => [0, { type: "trackName", text }];

/** 480 ticks a beat, so 120 a step and 1920 a bar. */
const file = (tracks: MidiEvent[][], format: 0 | 1 | 2 = 1): Uint8Array =>
  Uint8Array.from(writeMidi({ header: { format, numTracks: tracks.length, ticksPerBeat: 480 }, tracks }));

const BAR = 1920;

const cut = (bytes: Uint8Array, choice: ChannelChoice = "auto", tile = false) => {
  const song = readMidi(bytes);
  return cutPieces(song, findDrums(song, choice, PITCHES)!.hits, PITCHES, tile);
};

describe("quantising", () => {
  it("takes the nearest 16th and keeps velocity and how far off it was", () => {
    const { pieces } = cut(file([track(hit(0, 36, 90), hit(110, 42, 33), hit(250, 38, 127))]));
    expect(pieces[0]!.hits).toEqual([0, 0, 90, 0, 1, 2, 33, -83, 2, 1, 127, 83]);
    expect(pieces[0]!.steps).toBe(16);
  });

  it("keeps the second hits of a drum in one step beside the loudest, in the order of their moments", () => {
    const { pieces, merged, used } = cut(
      file([track(hit(0, 36), hit(220, 38, 30), hit(235, 38, 110), hit(280, 38, 50), hit(480, 38))]),
    );
    expect(pieces[0]!.hits).toEqual([0, 0, 100, 0, 2, 1, 110, -42, 4, 1, 100, 0]);
    expect(pieces[0]!.ornaments).toEqual([2, 1, 30, -167, 2, 1, 50, 333]);
    expect([merged, used]).toEqual([2, 3]);
  });

  it("says nothing of second hits where there are none, as files did before they were kept", () => {
    expect(cut(file([track(hit(0, 36), hit(480, 38))])).pieces[0]).not.toHaveProperty("ornaments");
  });

  it("takes halves up, over the bar line too", () => {
    const { pieces } = cut(file([track(hit(0, 36), hit(60, 38), hit(BAR - 60, 42))]));
    expect(pieces[0]!.hits).toEqual([0, 0, 100, 0, 1, 1, 100, -500, 16, 2, 100, -500]);
    expect(pieces[0]!.steps).toBe(32);
  });

  it("ORs the drums of a step and keeps the louder of two hits of one", () => {
    const result = cut(file([track(hit(0, 38, 60), hit(5, 40, 80), hit(8, 36, 50))]));
    expect([...symbolsOf(result.pieces[0]!)].slice(0, 2)).toEqual([0b11, 0]);
    expect(result.pieces[0]!.hits.slice(4)).toEqual([0, 1, 80, 42]);
    expect(result).toMatchObject({ used: 2, merged: 1, unknown: 0 });
  });

  it("keeps a step when one of its pitches is no drum", () => {
    const result = cut(file([track(hit(0, 36), hit(0, 22), hit(0, 100))]));
    expect(symbolsOf(result.pieces[0]!)[0]).toBe(0b101);
    expect(result.unknown).toBe(1);
  });

  it("keeps hits that have no note-off, and the tempo map does not move offsets", () => {
    const still = cut(file([track(tempo(0, 120), hit(0, 36), hit(500, 38))]));
    const drifting = cut(file([track(tempo(0, 120), tempo(300, 126), hit(0, 36), hit(500, 38))]));
    expect(drifting.pieces[0]!.hits).toEqual(still.pieces[0]!.hits);
  });
});

describe("cutting", () => {
  it("begins another piece where the metre changes", () => {
    const { pieces } = cut(
      file([track(metre(0, 4, 4), metre(BAR, 3, 4), hit(0, 36), hit(BAR, 36), hit(BAR + 1440, 38))]),
    );
    expect(pieces.map(({ metre: m, steps }) => [m.numerator, m.denominator, steps])).toEqual([
      [4, 4, 16],
      [3, 4, 24],
    ]);
  });

  it("begins another piece on the bar line after a new tempo", () => {
    const { pieces } = cut(
      file([
        track(tempo(0, 100), tempo(BAR / 2, 150), hit(0, 36), hit(BAR - 480, 38), hit(BAR, 36), hit(BAR + 960, 38)),
      ]),
    );
    expect(pieces.map(({ bpm, steps }) => [bpm, steps])).toEqual([
      [100, 16],
      [150, 16],
    ]);
  });

  it("cuts long rests away and keeps short ones", () => {
    const hits = [0, 2, 3, 8, 9].map((bar) => hit(bar * BAR, 36));
    const { pieces, silentBars } = cut(file([track(...hits)]));
    expect(pieces.map(({ steps }) => steps / 16)).toEqual([4, 2]);
    expect(silentBars).toBe(4);
  });

  it("marks loops of up to four bars to be tiled to eight", () => {
    const bars = (count: number) => file([track(...Array.from({ length: count }, (_, bar) => hit(bar * BAR, 36)))]);
    expect([1, 3, 4, 5].map((count) => cut(bars(count), "auto", true).pieces[0]!.tiled)).toEqual([8, 3, 2, 1]);
    expect(cut(bars(1)).pieces[0]!.tiled).toBe(1);
  });
});

describe("finding the drums", () => {
  const found = (bytes: Uint8Array, choice: ChannelChoice = "auto") => findDrums(readMidi(bytes), choice, PITCHES);
  const bass = Array.from({ length: 32 }, (_, i): Timed => hit(i * 240, 40 + ((i * 7) % 24), 90, 0));
  const beat = Array.from({ length: 32 }, (_, i): Timed => hit(i * 240, [36, 42, 38, 42][i % 4]!, 90, 2));

  it("prefers channel 10", () => {
    expect(found(file([track(...bass), track(...beat, hit(0, 36))]))).toMatchObject({ where: "channel 10" });
  });

  it("takes a track that is named after drums, then one that looks like them", () => {
    expect(found(file([track(...bass), track(named("Break 2"), ...beat)]))).toMatchObject({
      where: "track by its name",
    });
    const byNotes = found(file([track(...bass), track(...beat)]));
    expect(byNotes).toMatchObject({ where: "track by its notes" });
    expect(byNotes!.hits.every((one) => one.channel === 3)).toBe(true);
  });

  it("takes what it is told to, and says when there is nothing", () => {
    const bytes = file([track(...bass), track(...beat)]);
    expect(found(bytes, "any")!.hits).toHaveLength(64);
    expect(found(bytes, 3)!.hits).toHaveLength(32);
    expect(found(bytes, 4)).toBeUndefined();
    expect(found(file([track(...bass)]))).toBeUndefined();
  });
});

describe("a file of format 2", () => {
  it("is its patterns one after the other", () => {
    const pattern = track(hit(0, 36), [BAR, { type: "endOfTrack", meta: true }]);
    expect(cut(file([pattern, pattern], 2)).pieces[0]!.hits.filter((_, i) => i % 4 === 0)).toEqual([0, 16]);
  });
});
