import { spawn } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { midiBytes, note } from "../../helpers/midi-bytes.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const folder = temporaryFolder();

interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the program as a user does, who interrupts it once standard error says something like `interruptAt`. */
const antiphon = (words: readonly string[], interruptAt?: RegExp): Promise<Run> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "server/main.ts", ...words], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let errors = "";
    let interrupted = false;
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
      if (interrupted || interruptAt === undefined || !interruptAt.test(errors)) return;
      interrupted = true;
      child.kill("SIGINT");
    });
    child.on("close", (code) => resolve({ code, output, errors }));
  });

/** Ten bars of a beat that every file varies a little. */
const beat = (variation: number): Uint8Array =>
  midiBytes(
    Array.from({ length: 80 }, (_, eighth) => [
      ...note(eighth * 48, 42, 60 + (eighth % 7)),
      ...(eighth % 8 === 0 || eighth % 8 === 3 + (variation % 4) ? note(eighth * 48, 36) : []),
      ...(eighth % 8 === 4 ? note(eighth * 48, 38) : []),
    ]).flat(),
  );

describe("from a folder of MIDI files to a model on stage", () => {
  it("is one command a step, each with JSON alone on standard output", async () => {
    const midi = folder.path("midi");
    await mkdir(midi);
    for (let file = 0; file < 24; file++) await folder.write(`midi/${file}.mid`, beat(file));
    const data = folder.path("data.jsonl");
    const out = folder.path("model");

    const dataset = await antiphon(["dataset", midi, "--out", data, "--validation", "0.2", "--test", "0.2", "--json"]);
    expect(dataset.code).toBe(0);
    const counts = JSON.parse(dataset.output);
    expect(counts.files).toBe(24);
    expect(dataset.errors).toContain("drums on channel 10: 24 files");

    const small = ["--layers", "8", "--lanes", "4", "--window", "16", "--epochs", "400", "--rate", "0.01"];
    const train = ["train", "--data", data, "--out", out, ...small];
    const interrupted = await antiphon(train, /epoch 2:/);
    expect(interrupted.code).toBe(130);
    expect(interrupted.errors).toContain("run the same command again and it goes on from there");
    expect(interrupted.output).not.toBe("");

    // How far it comes before it is interrupted is chance; it goes on from there.
    const reached = Number(/.*epoch (\d+):/s.exec(interrupted.errors)?.[1]);
    const again = await antiphon([...train, "--json"], new RegExp(`epoch ${reached + 4}:`));
    const from = Number(/Going on after epoch (\d+) of an interrupted run/.exec(again.errors)?.[1]);
    expect(Math.abs(from - reached)).toBeLessThanOrEqual(1);
    expect(JSON.parse(again.output)).toMatchObject({ ended: "interrupted" });

    const evaluated = await antiphon(["evaluate", "--checkpoint", out, "--data", data, "--json"]);
    expect(evaluated.code).toBe(0);
    const { splits } = JSON.parse(evaluated.output);
    const validation = splits.find(({ split }: { split: string }) => split === "validation");
    expect(validation.model.natsPerStep).toBeGreaterThan(0);
    expect(validation.ngrams.unigram.natsPerStep).toBeGreaterThan(0);
    expect(validation.feel.table.velocity).toBeLessThan(validation.feel.constant.velocity);

    const mix = await antiphon(["train", "--memory-only", "--data", data, "--out", out, "--json"]);
    expect(mix.code).toBe(0);
    const { memory, feel } = JSON.parse(mix.output);
    expect(feel).toBe(true);
    expect(JSON.parse(await readFile(`${out}/feel.json`, "utf8"))).toMatchObject({ version: 1 });
    expect(memory.natsPerStep).toBeLessThan(memory.without);
    const asked = ["--memory", "1", "--answers", "--json"];
    const remembering = await antiphon(["evaluate", "--checkpoint", out, "--data", data, ...asked]);
    const [first] = JSON.parse(remembering.output).splits;
    expect(first.model).toEqual(validation.model);
    expect(first.memory.natsPerStep).toBeCloseTo(memory.natsPerStep, 4);
    expect(first.answers).toMatchObject([{ memory: 0 }, { memory: 1, answers: first.answers[0].answers }]);
    expect(first.memory.interval.low).toBeLessThanOrEqual(first.memory.natsPerStep);
    expect(first.memory.byBar[0]).toMatchObject({ bar: 1, steps: 16 * first.files.length });
    const beyond = await antiphon(["evaluate", "--checkpoint", out, "--data", data, "--memory", "2"]);
    expect(beyond).toMatchObject({ code: 2, errors: expect.stringContaining("It is a number from 0 to 1.") });

    const onFolder = await antiphon(["evaluate", "--checkpoint", out, "--data", midi]);
    expect(onFolder.output).toContain("(24 files, 3840 steps)");
    expect(JSON.parse(await readFile(`${out}/config.json`, "utf8")).type).toBe("MusicRNN");
  }, 240_000);

  it("says in one sentence what is wrong, and exits with 1, or with 2 where it was not understood", async () => {
    const empty = folder.path("empty");
    await mkdir(empty);
    const data = folder.path("nothing.jsonl");
    const useless = await folder.write("useless.mid", midiBytes(note(0, 100)));
    const cases: [words: string[], says: string, code?: number][] = [
      [["dataset", empty, "--out", data], "there are no .mid files"],
      [["dataset", useless, "--out", data], "None of the 1 files can be used"],
      [["dataset", folder.path("nowhere"), "--out", data], "name a folder with .mid files", 2],
      [["dataset", empty, "--out", data, "--where", "a=b"], "--where asks a table; name it with --split-csv.", 2],
      [["train", "--data", folder.path("none.jsonl"), "--out", folder.path("x")], 'make it with "antiphon dataset"', 2],
      [["train", "--data", useless, "--out", folder.path("x")], 'make one with "antiphon dataset"'],
      [
        ["evaluate", "--checkpoint", folder.path("none"), "--data", empty],
        "a checkpoint is a folder with config.json",
        2,
      ],
      [["evaluate", "--checkpoint", empty, "--data", empty], "a checkpoint is a folder with config.json"],
      [["import", folder.path("none.mag"), "--out", folder.path("x")], "name a .mag or .mid file", 2],
    ];
    const runs = await Promise.all(cases.map(([words]) => antiphon(words)));
    runs.forEach(({ code, output, errors }, index) => {
      expect(errors).toContain(cases[index]![1]);
      expect([code, output]).toEqual([cases[index]![2] ?? 1, ""]);
      expect(
        errors
          .trim()
          .split("\n")
          .filter((line) => line.startsWith("error: ")),
      ).toHaveLength(1);
    });
  }, 240_000);
});
