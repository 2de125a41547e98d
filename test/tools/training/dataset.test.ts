import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Collector } from "../../../server/tools/training/dataset/collect.ts";
import { readDataset } from "../../../server/tools/training/dataset/dataset-file.ts";
import { makeDataset } from "../../../server/tools/training/dataset/make-dataset.ts";
import { symbolsOf } from "../../../server/tools/training/dataset/piece.ts";
import { type DatasetOptions, FileRecord } from "../../../server/tools/training/dataset/record.ts";
import { summaryOf } from "../../../server/tools/training/dataset/summary.ts";
import { metre, midiBytes, note, tempo } from "../../helpers/midi-bytes.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const folder = temporaryFolder();
let runs = 0;
const nothing = (): void => {};

const options = (paths: readonly string[], change: Partial<DatasetOptions> = {}): DatasetOptions => ({
  folders: [...paths],
  about: "",
  pitches: "note-seq",
  overrides: {},
  channel: "auto",
  loops: "once",
  metre: "4/4",
  duplicates: "keep",
  seed: 1,
  validation: 0.1,
  test: 0.1,
  table: null,
  ...change,
});

/** A bar of kicks: the first on 0, then one every `every` ticks. */
const bar = (every: number, velocity = 90): Uint8Array =>
  midiBytes(Array.from({ length: Math.ceil(384 / every) }, (_, i) => note(i * every, 36, velocity)).flat());

const make = async (files: Record<string, Uint8Array | string>, change: Partial<DatasetOptions> = {}) => {
  const prefix = `run${runs++}-`;
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) paths.push(await folder.write(prefix + name, content));
  const wanted = paths.filter((path) => /\.(mid|drums)$/.test(path));
  const out = folder.path(`${prefix}data.jsonl`);
  const records = await makeDataset(options(wanted, change), out, nothing);
  return { out, records, wanted, prefix };
};

