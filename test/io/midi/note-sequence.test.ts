import { describe, expect, it } from "vitest";
import { readNoteSequence } from "../../../server/io/midi/note-sequence.ts";
import { midiBytes, note, tempo } from "../../helpers/midi-bytes.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const folder = temporaryFolder();
const whole = midiBytes([tempo(0, 120), ...note(0, 36, 127), ...note(96, 38, 1), ...note(192, 42, 64)]);

const changed = (change: (bytes: Uint8Array) => void): Uint8Array => {
  const bytes = whole.slice();
  change(bytes);
  return bytes;
};

describe("readNoteSequence", () => {
  it("keeps pitches, times and every velocity from 1 to 127", async () => {
    const { notes } = await readNoteSequence(await folder.write("whole.mid", whole));
    expect(notes.map(({ pitch, velocity, startTime }) => [pitch, velocity, startTime])).toEqual([
      [36, 127, 0],
      [38, 1, 0.5],
      [42, 64, 1],
    ]);
    const all = Array.from({ length: 127 }, (_, i) => note(i * 20, 40, i + 1)).flat();
    const loud = await readNoteSequence(await folder.write("all.mid", midiBytes(all)));
    expect(loud.notes.map(({ velocity }) => velocity)).toEqual(Array.from({ length: 127 }, (_, i) => i + 1));
  });

  it("says of a file that stops early how much is missing, wherever it was cut", async () => {
    for (let length = 4; length < whole.length; length++) {
      const path = await folder.write("cut.mid", whole.subarray(0, length));
      await expect(readNoteSequence(path), `${length} bytes`).rejects.toThrow(
        /"cut\.mid" is cut short.*export it again\./,
      );
    }
    const path = await folder.write("cut.mid", whole.subarray(0, whole.length - 7));
    await expect(readNoteSequence(path)).rejects.toThrow("in track 1 of 1: 7 bytes are missing");
  });

  it.each([
    ["a text", new TextEncoder().encode("kick snare kick snare"), /no Standard MIDI File.*export the drums as ".mid"/],
    ["an empty file", new Uint8Array(), /no Standard MIDI File/],
    ["format 2", changed((bytes) => (bytes[9] = 2)), /format 2.*export it as format 0 or 1/],
    ["film frames", changed((bytes) => (bytes[12] = 0xe8)), /film frames.*ticks per quarter note/],
    ["a wrong chunk", changed((bytes) => (bytes[14] = 0x58)), /track 1 of 1 does not begin with "MTrk"/],
    ["a track too few", changed((bytes) => (bytes[11] = 2)), /track 2 of 2 is missing/],
  ])("refuses %s in one sentence with its name and the way out", async (_what, bytes, sentence) => {
    const path = await folder.write("wrong.mid", bytes);
    await expect(readNoteSequence(path)).rejects.toThrow(sentence);
    await expect(readNoteSequence(path)).rejects.toThrow(/^"wrong\.mid" /);
  });

  it("says so when there is no file, or a folder", async () => {
    const path = await folder.write("there.mid", whole);
    await expect(readNoteSequence(`${path}.not`)).rejects.toThrow(/There is no file ".*\.not"/);
    await expect(readNoteSequence("/")).rejects.toThrow(/is a folder/);
  });

  it("throws only its own sentences, whatever the bytes of a track", async () => {
    for (let at = 22; at < whole.length; at++) {
      for (const value of [0x00, 0x7f, 0x80, 0xf0, 0xff]) {
        const bytes = changed((all) => {
          all[at] = value;
        });
        const path = await folder.write("odd.mid", bytes);
        const outcome = await readNoteSequence(path).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome.message, `byte ${at}`).toMatch(/^"odd\.mid" .*\.$/);
      }
    }
  });
});
