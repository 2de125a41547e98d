import { describe, expect, it } from "vitest";
import { readMusic } from "../../../server/takes/export/read-music.ts";
import { SummaryNotes, summaryOf } from "../../../server/takes/export/summary.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import { ms } from "../../../shared/time/units.ts";
import { HEADER, recordsOf, seededTake } from "../../helpers/seeded-take.ts";

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe("the summary of a take", async () => {
  const take = await seededTake(31, 60);
  const { from, to } = take.header;
  const at = (seconds: number) => ms(from + seconds * 1000);
  const all = [
    ...take.all,
    { kind: "late", at: at(1), dropped: 3 } as const,
    { kind: "late", at: at(5), dropped: 7 } as const,
    { kind: "gauge", at: at(2), voice: "model1", density: 0.5, surprise: 1 } as const,
    { kind: "gauge", at: at(2.001), voice: "model1", density: 0.5, surprise: 3 } as const,
    {
      kind: "answered",
      at: at(6),
      voice: "model1",
      callSurprise: 2,
      responseSurprise: 1,
      callSurpriseWithMemory: 1.5,
      logLikelihood: -70,
    } as const,
  ].sort((a, b) => a.at - b.at);
  const notes = new SummaryNotes();
  const music = await readMusic({ ...take, records: recordsOf(all) }, undefined, (record) => notes.take(record));
  const summary = summaryOf(music, notes, take.header.began);
  const sliceAt = (seconds: number): number => summary.slices.seconds.findLastIndex((start) => start <= seconds);

  it("counts every note once, by slice and by drum", () => {
    for (const voice of summary.voices) {
      const played = music.notes.filter((note) => note.voice === voice.name);
      expect(sum(voice.notes)).toBe(played.length);
      expect(sum(voice.drums)).toBe(played.length);
      expect(voice.strip.length).toBe(Math.ceil(music.time.seconds / 0.05));
      for (const { seconds, drum } of played) {
        const part = Math.min(voice.strip.length - 1, Math.floor((seconds / music.time.seconds) * voice.strip.length));
        expect(voice.strip[part]! & (1 << drumIndex(drum))).not.toBe(0);
      }
      const struck = voice.strip.filter((drums) => drums !== 0).length;
      expect(struck).toBeLessThanOrEqual(played.length);
      expect(voice.loudness.map((loudness) => loudness !== null)).toEqual(voice.notes.map((count) => count > 0));
      for (const density of voice.density) expect(density).toBeLessThanOrEqual(1);
    }
  });

  it("has tempi that make its slices as long as they are", () => {
    const { seconds, tempo } = summary.slices;
    const ends = [...seconds.slice(1), summary.seconds];
    expect(sum(tempo.map((bpm, i) => (bpm * (ends[i]! - seconds[i]!)) / 60))).toBeCloseTo(music.time.beats, 0);
  });

  it("has surprise, answers with and without memory, and late notes where they were", () => {
    const model = summary.voices.find(({ name }) => name === "model1")!;
    expect(model.surprise[sliceAt(2)]).toBe(2);
    expect(model.surprise.filter((value) => value !== null).length).toBe(1);
    expect(summary.answers).toEqual([
      {
        seconds: 6,
        voice: "model1",
        callSurprise: 2,
        callSurpriseWithMemory: 1.5,
        responseSurprise: 1,
        responseSurpriseWithMemory: null,
      },
    ]);
    expect(summary.slices.late[sliceAt(5)]).toBe(4);
    expect(sum(summary.slices.late)).toBe(4);
    expect(summary.markers.length).toBe(music.markers.length);
  });

  it("is bounded, however long the take is", async () => {
    const hours = 4 * 3600;
    const transport = take.all.find(({ kind }) => kind === "transport")!;
    const marks = Array.from({ length: 5000 }, (_, i) => ({ kind: "mark", at: ms(i * 2500), words: "x" }) as const);
    const long = {
      name: "long",
      header: HEADER(0, hours * 1000),
      records: recordsOf([{ ...transport, at: ms(0) }, ...marks]),
    };
    const music = await readMusic(long);
    const text = JSON.stringify(summaryOf(music, new SummaryNotes(), ""));
    expect(music.time.bars.length).toBeGreaterThan(2000);
    expect(text.length).toBeLessThan(1e6);
    expect(to).not.toBeNull();
  });
});