describe("a data file", () => {
  it("reads back as it was made", async () => {
    const { out, records } = await make({ "a.mid": bar(96), "b.mid": bar(48) });
    const dataset = await readDataset(out);
    expect(dataset.records).toEqual(records);
    expect(
      dataset.records.map(({ pieces }) => [...symbolsOf(pieces[0]!)].filter((symbol) => symbol > 0).length),
    ).toEqual([4, 8]);
  });

  it("says of every file that it did not use why", async () => {
    const { records } = await make({
      "a.mid": bar(96),
      "broken.mid": bar(96).slice(0, 30),
      "empty.mid": midiBytes([]),
      "text.mid": "no MIDI at all",
      "triangle.mid": midiBytes(note(0, 100)),
    });
    expect(records.map(({ source, unused }) => [source.replace(/run\d+-/, ""), unused])).toEqual([
      ["a.mid", null],
      ["broken.mid", null],
      ["empty.mid", "it has no notes"],
      ["text.mid", expect.stringContaining("no Standard MIDI File")],
      ["triangle.mid", "none of its notes is a drum of the pitch table"],
    ]);
    expect(summaryOf(records).counts).toMatchObject({ files: 5, splits: { train: {}, validation: {}, test: {} } });
  });

  it("goes on after an interruption, in the middle of a line too, to the very same file", async () => {
    const files = { "a.mid": bar(96), "b.mid": bar(48), "c.mid": bar(24) };
    const { out, wanted } = await make(files);
    const whole = await readFile(out, "utf8");
    const end = whole.indexOf("\n", whole.indexOf("\n") + 1);
    await writeFile(`${out}.part`, whole.slice(0, end + 60));
    let first = 0;
    await makeDataset(options(wanted), out, (done) => {
      first ||= done;
    });
    expect(first).toBe(2);
    expect(await readFile(out, "utf8")).toBe(whole);
  });

  it("goes on as far as the files are still the same: none is missed and none is there twice", async () => {
    const midi = folder.path("growing");
    const out = folder.path("growing.jsonl");
    await mkdir(midi);
    for (const [name, every] of [
      ["b", 48],
      ["c", 24],
      ["d", 12],
    ] as const)
      await folder.write(`growing/${name}.mid`, bar(every));
    await makeDataset(options([midi]), out, nothing);
    const lines = (await readFile(out, "utf8")).split("\n");
    await writeFile(`${out}.part`, `${lines.slice(0, 3).join("\n")}\n`);
    await folder.write("growing/a.mid", bar(96));
    const records = await makeDataset(options([midi]), out, nothing);
    expect(records.map(({ source }) => source)).toEqual(["a.mid", "b.mid", "c.mid", "d.mid"]);
    expect((await readDataset(out)).records).toEqual(records);
  });

  it("leaves out what a damaged time puts years away", async () => {
    const years = midiBytes([...note(0, 36), ...note(0x0fffffff, 36)]);
    const { records } = await make({ "a.mid": bar(96), "years.mid": years });
    expect(records.map(({ unused, notes }) => [unused, notes.used])).toEqual([
      [null, 4],
      [null, 1],
    ]);
  });

  it("keeps a file with a value that MIDI does not know, counts it, and reads back", async () => {
    const { out, records } = await make({
      "all.mid": bar(96, 255),
      "one.mid": midiBytes([...note(0, 36, 90), ...note(24, 38, 133), ...note(48, 200, 90), ...note(96, 38, 1)]),
      "plain.mid": bar(96),
    });
    expect((await readDataset(out)).records).toEqual(records);
    expect(records.map(({ pieces }) => pieces[0]!.hits)).toEqual([
      [0, 0, 127, 0, 4, 0, 127, 0, 8, 0, 127, 0, 12, 0, 127, 0],
      [0, 0, 90, 0, 1, 1, 127, 0, 4, 1, 1, 0],
      [0, 0, 90, 0, 4, 0, 90, 0, 8, 0, 90, 0, 12, 0, 90, 0],
    ]);
    const { counts, remarks } = summaryOf(records);
    expect(counts).toMatchObject({ notes: { broken: 1, clamped: 5 } });
    expect(remarks).toContain("1 notes were left out for a pitch that MIDI does not know");
    expect(remarks).toContain("5 notes have a velocity that MIDI does not know; they count as 127");
  });

  it("says what of a file was passed over, and in how many others", async () => {
    const { records } = await make({
      "a.mid": midiBytes([metre(0, 4, 64), ...note(0, 36)]),
      "b.mid": midiBytes([metre(0, 0, 4), tempo(0, Number.POSITIVE_INFINITY), ...note(0, 36)]),
      "c.mid": midiBytes([tempo(0, 120)]).slice(0, -5),
    });
    const { remarks } = summaryOf(records);
    expect(remarks.map((remark) => remark.replace(/run\d+-/, ""))).toEqual(
      expect.arrayContaining([
        "a.mid: passed over: metres of no use (4/64); likewise in 1 more",
        "b.mid: passed over: tempi of no use (0 µs)",
        "not used: c.mid: it has no notes; passed over: the rest of tracks that are cut off (track 1)",
      ]),
    );
  });

  it("holds nothing that its reader would refuse", async () => {
    const path = await folder.write("fast.drums", `bpm 1e999\nkick ${"x...".repeat(4)}\n`);
    const collector = new Collector(options([]));
    const fast = await collector.collect({ path, source: "fast.drums" }, { split: "train", tags: {} });
    expect(fast.unused).toBe("line 1: bpm wants a number");
    const tagged = await folder.write("tagged.mid", bar(96));
    // What a table may give to somebody who reads it otherwise some day.
    const tags = JSON.parse('{ "style": 3 }');
    const record = await collector.collect({ path: tagged, source: "tagged.mid" }, { split: "train", tags });
    expect(record.unused).toMatch(/^it cannot be written: tags\.style: .*string/);
    expect(FileRecord.parse(record)).toEqual(record);
  });

  it("takes files that are linked into the folder", async () => {
    const midi = await folder.write("elsewhere.mid", bar(96));
    await mkdir(folder.path("linked"));
    await symlink(midi, folder.path("linked/a.mid"));
    await symlink(folder.path("nowhere.mid"), folder.path("linked/b.mid"));
    const records = await makeDataset(options([folder.path("linked")]), folder.path("linked.jsonl"), nothing);
    expect(records.map(({ source, unused }) => [source, unused])).toEqual([
      ["a.mid", null],
      ["b.mid", expect.stringContaining("ENOENT")],
    ]);
  });

  it("starts again when an interrupted run had other options", async () => {
    const { out, wanted } = await make({ "a.mid": bar(96), "b.mid": bar(48) });
    await writeFile(`${out}.part`, await readFile(out, "utf8"));
    const records = await makeDataset(options(wanted, { loops: "tile" }), out, nothing);
    expect(records.map(({ pieces }) => pieces[0]!.tiled)).toEqual([8, 8]);
    expect((await readDataset(out)).options.loops).toBe("tile");
  });

  it("finds duplicates, exact and near, and keeps them in one split", async () => {
    const files = Object.fromEntries(Array.from({ length: 24 }, (_, i) => [`${i}.mid`, bar(96, i % 2 ? 90 : 60)]));
    const { records } = await make(files, { validation: 0.4, test: 0.3 });
    expect(new Set(records.map(({ split }) => split)).size).toBe(1);
    expect(records.filter(({ duplicate }) => duplicate?.exact).length).toBe(22);
    expect(records.filter(({ duplicate }) => duplicate && !duplicate.exact).length).toBe(1);
    const dropped = await make(files, { duplicates: "drop" });
    expect(dropped.records.filter(({ pieces }) => pieces.length > 0).length).toBe(2);
  });

  it("splits by name and seed, so that more files move none", async () => {
    const names = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `n${i}.drums`,
          `kick ${(i + 1).toString(2).padStart(16, ".").replaceAll("0", ".").replaceAll("1", "x")}`,
        ]),
      );
    const splitsOf = async (count: number, seed: number) => {
      runs = 1000;
      const { records } = await make(names(count), { seed, validation: 0.3, test: 0.3 });
      return Object.fromEntries(records.map(({ source, split }) => [source, split]));
    };
    const few = await splitsOf(20, 5);
    expect(await splitsOf(30, 5)).toMatchObject(few);
    expect(await splitsOf(20, 6)).not.toEqual(few);
    expect(new Set(Object.values(few)).size).toBe(3);
  });

  it("splits by a table and leaves out what the table leaves out", async () => {
    const prefix = `run${runs}-`;
    const rows = [
      "style,file,where",
      `funk,${prefix}a.mid,train`,
      `"funk, slow",${prefix}b.mid,test`,
      `rock,${prefix}c.mid,train`,
      `funk,${prefix}d.mid,nowhere`,
    ];
    const table = await folder.write("info.csv", rows.join("\n"));
    const { records } = await make(
      { "a.mid": bar(96), "b.mid": bar(48), "c.mid": bar(24), "d.mid": bar(12), "e.mid": bar(32) },
      { table: { file: table, splitColumn: "where", where: { style: "funk.*" } } },
    );
    expect(records.map(({ split, tags, unused }) => unused ?? [split, tags.style])).toEqual([
      ["train", "funk"],
      ["test", "funk, slow"],
      "its style is not funk.*",
      'its split "nowhere" is none of train, validation, test',
      "not in info.csv",
    ]);
  });

  it("is refused in one sentence when it is no data file, of another version, or cut off", async () => {
    const { out } = await make({ "a.mid": bar(96) });
    const whole = await readFile(out, "utf8");
    const other = await folder.write("other.jsonl", whole.replace('"version":1', '"version":9'));
    await expect(readDataset(other)).rejects.toThrow("data format 9, this program reads 1; make it again");
    const cut = await folder.write("cut.jsonl", whole.slice(0, -12));
    await expect(readDataset(cut)).rejects.toThrow("ends too early; make it again");
    const foreign = await folder.write("foreign.jsonl", '{"a":1}\n');
    await expect(readDataset(foreign)).rejects.toThrow("no data file of Antiphon");
    await expect(readDataset(folder.path("none.jsonl"))).rejects.toThrow('make it with "antiphon dataset"');
  });

  it("refuses hits out of range", async () => {
    const { out } = await make({ "a.mid": bar(96) });
    const whole = await readFile(out, "utf8");
    const bad = await folder.write("bad.jsonl", whole.replace('"hits":[0,0,90', '"hits":[0,11,90'));
    await expect(readDataset(bad)).rejects.toThrow("line 2: hits out of range");
  });
});

describe("a written pattern", () => {
  it("is bars of marks, a line a drum", async () => {
    const { records } = await make({
      "a.drums":
        "# two bars\nbpm 170\nkick X...............|........x.......\nsnare ....o...........|................\n",
    });
    const { pieces, unused } = records[0]!;
    expect(unused).toBeNull();
    expect(pieces[0]).toMatchObject({ bpm: 170, steps: 32, hits: [0, 0, 118, 0, 4, 1, 42, 0, 24, 0, 92, 0] });
  });

  it("is refused with the line that is wrong", async () => {
    const { records } = await make({
      "a.drums": "kick X...",
      "b.drums": "kick X...............\ncymbal X...............",
      "c.drums": "kick X..............?",
      "d.drums": "kick X...............|X...............\nsnare X...............",
    });
    expect(records.map(({ unused }) => unused)).toEqual([
      "line 1: a bar has 16 marks",
      'line 2: "cymbal" is no drum',
      'line 1: "?" is none of X x o .',
      "line 2: 1 bars where the line above has 2",
    ]);
  });
});
