import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { Command, CommanderError } from "commander";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { readMidi } from "../../../server/core/midi-file/read-midi.ts";
import { readMusic } from "../../../server/takes/export/read-music.ts";
import { writeTake } from "../../../server/takes/import/write-take.ts";
import { openTake } from "../../../server/takes/read-take.ts";
import { addDataset } from "../../../server/tools/command-line/dataset.ts";
import { addExport } from "../../../server/tools/command-line/export.ts";
import type { Terminal } from "../../../server/tools/command-line/terminal.ts";
import { readDataset } from "../../../server/tools/training/dataset/dataset-file.ts";
import { type SeededTake, seededTake } from "../../helpers/seeded-take.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const folder = temporaryFolder();

/** What became of a command, its exit code as `server/main.ts` has it. */
interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** The program as it is typed. */
const program = (...words: string[]): Promise<Run> =>
  new Promise((resolve) => {
    const stdio = ["ignore", "pipe", "pipe"] as const;
    const child = spawn(process.execPath, ["--import", "tsx", "server/main.ts", ...words], { stdio: [...stdio] });
    const heard = { output: "", errors: "" };
    child.stdout.on("data", (chunk) => {
      heard.output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      heard.errors += chunk;
    });
    child.on("close", (code) => resolve({ code, ...heard }));
  });

/** The same in this process. */
const antiphon = async (...words: string[]): Promise<Run> => {
  const printed: string[] = [];
  const terminal: Terminal = { print: (line) => void printed.push(line), note: () => {}, report: () => {} };
  const command = new Command().configureOutput({ writeErr: () => {} }).exitOverride();
  addExport(command, terminal);
  addDataset(command, terminal);
  const ended = (code: number, errors: string): Run => ({ code, output: printed.join("\n"), errors });
  return command.parseAsync(words, { from: "user" }).then(
    () => ended(0, ""),
    (error: Error) => ended(error instanceof CommanderError ? 2 : 1, error.message),
  );
};

describe("antiphon export", () => {
  let seeded: SeededTake;
  const take = (): string => folder.path("take");
  beforeAll(async () => {
    seeded = await seededTake(41, 90);
    await writeTake(take(), seeded.header, seeded.all);
  });

  it("reads the same music from a folder as was played", async () => {
    const opened = await openTake(take());
    const [read, played] = [await readMusic(opened), await readMusic(seeded)];
    expect(opened.losses).toEqual([]);
    expect(read.notes.map(({ seconds, ...note }) => ({ ...note, at: seconds.toFixed(4) }))).toEqual(
      played.notes.map(({ seconds, ...note }) => ({ ...note, at: seconds.toFixed(4) })),
    );
  });

  it("writes several files at once, of the part and the voices that are named", async () => {
    const [midi, csv, summary] = ["a.mid", "a.csv", "a.json"].map(folder.path) as [string, string, string];
    const part = ["--from", "5s", "--to", "0:25", "--voices", "drummer,video"];
    const files = ["--midi", midi, "--csv", csv, "--summary", summary];
    const { code, output, errors } = await antiphon("export", take(), ...files, ...part);
    expect([code, output.trim().split("\n")], errors).toEqual([0, [midi, csv, summary]]);
    const notes = (await readMusic(seeded)).notes.filter(
      ({ seconds, voice }) => voice !== "model1" && seconds >= 5 && seconds <= 25,
    );
    expect(readMidi(await readFile(midi)).hits.length).toBe(notes.length);
    const rows: { kind: string; voice: string }[] = parse(await readFile(csv), { columns: true });
    expect(rows.filter(({ kind }) => kind === "note").length).toBe(notes.length);
    expect(JSON.parse(await readFile(summary, "utf8")).seconds).toBe(20);
  }, 240_000);

  it("writes text to standard output, and nothing else there", async () => {
    const { code, output, errors } = await program("export", take(), "--jsonl", "-");
    expect(code, errors).toBe(0);
    const lines = output.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).kind)).toContain("note");
  }, 240_000);

  it("says in one sentence what is wrong, and leaves what is there", async () => {
    const there = await folder.write("there.mid", "mine");
    const cases: [words: string[], says: string, code: number][] = [
      [[take(), "--midi", there], "is there already, and stays as it is; choose another name, or add --force.", 1],
      [[take()], "name a file to write", 2],
      [[take(), "--midi", "-"], "it is no text for a terminal", 2],
      [[take(), "--csv", "x", "--jsonl", "x"], "is that of --csv already", 2],
      [[take(), "--midi", folder.path("x"), "--voices", "model7"], 'There is no voice "model7"', 2],
      [[take(), "--midi", folder.path("x"), "--from", "9999"], "it has no bar 9999", 2],
      [[take(), "--midi", folder.path("x"), "--from", "chorus"], '"chorus" is no mark of it', 2],
      [[take(), "--midi", folder.path("x"), "--from", "20s", "--to", "10s"], "is not behind --from", 2],
      [[folder.path("nowhere"), "--midi", folder.path("x")], "There is no take", 2],
      [[folder.path("."), "--midi", folder.path("x")], "is no take: there is no take.json in it.", 2],
      [[take(), "--midi", folder.path("no/where")], "there is no folder", 1],
    ];
    for (const [words, errors, code] of cases)
      expect(await antiphon("export", ...words), words.join(" ")).toEqual({
        code,
        output: "",
        errors: expect.stringContaining(errors),
      });
    expect(await readFile(there, "utf8")).toBe("mine");
  }, 240_000);

  it("a data set is made of what live voices played in takes", async () => {
    const data = folder.path("data.jsonl");
    const { code, errors } = await antiphon("dataset", take(), "--out", data, "--metre", "any");
    expect(code, errors).toBe(0);
    const [record] = (await readDataset(data)).records;
    const live = (await readMusic(seeded)).notes.filter((note) => note.live);
    const { used, merged, unknown, elsewhere } = record!.notes;
    expect(record).toMatchObject({ source: "take", found: "live voices", unused: null });
    expect([used + merged, unknown, elsewhere]).toEqual([live.length, 0, 0]);
    const velocities = new Set(live.map(({ velocity }) => velocity));
    for (const { hits } of record!.pieces)
      for (let at = 0; at < hits.length; at += 4) expect(velocities).toContain(hits[at + 2]);
  }, 240_000);
});
