import { describe, expect, it } from "vitest";
import { passedOverClause } from "../../../server/core/midi-file/passed-over.ts";
import { readMidi } from "../../../server/core/midi-file/read-midi.ts";
import { metre, midiBytes, note, noteOn, TICKS, tag, tempo, u32 } from "../../helpers/midi-bytes.ts";
import { chunk } from "../../helpers/midi-variants.ts";

const whole = midiBytes([tempo(0, 96), metre(0, 7, 8), ...note(0, 36), ...note(TICKS, 38), ...note(2 * TICKS, 42)]);

const changed = (change: (bytes: Uint8Array) => void): Uint8Array => {
  const bytes = whole.slice();
  change(bytes);
  return bytes;
};

const pitchesOf = (bytes: Uint8Array): number[] => readMidi(bytes).hits.map(({ pitch }) => pitch);
const saidOf = (bytes: Uint8Array): string => passedOverClause(readMidi(bytes).passedOver);

describe("readMidi", () => {
  it("gives tempi and metres as the file names them, whichever track they stand in", () => {
    const song = readMidi(
      midiBytes(
        note(0, 36),
        [tempo(2 * TICKS, 90), metre(4 * TICKS, 3, 4)],
        [tempo(2 * TICKS, 100), tempo(TICKS, 150)],
      ),
    );
    expect(song.tempi).toEqual([
      { tick: TICKS, bpm: 150 },
      { tick: 2 * TICKS, bpm: 100 },
    ]);
    expect(song.metres).toEqual([{ tick: 4 * TICKS, metre: { numerator: 3, denominator: 4 } }]);
    expect(song.passedOver).toEqual([]);
  });

  it("reads film frames by the clock: at the first tempo, or at 120 bpm", () => {
    const frames = (bytes: Uint8Array, perSecond: number, ticks: number): Uint8Array => {
      bytes.set([256 - perSecond, ticks], 12);
      return bytes;
    };
    const at = (song: ReturnType<typeof readMidi>): number[] => song.hits.map(({ tick }) => tick / song.ticksPerBeat);
    // 25 frames of 40 ticks are milliseconds.
    const timed = midiBytes([...note(0, 36), ...note(500, 38), ...note(1250, 42)]);
    expect(at(readMidi(frames(timed, 25, 40)))).toEqual([0, 1, 2.5]);
    const slow = frames(midiBytes([tempo(0, 60), ...note(0, 36), tempo(200, 90), ...note(500, 38)]), 25, 40);
    expect(at(readMidi(slow))).toEqual([0, 0.5]);
    expect(saidOf(slow)).toBe("passed over: film frames in place of beats (read at 60 bpm)");
    const dropped = readMidi(frames(midiBytes(note(30_000, 36)), 29, 100));
    expect(dropped.hits[0]!.tick / dropped.ticksPerBeat).toBeCloseTo(10.01 * 2, 9);
  });

  it("reads a cut file as far as it goes, wherever it was cut", () => {
    let most = 0;
    for (let length = 26; length < whole.length; length++) {
      const found = pitchesOf(whole.subarray(0, length));
      expect([36, 38, 42].slice(0, found.length), `${length} bytes`).toEqual(found);
      expect(found.length).toBeGreaterThanOrEqual(most);
      most = found.length;
    }
    expect(most).toBe(3);
    expect(saidOf(whole.subarray(0, whole.length - 9))).toBe(
      "passed over: the rest of tracks that are cut off (track 1)",
    );
    // What ends before its last word has all of its notes.
    expect(saidOf(whole.subarray(0, whole.length - 1))).toBe("passed over: wrong track lengths (track 1)");
  });

  it.each([
    ["an empty file", new Uint8Array(), "it is empty"],
    ["a text", new TextEncoder().encode("kick snare kick"), 'it is no Standard MIDI File: there is no "MThd" in it'],
    ["a header that is cut off", whole.subarray(0, 13), "it is cut off in its header"],
    ["a header without tracks", whole.subarray(0, 14), "it has no tracks"],
    ["no ticks", changed((bytes) => bytes.set([0, 0], 12)), "it does not say how many ticks a beat has"],
    ["frames without ticks", changed((bytes) => bytes.set([0xe7, 0], 12)), "it does not say how many ticks a beat has"],
  ])("has no hope for %s, and says why", (_what, bytes, why) => {
    expect(() => readMidi(bytes)).toThrow(why);
  });

  it("says what was passed over once for each kind, and counts what is many", () => {
    const odd = midiBytes([0, 1, 2, 3, 4].flatMap((i) => [metre(i, i, 64), ...note(i, 36)]));
    expect(saidOf(odd)).toBe("passed over: metres of no use (0/64, 1/64, 2/64 and 2 more)");
    const strange = Uint8Array.from([...odd, ...tag("XFIH"), ...u32(2), 1, 2]);
    expect(saidOf(strange)).toContain('chunks that are no tracks ("XFIH")');
    expect(saidOf(changed((bytes) => bytes.set([7], 9)))).toBe("passed over: a format that is none (7)");
  });

  it("reads on behind a longer header, and where the header's length is wrong", () => {
    const long = [...chunk("MThd", [...whole.subarray(8, 14), 1, 2, 3]), ...whole.subarray(14)];
    expect(pitchesOf(Uint8Array.from(long))).toEqual([36, 38, 42]);
    for (const length of [0, 5, 7, 40, 0xffffffff]) {
      const wrong = Uint8Array.from([...chunk("MThd", [...whole.subarray(8, 14)], length), ...whole.subarray(14)]);
      expect(pitchesOf(wrong), `${length}`).toEqual([36, 38, 42]);
    }
  });

  it("leaves a track where a time in it is none, and reads the others", () => {
    const first = [noteOn(0, 36), { at: 10, bytes: [0x99, 38, 90, 0xff, 0xff, 0xff, 0xff, 0xff] }, noteOn(20, 40)];
    const song = readMidi(midiBytes(first, note(5, 42)));
    expect(song.hits.map(({ pitch }) => pitch)).toEqual([36, 42, 38]);
    expect(passedOverClause(song.passedOver)).toBe("passed over: the rest of tracks that are damaged (track 1)");
  });
});
