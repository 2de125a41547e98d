import { describe, expect, it } from "vitest";
import { readDrumPart } from "../../../server/io/inputs/drum-part.ts";
import { metre, midiBytes, note, noteOff, noteOn, TICKS, type TrackEvent, tempo } from "../../helpers/midi-bytes.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const folder = temporaryFolder();
const read = async (...tracks: readonly (readonly TrackEvent[])[]) =>
  readDrumPart(await folder.write("part.mid", midiBytes(...tracks)));

describe("readDrumPart", () => {
  it("gives beats by the file's ticks and moments by its tempo map", async () => {
    const part = await read([
      tempo(0, 120),
      ...note(0, 36),
      tempo(TICKS, 60),
      ...note(TICKS + 1, 38),
      ...note(2 * TICKS, 42),
    ]);
    expect(part.name).toBe("part");
    expect(part.tempo).toBe(120);
    expect(part.hits.map(({ pitch }) => pitch)).toEqual([36, 38, 42]);
    [0, 1 + 1 / TICKS, 2].forEach((beat, i) => {
      expect(part.hits[i]!.beat).toBeCloseTo(beat, 9);
    });
    [0, 500 + 1000 / TICKS, 1500].forEach((at, i) => {
      expect(part.hits[i]!.at).toBeCloseTo(at, 6);
    });
    expect(part.length).toBe(4);
    expect(part.duration).toBeCloseTo(3500, 6);
  });

  it("is as long as the whole bars of its metre that hold every hit", async () => {
    const bars = async (numerator: number, denominator: number, beat: number) =>
      (await read([metre(0, numerator, denominator), ...note(beat * TICKS, 36)])).length;
    expect(await bars(4, 4, 3.9)).toBe(4);
    expect(await bars(4, 4, 4)).toBe(8);
    expect(await bars(7, 8, 3.5)).toBe(7);
    expect(await bars(3, 4, 2.5)).toBe(3);
  });

  it("takes channel 10 and nothing else where there is one, in format 0 and 1", async () => {
    const kick = note(0, 36, 100, 10);
    const bass = note(0, 40, 100, 2);
    for (const part of [await read([...kick, ...bass]), await read([], bass, kick)])
      expect(part.hits.map(({ pitch }) => pitch)).toEqual([36]);
  });

  it("takes the track that looks like drums where channel 10 is empty", async () => {
    const beat = [0, 1, 2, 3].flatMap((i) => [
      ...note(i * TICKS, i % 2 === 0 ? 36 : 38, 90, 1),
      ...note(i * TICKS + 48, 42, 90, 1),
    ]);
    const tune = [0, 1, 2, 3, 4].flatMap((i) => note(i * TICKS, 60 + 2 * i, 90, 2));
    const part = await read([tempo(0, 90)], tune, beat);
    expect(new Set(part.hits.map(({ pitch }) => pitch))).toEqual(new Set([36, 38, 42]));
  });

  it("plays hits on the file's beats and at 120 bpm until the first tempo, wherever that stands", async () => {
    const beat = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) => note(i * TICKS, i % 2 === 0 ? 36 : 38));
    const late = await read([tempo(4 * TICKS, 96)], beat);
    expect(late.hits.map((hit) => hit.beat)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(late.hits.map((hit) => hit.at)).toEqual([0, 500, 1000, 1500, 2000, 2625, 3250, 3875]);
    expect([late.tempo, late.length, late.duration]).toEqual([120, 8, 4500]);
  });

  it("plays every note-on, whether it ends or not", async () => {
    const part = await read([0, 12, 24, 36, 48].map((at) => noteOn(at, 38, at + 1)));
    expect(part.hits.map(({ beat, velocity }) => [beat, velocity])).toEqual([
      [0, 1],
      [0.125, 13],
      [0.25, 25],
      [0.375, 37],
      [0.5, 49],
    ]);
  });

  it("says so when there is no file, a folder, or something else", async () => {
    await expect(readDrumPart(folder.path("not.mid"))).rejects.toThrow(/There is no file ".*not\.mid"/);
    await expect(readDrumPart("/")).rejects.toThrow(/is a folder/);
    const text = await folder.write("text.mid", "kick snare kick snare");
    await expect(readDrumPart(text)).rejects.toThrow(
      /^"text\.mid" cannot be played: it is no Standard MIDI File.*again\.$/,
    );
  });

  it("says so when a file has no drums", async () => {
    const tune = [0, 1, 2, 3].flatMap((i) => note(i * TICKS, 60 + 2 * i, 90, 1));
    await expect(read([tempo(0, 90), ...tune])).rejects.toThrow(
      /^"part\.mid" has no drums.*move them to channel 10\.$/,
    );
    await expect(read([tempo(0, 90)])).rejects.toThrow(/^"part\.mid" has no notes.*export the drums.*again\.$/);
  });

  it("reads two hits of one pitch that touch as two", async () => {
    const part = await read([noteOn(0, 38), noteOff(24, 38), noteOn(24, 38), noteOff(48, 38)]);
    expect(part.hits.map(({ beat }) => beat)).toEqual([0, 0.25]);
  });

  it("throws only its own sentences, whatever the bytes of a track", async () => {
    const whole = midiBytes([tempo(0, 120), metre(0, 4, 4), ...note(0, 36), ...note(96, 38)]);
    for (let at = 22; at < whole.length; at++) {
      for (const value of [0x00, 0x7f, 0x80, 0xf0, 0xff]) {
        const bytes = whole.slice();
        bytes[at] = value;
        const path = await folder.write("odd.mid", bytes);
        const outcome = await readDrumPart(path).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome.message, `byte ${at}`).toMatch(/^"odd\.mid" .*\.$/);
        else expect(outcome).toMatchObject({ length: expect.any(Number), hits: expect.any(Array) });
      }
    }
  });
});
