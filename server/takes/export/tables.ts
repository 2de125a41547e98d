import { isSameMetre } from "../../../shared/time/metre.ts";
import type { Beats } from "../../../shared/time/units.ts";
import { countedAt, type MusicVoice, type TakeMusic } from "./take-music.ts";

/** A take as rows, in time order: one a note and one a marker. */
interface Row {
  readonly seconds: number;
  readonly bar: number;
  readonly count: number;
  readonly beat: number;
  readonly kind: "note" | "mark" | "scene" | "cue";
  readonly voice: string;
  readonly drum: string;
  readonly pitch: number | "";
  readonly velocity: number | "";
  readonly duration: number | "";
  readonly live: boolean | "";
  readonly surprise: number | "";
  readonly text: string;
}

/** The columns of the table, and what each says. */
export const COLUMNS = [
  "seconds",
  "bar",
  "count",
  "beat",
  "kind",
  "voice",
  "drum",
  "pitch",
  "velocity",
  "duration",
  "live",
  "surprise",
  "text",
] as const satisfies readonly (keyof Row)[];

const NOTHING = {
  voice: "",
  drum: "",
  pitch: "",
  velocity: "",
  duration: "",
  live: "",
  surprise: "",
  text: "",
} as const;

const rowsOf = (music: TakeMusic, voices: readonly MusicVoice[]): Row[] => {
  const names = new Set(voices.map(({ name }) => name));
  const place = ({ seconds, beat }: { readonly seconds: number; readonly beat: Beats }) => {
    const { bar, count } = countedAt(music, beat);
    return { seconds: rounded(seconds), bar, count: rounded(count), beat: rounded(beat) };
  };
  const notes = music.notes
    .filter(({ voice }) => names.has(voice))
    .map((note): Row => {
      const { voice, drum, velocity, live, surprise } = note;
      const duration = rounded(note.duration);
      const pitch = music.pitches[drum];
      const told = surprise === null ? "" : rounded(surprise);
      return { ...place(note), ...NOTHING, kind: "note", voice, drum, pitch, velocity, duration, live, surprise: told };
    });
  const markers = music.markers.map(({ kind, text, ...at }): Row => ({ ...place(at), ...NOTHING, kind, text }));
  return [...markers, ...notes].sort((a, b) => a.seconds - b.seconds);
};

/** A millionth of a second or of a beat is finer than any clock here. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/**
 * A take as a table: CSV by RFC 4180 with a header, in UTF-8. Texts that a spreadsheet would take for a formula begin
 * with an apostrophe, as OWASP has it ("CSV Injection").
 */
export const csvOf = (music: TakeMusic, voices: readonly MusicVoice[]): string => {
  const rows = rowsOf(music, voices).map((row) => COLUMNS.map((column) => cell(row[column])).join(","));
  return [COLUMNS.join(","), ...rows, ""].join("\r\n");
};

const cell = (value: Row[keyof Row]): string => {
  if (typeof value !== "string") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Full-width forms count too: some programs fold them. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A take as JSON Lines: first what it is and who plays, then tempi, metres, markers and notes in time order, each with
 * its seconds and beats.
 */
export const jsonLinesOf = (music: TakeMusic, voices: readonly MusicVoice[]): string => {
  const { name, time, pitches } = music;
  const head = { kind: "take", name, seconds: rounded(time.seconds), beats: rounded(time.beats), voices, pitches };
  const tempi = time.tempi.changes.map(({ seconds, beat, bpm }) => ({
    seconds: rounded(seconds),
    beat: rounded(beat),
    kind: "tempo",
    bpm: rounded(bpm),
  }));
  const metres = time.bars
    .map(({ beat, metre }, bar) => ({
      seconds: rounded(time.tempi.toSeconds(beat)),
      bar: bar + 1,
      beat: rounded(beat),
      kind: "metre",
      ...metre,
    }))
    .filter((line, i, all) => i === 0 || !isSameMetre(line, all[i - 1]!));
  const rows = rowsOf(music, voices).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([, value]) => value !== "")),
  );
  const lines = [...tempi, ...metres, ...rows].sort((a, b) => Number(a.seconds) - Number(b.seconds));
  return [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join("");
};
