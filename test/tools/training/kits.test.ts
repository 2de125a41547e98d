import { mkdir, readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { readMidi } from "../../../server/core/midi-file/read-midi.ts";
import { KIT_NAMES, KITS } from "../../../server/core/music/kits.ts";
import { PITCH_TABLE_NAMES, PITCH_TABLES, PitchMap } from "../../../server/core/music/pitch-table.ts";
import { cutPieces } from "../../../server/tools/training/dataset/cut-pieces.ts";
import { readDataset } from "../../../server/tools/training/dataset/dataset-file.ts";
import { makeDataset } from "../../../server/tools/training/dataset/make-dataset.ts";
import { symbolsOf } from "../../../server/tools/training/dataset/piece.ts";
import { readFolder } from "../../../server/tools/training/dataset/read-folder.ts";
import { readWritten } from "../../../server/tools/training/dataset/read-written.ts";
import { DatasetOptions, type FileRecord } from "../../../server/tools/training/dataset/record.ts";
import { summaryOf } from "../../../server/tools/training/dataset/summary.ts";
import { DRUM_PITCH, DRUMS, type Drum } from "../../../shared/music/drums.ts";
import { midiBytes, note, TICKS } from "../../helpers/midi-bytes.ts";
import { Draw } from "../../helpers/midi-variants.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const folder = temporaryFolder();
let sets = 0;

type Kit = Partial<Pick<DatasetOptions, "pitches" | "overrides">>;

/** A data set of these files, made as the command makes it, and what is told of it. */
const make = async (files: Record<string, Uint8Array>, kit: Kit = {}) => {
  const name = `set${sets++}`;
  await mkdir(folder.path(name));
  for (const [file, bytes] of Object.entries(files)) await folder.write(`${name}/${file}`, bytes);
  const options = DatasetOptions.parse({ folders: [folder.path(name)], loops: "once", ...kit });
  const records = await makeDataset(options, folder.path(`${name}.jsonl`), () => {});
  return { name, records, options, remarks: summaryOf(records, options).remarks };
};

/** Four bars: kick on 1 and 3, snare on 2 and 4, a hat on every eighth. */
const beat = (kick: number, snare: number, hat: number): Uint8Array =>
  midiBytes(
    Array.from({ length: 32 }, (_, eighth) => [
      ...note((eighth * TICKS) / 2, hat),
      ...(eighth % 4 === 0 ? note((eighth * TICKS) / 2, kick) : []),
      ...(eighth % 4 === 2 ? note((eighth * TICKS) / 2, snare) : []),
    ]).flat(),
  );

/** What a file's bytes are read as: how many notes are no drum, and the patterns. */
const readAs = (bytes: Uint8Array, table: (typeof PITCH_TABLE_NAMES)[number]): number[] => {
  const song = readMidi(bytes);
  const { unknown, pieces } = cutPieces(song, song.hits, new PitchMap(PITCH_TABLES[table]), false);
  return [unknown, ...pieces.flatMap((piece) => [...symbolsOf(piece)])];
};

const patterns = ({ notes, pieces }: FileRecord): number[] => [
  notes.unknown,
  ...pieces.flatMap((piece) => [...symbolsOf(piece)]),
];
const IN_GENERAL_MIDI = readAs(beat(36, 38, 42), "note-seq");

/** What is said of pitches, and of no more. */
const ofPitches = (remarks: readonly string[]): string[] => remarks.filter((text) => /^pitch|drums: --map/.test(text));

describe("a ready kit", () => {
  it.each(KIT_NAMES)("reads what was played on %s as the same beat in General MIDI", (name) => {
    const pitchesOf = (drum: Drum): number[] => [...KITS[name]].filter(([, its]) => its === drum).map(([key]) => key);
    const drums = DRUMS.filter((drum) => pitchesOf(drum).length > 0);
    for (let seed = 0; seed < 200; seed++) {
      const draw = new Draw(seed, name);
      const hits = Array.from({ length: draw.whole(1, 60) }, () => ({
        at: (draw.whole(0, 63) * TICKS) / 4,
        drum: draw.of(drums),
      }));
      const written = (pitchOf: (drum: Drum) => number): Uint8Array =>
        midiBytes(hits.flatMap(({ at, drum }) => note(at, pitchOf(drum))));
      const onKit = written((drum) => draw.of(pitchesOf(drum)));
      const inGeneralMidi = written((drum) => DRUM_PITCH[drum]);
      expect(readAs(onKit, name), `seed ${seed}`).toEqual(readAs(inGeneralMidi, "note-seq"));
    }
  });

  it("has each pitch once, and chokes of cymbals are no hits", () => {
    for (const name of PITCH_TABLE_NAMES) {
      const pitches = Object.values(PITCH_TABLES[name]).flat();
      expect(new Set(pitches).size, name).toBe(pitches.length);
    }
    const map = new PitchMap(PITCH_TABLES["addictive-drums-2"]);
    expect([63, 78, 77, 36].map((pitch) => map.drumOf(pitch))).toEqual([undefined, undefined, "crash", "kick"]);
  });
});

describe("pitches that are no drum of the table", () => {
  it.each<[bytes: Uint8Array, says: string[], map: Record<string, Drum>]>([
    [
      beat(36, 38, 8),
      [
        "pitch 8 came 32 times and is no drum of the table: could be closed_hat (as in toontrack, by where in the bar it is struck)",
        'give the pitches drums: --map FILE with {"8":"closed_hat"}, or --pitches toontrack',
      ],
      { 8: "closed_hat" },
    ],
    [
      beat(36, 38, 120),
      [
        "pitch 120 came 32 times and is no drum of the table: could be open_hat (as in toontrack) or closed_hat (by where in the bar it is struck)",
        'give the pitches drums: --map FILE with {"120":"open_hat"}, or --pitches toontrack',
      ],
      { 120: "closed_hat" },
    ],
    [
      beat(60, 62, 65),
      [
        "pitch 65 came 32 times and counts as snare: could be closed_hat (by where in the bar it is struck)",
        "pitch 60 came 8 times and counts as mid_tom: could be kick (by where in the bar it is struck)",
        "pitch 62 came 8 times and counts as high_tom: could be snare (by where in the bar it is struck)",
        'give the pitches drums: --map FILE with {"60":"kick","62":"snare","65":"closed_hat"}',
      ],
      { 60: "kick", 62: "snare", 65: "closed_hat" },
    ],
    [
      beat(24, 26, 28),
      [
        "pitch 28 came 32 times and counts as snare: could be closed_hat (by where in the bar it is struck)",
        "pitch 24 came 8 times and is no drum of the table: could be kick (by where in the bar it is struck)",
        "pitch 26 came 8 times and counts as open_hat: could be snare (by where in the bar it is struck)",
        'give the pitches drums: --map FILE with {"24":"kick","26":"snare","28":"closed_hat"}',
      ],
      { 24: "kick", 26: "snare", 28: "closed_hat" },
    ],
    [
      beat(96, 98, 101),
      [
        "pitch 101 came 32 times and is no drum of the table: could be closed_hat (by where in the bar it is struck)",
        "pitch 96 came 8 times and is no drum of the table: could be kick (by where in the bar it is struck)",
        "pitch 98 came 8 times and is no drum of the table: could be snare (by where in the bar it is struck)",
        'give the pitches drums: --map FILE with {"96":"kick","98":"snare","101":"closed_hat"}',
      ],
      { 96: "kick", 98: "snare", 101: "closed_hat" },
    ],
  ])("are named, proposed and mapped: set %#", async (bytes, says, overrides) => {
    const { remarks } = await make({ "a.mid": bytes });
    expect(ofPitches(remarks)).toEqual(says);
    const mapped = await make({ "a.mid": bytes }, { overrides });
    expect(ofPitches(mapped.remarks)).toEqual([]);
    expect(mapped.records.map(patterns)).toEqual([IN_GENERAL_MIDI]);
    const { options, records } = await readDataset(folder.path(`${mapped.name}.jsonl`));
    expect([options.overrides, records]).toEqual([overrides, mapped.records]);
    const [evaluated] = await readFolder(folder.path(mapped.name), { overrides });
    expect(patterns(evaluated!)).toEqual(IN_GENERAL_MIDI);
  });

  it("are asked by themselves where only some files have no kick", async () => {
    const { remarks } = await make({ "a.mid": beat(36, 38, 8), "b.mid": beat(60, 62, 65), "c.mid": beat(36, 38, 42) });
    expect(remarks).toContain("there is hardly a kick in b.mid: it may have been played on another kit");
    expect(ofPitches(remarks).filter((text) => text.includes("--map"))).toEqual([
      'give the pitches drums: --map FILE with {"8":"closed_hat"}, or --pitches toontrack',
      'read those files by themselves, and give the pitches drums: --map FILE with {"60":"kick","62":"snare","65":"closed_hat"}',
    ]);
  });

  it("are told by a kit that knows them, by whole octaves, by a neighbour, or just named", async () => {
    const few = (...pitches: number[]): Uint8Array => midiBytes(pitches.flatMap((pitch, i) => note(i * 24, pitch)));
    const said = async (bytes: Uint8Array, kit: Kit = {}) => ofPitches((await make({ "a.mid": bytes }, kit)).remarks);
    expect(await said(few(36, 38, 42, 22, 22, 26), { pitches: "magenta-2016" })).toEqual([
      "pitch 22 came 2 times and is no drum of the table: could be closed_hat (as in roland-td, as in toontrack)",
      "pitch 26 came once and is no drum of the table: could be open_hat (as in roland-td, as in toontrack)",
      'give the pitches drums: --map FILE with {"22":"closed_hat","26":"open_hat"}, or --pitches roland-td',
    ]);
    expect(await said(few(36, 38, 23))).toEqual([
      "pitch 23 came once and is no drum of the table: could be open_hat (as in alesis) or closed_hat (as in toontrack)",
      'give the pitches drums: --map FILE with {"23":"open_hat"}, or --pitches alesis',
    ]);
    expect((await said(few(0, 2, 6))).slice(0, 2)).toEqual([
      "pitch 0 came once and is no drum of the table: could be kick (as in General MIDI, 3 octaves lower)",
      "pitch 2 came once and is no drum of the table: could be snare (as in General MIDI, 3 octaves lower)",
    ]);
    expect((await said(few(36, 38, 88)))[0]).toContain("could be mid_tom (as 87 is beside it)");
    expect(await said(few(36, 38, 110))).toEqual([
      "pitch 110 came once and is no drum of the table",
      'give the pitches drums: --map FILE with {"110":"snare"}',
    ]);
  });

  it("are known by the kit that real breaks were played on, or by how many octaves it is away", async () => {
    const names = (await readdir("models/breaks/patterns")).filter((name) => name.endsWith(".drums"));
    const breaks = await Promise.all(names.map((name) => readFile(`models/breaks/patterns/${name}`, "utf8")));
    const saidOf = async (pitchOf: (drum: Drum) => number): Promise<readonly string[]> => {
      const files = breaks.map((text, index) => {
        const { hits } = readWritten(text, false);
        const events = Array.from({ length: hits.length / 4 }, (_, i) =>
          note((hits[i * 4]! * TICKS) / 4, pitchOf(DRUMS[hits[i * 4 + 1]!]!), hits[i * 4 + 2]!),
        );
        return [`${index}.mid`, midiBytes(events.flat())] as const;
      });
      return (await make(Object.fromEntries(files))).remarks;
    };
    for (const name of ["ggd", "addictive-drums-2"] as const) {
      const pitchOf = (drum: Drum): number => [...KITS[name]].find(([, its]) => its === drum)?.[0] ?? DRUM_PITCH[drum];
      const said = await saidOf(pitchOf);
      expect(said.find((text) => text.includes("--map"))).toMatch(new RegExp(`--pitches ${name}$`));
    }
    for (const keys of [-24, -12, 12, 24, 36]) {
      const said = (await saidOf((drum) => DRUM_PITCH[drum] + keys)).find((text) => text.includes("--map"));
      const proposed = JSON.parse(/\{.*\}/.exec(said ?? "")?.[0] ?? "{}");
      const map = new PitchMap(PITCH_TABLES["note-seq"], proposed);
      const drums = ["kick", "snare", "closed_hat", "open_hat"] as const;
      expect(drums.map((drum) => map.drumOf(DRUM_PITCH[drum] + keys))).toEqual(drums);
    }
  });

  it("are counted over all files, ten of them, also of files that no note can be used of", async () => {
    const alien = (from: number): Uint8Array =>
      midiBytes(Array.from({ length: 12 }, (_, i) => note(i * 24, from + i)).flat());
    const { records, remarks } = await make({ "a.mid": beat(36, 38, 42), "b.mid": alien(100), "c.mid": alien(101) });
    expect(records.map(({ unused }) => unused)).toEqual([
      null,
      "none of its notes is a drum of the pitch table",
      "none of its notes is a drum of the pitch table",
    ]);
    const told = ofPitches(remarks).slice(0, -1);
    expect(told).toHaveLength(10);
    expect(told[0]).toContain("pitch 101 came 2 times");
    expect(remarks).toContain("3 more pitches, which came less often, are likewise");
  });
});

describe("pitches that the table knows", () => {
  const every = (ticks: number, ...pitches: number[]): Uint8Array =>
    midiBytes(Array.from({ length: 32 }, (_, i) => pitches.flatMap((pitch) => note(i * ticks, pitch))).flat());

  const withCowbell = midiBytes(
    Array.from({ length: 16 }, (_, i) => [...note(i * TICKS, i % 2 === 0 ? 36 : 38), ...note(i * TICKS, 56)]).flat(),
  );

  it.each([
    ["a plain beat", beat(36, 38, 42)],
    ["a snare roll", every(24, 38)],
    ["hats alone", every(48, 42)],
    ["kicks alone", every(96, 36)],
    ["bongos alone", every(48, 60, 61)],
    ["a kit with a cowbell on the beat", withCowbell],
  ])("are not doubted without a reason: %s", async (_, bytes) => {
    expect(ofPitches((await make({ "a.mid": bytes })).remarks)).toEqual([]);
  });

  it("are not doubted where somebody has said what they are", async () => {
    const { remarks } = await make({ "a.mid": beat(60, 62, 65) }, { overrides: { 60: "low_tom", 62: "high_tom" } });
    expect(remarks.filter((text) => /pitch 6[02]/.test(text))).toEqual([]);
    const kit = await make({ "a.mid": beat(24, 26, 42) }, { pitches: "ggd" });
    expect(ofPitches(kit.remarks)).toEqual([]);
    expect(kit.records.map(patterns)).toEqual([IN_GENERAL_MIDI]);
    const other = await make({ "a.mid": beat(24, 26, 8) }, { pitches: "ggd" });
    expect(ofPitches(other.remarks).at(-1)).toBe('give the pitches drums: --map FILE with {"8":"closed_hat"}');
  });
});
