import { createRequire } from "node:module";
import { Midi } from "@tonejs/midi";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { readMidi } from "../../../server/core/midi-file/read-midi.ts";
import { DRUM_CHANNEL, midiOf, TICKS_PER_BEAT, tickOf } from "../../../server/takes/export/midi.ts";
import { noteSequenceOf } from "../../../server/takes/export/note-sequence.ts";
import { readMusic } from "../../../server/takes/export/read-music.ts";
import { csvOf, jsonLinesOf } from "../../../server/takes/export/tables.ts";
import { seededTake } from "../../helpers/seeded-take.ts";

const SEEDS = [11, 12, 13];

/** A microsecond a beat is what a MIDI file leaves open; these takes have less than 300 beats. */
const SECONDS_OFF = 300e-6;

describe.each(SEEDS)("the files of a take, seed %i", async (seed) => {
  const take = await seededTake(seed, 60);
  const music = await readMusic(take);
  const { notes, voices, pitches, time, markers } = music;

  /** Each note of each voice as a MIDI file has it. */
  const written = voices.map(({ name }) =>
    notes
      .filter(({ voice }) => voice === name)
      .map(({ beat, drum, velocity }) => `${tickOf(beat)} ${pitches[drum]} ${velocity}`)
      .sort(),
  );

  describe("MIDI", () => {
    const bytes = midiOf(music, voices);

    it("has the same notes for our reader, to a tick", () => {
      const song = readMidi(bytes);
      expect(song.passedOver).toEqual([]);
      expect(song.ticksPerBeat).toBe(TICKS_PER_BEAT);
      const read = voices.map((_, i) =>
        song.hits
          .filter(({ track }) => track === i + 1)
          .map(({ tick, pitch, velocity }) => `${tick} ${pitch} ${velocity}`)
          .sort(),
      );
      expect(read).toEqual(written);
      expect(song.hits.every(({ channel }) => channel === DRUM_CHANNEL)).toBe(true);
      expect(song.trackNames.slice(1)).toEqual(voices.map(({ name }) => name));
    });

    it("has the same notes for @tonejs/midi, at the moments at which they sounded", () => {
      const midi = new Midi(bytes);
      expect(midi.header.ppq).toBe(TICKS_PER_BEAT);
      const tracks = midi.tracks.filter(({ notes: of }) => of.length > 0);
      const read = tracks.map(({ notes: of }) =>
        of.map(({ ticks, midi: pitch, velocity }) => `${ticks} ${pitch} ${Math.round(velocity * 127)}`).sort(),
      );
      expect(read).toEqual(written.filter((of) => of.length > 0));
      const moments = tracks.flatMap(({ notes: of }) => of.map(({ time: at }) => at)).sort((a, b) => a - b);
      for (const [i, { seconds }] of notes.entries()) expect(Math.abs(moments[i]! - seconds)).toBeLessThan(SECONDS_OFF);
    });

    it("has a note-off for every note before the drum is struck again", () => {
      for (const { notes: of } of new Midi(bytes).tracks)
        for (const note of of) {
          const again = of.find(({ midi, ticks }) => midi === note.midi && ticks > note.ticks);
          expect(note.durationTicks).toBeGreaterThan(0);
          expect(note.ticks + note.durationTicks).toBeLessThanOrEqual(again?.ticks ?? Number.POSITIVE_INFINITY);
        }
    });

    it("has tempi, metres and markers", () => {
      const { header } = new Midi(bytes);
      expect(header.tempos.map(({ ticks }) => ticks)).toEqual(time.tempi.changes.map(({ beat }) => tickOf(beat)));
      for (const [i, { bpm }] of header.tempos.entries()) expect(bpm / time.tempi.changes[i]!.bpm).toBeCloseTo(1, 4);
      expect(header.timeSignatures.map(({ ticks, timeSignature }) => [ticks, ...timeSignature])).toEqual(
        time.metres.map(({ beat, metre }) => [tickOf(beat), metre.numerator, metre.denominator]),
      );
      const texts = header.meta.map(({ text, ticks }) => [ticks, Buffer.from(text, "latin1").toString()]);
      expect(texts).toEqual(markers.map(({ beat, kind, text }) => [tickOf(beat), `${kind}: ${text}`]));
      expect(markers.length).toBeGreaterThan(0);
    });
  });

  describe("CSV", () => {
    const rows: Record<string, string>[] = parse(csvOf(music, voices), { columns: true });

    it("has a row for every note and marker, at its place", () => {
      const read = rows
        .filter(({ kind }) => kind === "note")
        .map(({ seconds, beat, voice, drum, velocity }) => [seconds, beat, voice, drum, velocity].join(" "));
      const near = (value: number): string => String(Math.round(value * 1e6) / 1e6);
      expect(read.sort()).toEqual(
        notes
          .map(({ seconds, beat, voice, drum, velocity }) =>
            [near(seconds), near(beat), voice, drum, velocity].join(" "),
          )
          .sort(),
      );
      expect(rows.length).toBe(notes.length + markers.length);
    });

    it("counts bars as people do: by the bar lines of its metres", () => {
      for (const { beat, bar, count } of rows) {
        const { beat: begin, metre } = time.bars[Number(bar) - 1]!;
        expect(begin + ((Number(count) - 1) * 4) / metre.denominator).toBeCloseTo(Number(beat), 4);
        expect(Number(count)).toBeGreaterThanOrEqual(1);
        expect(Number(count)).toBeLessThan(metre.numerator + 1);
      }
    });
  });

  it("JSON Lines say the same, and what the time is made of", () => {
    const [head, ...lines] = jsonLinesOf(music, voices)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(head).toMatchObject({ kind: "take", name: "Kvöld №1", voices });
    const kinds = (kind: string) => lines.filter((line) => line.kind === kind);
    expect(kinds("note").length).toBe(notes.length);
    expect(kinds("tempo").length).toBe(time.tempi.changes.length);
    expect(kinds("metre").length).toBe(time.metres.length);
    expect(kinds("mark").map(({ text }) => text)).toEqual(
      markers.filter(({ kind }) => kind === "mark").map(({ text }) => text),
    );
    for (const [i, { seconds }] of lines.entries()) expect(seconds).toBeGreaterThanOrEqual(lines[i - 1]?.seconds ?? 0);
  });

  it("the NoteSequence, read by Magenta's own, has every note in seconds", () => {
    const { NoteSequence } = createRequire(import.meta.url)("@magenta/music/node/protobuf");
    const read = NoteSequence.decode(noteSequenceOf(music, voices));
    expect(read.notes.length).toBe(notes.length);
    for (const [i, { seconds, drum, velocity, voice }] of notes.entries()) {
      const note = read.notes[i];
      expect(note).toMatchObject({ pitch: pitches[drum], velocity, startTime: seconds, isDrum: true });
      expect(note.endTime).toBeGreaterThan(note.startTime);
      expect(read.partInfos[note.part].name).toBe(voice);
    }
    expect(read.totalTime).toBe(time.seconds);
    expect(read.tempos.length).toBe(time.tempi.changes.length);
    expect(read.textAnnotations.length).toBe(markers.length);
  });
});

describe("texts in tables", () => {
  it("are no formulas for a spreadsheet, and come back whole", async () => {
    const music = await readMusic(await seededTake(1, 10));
    const texts = ["=1+1", "+SUM(A1)", "-2", "@cmd", "\t=1", "plain", 'with "quotes", and\nlines', "ドラム 🥁", "＝1"];
    const markers = texts.map((text, i) => ({ ...music.markers[0]!, kind: "mark" as const, text, seconds: i }));
    const rows: Record<string, string>[] = parse(csvOf({ ...music, markers, notes: [] }, []), { columns: true });
    expect(rows.map(({ text }) => text!.replace(/^'/, ""))).toEqual(texts);
    for (const { text } of rows) expect(text).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
  });
});
