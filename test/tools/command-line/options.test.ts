import { spawnSync } from "node:child_process";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addBench } from "../../../server/tools/command-line/bench.ts";
import { addDataset } from "../../../server/tools/command-line/dataset.ts";
import { addDoctor } from "../../../server/tools/command-line/doctor.ts";
import { addEvaluate } from "../../../server/tools/command-line/evaluate.ts";
import { addImport } from "../../../server/tools/command-line/import.ts";
import { addPlay } from "../../../server/tools/command-line/play.ts";
import { addPorts } from "../../../server/tools/command-line/ports.ts";
import { addRender } from "../../../server/tools/command-line/render.ts";
import { addScene } from "../../../server/tools/command-line/scene.ts";
import { addTakes } from "../../../server/tools/command-line/takes.ts";
import type { Terminal } from "../../../server/tools/command-line/terminal.ts";
import { addTrain } from "../../../server/tools/command-line/train.ts";

const silent: Terminal = { print: () => {}, note: () => {}, report: () => {} };

/** Runs a command in this process; rejects with what it complains of. */
const antiphon = (...words: string[]): Promise<unknown> => {
  const program = new Command().configureOutput({ writeErr: () => {} }).exitOverride();
  const adds = [
    addPlay,
    addPorts,
    addDoctor,
    addDataset,
    addTrain,
    addScene,
    addTakes,
    addEvaluate,
    addImport,
    addBench,
    addRender,
  ];
  for (const add of adds) add(program, silent);
  return program.parseAsync(words, { from: "user" });
};

describe("an option that is a number", () => {
  it.each([
    [["dataset", "midi", "--out", "x", "--seed", "abc"], "--seed"],
    [["dataset", "midi", "--out", "x", "--test", ""], "--test"],
    [["train", "--data", "x", "--out", "y", "--rate", "fast"], "--rate"],
    [["import", "x.mag", "--out", "y", "--attention-length", "many"], "--attention-length"],
    [["import", "x.mag", "--out", "y", "--attention-length", "0"], "--attention-length"],
  ])("is misunderstood when it is none: %j", async (words, option) => {
    await expect(antiphon(...words)).rejects.toMatchObject({
      code: "commander.invalidArgument",
      message: expect.stringContaining(option),
    });
  });

  it("may not ask for more files than there are", async () => {
    const words = ["dataset", "midi", "--out", "x", "--validation", "0.7", "--test", "0.7"];
    await expect(antiphon(...words)).rejects.toThrow("together they are at most 1");
  });
});

/** What each number of a recipe cannot be. */
const RECIPE_LIMITS = [
  ["--seed", "1.5"],
  ["--counter-bits", "17"],
  ["--dropout", "1"],
  ["--lanes", "0"],
  ["--window", "1"],
  ["--rate", "0"],
  ["--epochs", "0"],
  ["--patience", "0"],
  ["--clip", "-1"],
  ["--averaging", "1"],
  ["--cap-bars", "0"],
  ["--exchange", "1.5"],
] as const;

describe("a number of a recipe", () => {
  it.each(RECIPE_LIMITS)("is misunderstood out of its bounds, as no number and empty: %s %s", async (option, value) => {
    for (const wrong of [value, "x", ""])
      await expect(antiphon("train", "--data", "x", "--out", "y", option, wrong)).rejects.toMatchObject({
        code: expect.stringMatching(/^commander\./),
        message: expect.stringContaining(option),
      });
  });
});

describe("what is not understood", () => {
  it.each([
    [["play", "--port", "abc"], "--port must be a number"],
    [["plya"], "unknown command 'plya'\n(Did you mean play?)"],
    [["prots", "--json"], "(Did you mean ports?)"],
    [["xylophone"], "unknown command 'xylophone'"],
    [["render", "take"], "there is nothing to be made; name --out film.mp4, --frames FOLDER or --hashes FILE"],
    [["render", "take", "--out", "film.avi"], 'a film is a .mp4, .webm or .mkv, not "film.avi"'],
    [
      ["render", "take", "--out", "film.mp4", "--alpha"],
      "a .mp4 cannot be seen through; make a .webm, or PNGs with --frames",
    ],
    [["render", "take", "--out", "film.mp4", "--size", "641x360"], "a .mp4 wants even numbers of pixels"],
    [["render", "take", "--out", "film.mp4", "--size", "huge"], "It is written as 1920x1080"],
    [["render", "take", "--out", "film.mp4", "--fps", "0"], "It is a number from 1 to 240"],
    [
      ["render", "take", "--out", "film.mp4", "--from", "later"],
      "It is seconds, as 90, or minutes and seconds, as 1:30",
    ],
    [["play", "xylophone"], 'there is no file "xylophone"; "antiphon show new FILE" writes one'],
    [["xylophone.json"], 'there is no file "xylophone.json"'],
    [["gig/tour"], 'there is no file "gig/tour"'],
    [["play", ""], 'there is no file ""'],
    [["play", "test"], '"test" is a folder'],
    [["play", "a.json", "b.json"], "too many arguments"],
    [["play", "--port"], "--port"],
    [["play", "--port", ""], "--port must be a number"],
    [["play", "--port", "4400.5"], "--port must be a whole number"],
    [["play", "--port", "-1"], "--port must be at least 0"],
    [["play", "--open=now"], "--open"],
    [["play", "--port", "99999"], "--port must be at most 65535"],
    [["play", "--host", ""], "--host must be a host's name"],
    [["play", "--host", "300.1.1.1"], "--host must be a host's name"],
    [["play", "--host", "http://127.0.0.1"], "--host must be a host's name"],
    [["play", "--host", "my host"], "--host must be a host's name"],
    [["play", "--host", "no-such-host.invalid"], "--host: there is no"],
    [["play", "--bpm", ""], "--bpm must be a number"],
    [["play", "--bpm", "0"], "--bpm must be at least"],
    [["play", "--bpm", "9999"], "--bpm must be at most"],
    [["play", "--bpm", "Infinity"], "--bpm must be"],
    [["play", "--bpm", "fast"], "--bpm must be a number"],
    [["play", "--seed", "x"], "--seed must be a number"],
    [["play", "--seed", "-1"], "--seed must be at least 0"],
    [["play", "--seed", "1.5"], "--seed must be a whole number"],
    [["play", "--seed", "1e30"], "--seed must be"],
    [["play", "--clock", ""], "--clock must be"],
    [["play", "--clock", "midi:"], "--clock must be"],
    [["play", "--clock", "sundial"], '--clock must be "internal", "link"'],
    [["play", "--midi-in", ""], "--midi-in"],
    [["play", "--midi-out", ""], "--midi-out"],
    [["play", "--midi-file", ""], "--midi-file"],
    [["play", "--midi-file", "nowhere.mid"], '--midi-file: there is no file "nowhere.mid"'],
    [["play", "--midi-file", "."], '--midi-file: "." is a folder'],
    [["play", "--own-tempo"], "--own-tempo is for a MIDI file"],
    [["play", "--osc", ""], "--osc"],
    [["play", "--osc", "127.0.0.1:0"], "--osc"],
    [["play", "--osc", "127.0.0.1:70000"], "--osc"],
    [["play", "--osc", "300.1.1.1:7000"], "must be a host's name"],
    [["play", "--osc-in", ""], "--osc-in must be a number"],
    [["play", "--osc-in", "70000"], "--osc-in must be at most 65535"],
    [["play", "--osc", "nonsense"], "--osc must be HOST:PORT"],
    [["play", "--osc", "127.0.0.1:7000:nonsense"], '--osc: "nonsense" is none of generic'],
    [["play", "--osc-in", "127.0.0.1:1"], "--osc-in must be a number"],
    [["play", "--nonsense"], "--nonsense"],
    [["ports", "all"], "too many arguments"],
    [["ports", "--nonsense"], "--nonsense"],
    [["takes", "one", "two"], "too many arguments"],
    [["takes", "no-show.json"], 'show: there is no file "no-show.json"'],
    [["doctor", "all"], "too many arguments"],
    [["doctor", "--calibrate"], "--calibrate"],
    [["doctor", "--calibrate", "one"], "--calibrate takes two names"],
    [["doctor", "--calibrate", "one", "two", "three"], "--calibrate takes two names"],
    [["doctor", "--calibrate", "", ""], "--calibrate takes two names"],
    [["dataset", "--out", "x"], "folders"],
    [["dataset", "no-such-folder", "--out", "x"], 'there is no file or folder "no-such-folder"'],
    [["dataset", "midi"], "--out"],
    [["dataset", "midi", "--out", ""], "--out"],
    [["dataset", "midi", "--out", "x", "--loops", "mine"], "--loops"],
    [["dataset", "midi", "--out", "x", "--metre", "7/8"], "--metre"],
    [["dataset", "midi", "--out", "x", "--duplicates", "mine"], "--duplicates"],
    [["dataset", "midi", "--out", "x", "--seed", "1.5"], "--seed"],
    [["dataset", "midi", "--out", "x", "--test", "2"], "--test"],
    [["dataset", "test", "--out", "x", "--split-csv", ""], "--split-csv"],
    [["dataset", "test", "--out", "x", "--split-csv", "no.csv"], '--split-csv: there is no file "no.csv"'],
    [["dataset", "test", "--out", "x", "--split-column", ""], "--split-column"],
    [["dataset", "midi", "--out", "x", "--where", "style"], "--where"],
    [["dataset", "midi", "--out", "x", "--where", "style=("], "is no regular expression"],
    [["dataset", "midi", "--out", "x", "--channel", "17"], "--channel"],
    [["dataset", "midi", "--out", "x", "--pitches", "mine"], "--pitches"],
    [["dataset", "test", "--out", "x", "--map", ""], "--map"],
    [["dataset", "test", "--out", "x", "--map", "no.json"], '--map: there is no file "no.json"'],
    [["dataset", "test", "--out", "x", "--map", "test"], '--map: "test" is a folder'],
    [["dataset", "test", "--out", "x", "--map", "package.json"], "name must be a MIDI pitch, 0 to 127"],
    [["evaluate", "--checkpoint", "models/groove", "--data", "test", "--map", "no.json"], "--map: there is no file"],
    [["evaluate", "--checkpoint", "models/groove", "--data", "test", "--pitches", "mine"], "--pitches"],
    [
      ["evaluate", "--checkpoint", "models/groove", "--data", "LICENSE", "--pitches", "ggd"],
      "a data file was made with",
    ],
    [["dataset", "midi", "--out", "x", "--validation", "0.7", "--test", "0.7"], "together they are at most 1"],
    [["dataset", "midi", "--out", "x", "--validation", "-1"], "--validation"],
    [["dataset", "midi", "--out", "x", "--where", "style=rock"], "--where asks a table"],
    [["train", "--data", "x", "--out", "y", "--dropout", "3"], "--dropout"],
    [["train", "--data", "x", "--out", "y", "--layers", "128,many"], "--layers"],
    [["train", "--data", "x"], "--out"],
    [["train", "--out", "y"], "--data"],
    [["train", "--data", "", "--out", "y"], "--data"],
    [["train", "--data", "x", "--out", ""], "--out"],
    [["train", "--data", "no.jsonl", "--out", "y"], '--data: there is no file "no.jsonl"'],
    [["train", "--data", "package.json", "no.jsonl", "--out", "y"], '--data: there is no file "no.jsonl"'],
    [["train", "--data", "package.json", "--out", "y", "--from", "no-model"], "--from: there is no folder"],
    [["train", "--data", "package.json", "--out", "y", "--from", ""], "--from"],
    [["train", "--data", "x", "--out", "y", "--layers", ""], "--layers"],
    [["train", "--data", "x", "--out", "y", "--layers", "9999999"], "--layers"],
    [["train", "--data", "x", "--out", "y", "extra"], "too many arguments"],
    [["evaluate", "--data", "test"], "--checkpoint"],
    [["evaluate", "--checkpoint", "", "--data", "test"], "--checkpoint"],
    [["evaluate", "--checkpoint", "no-model", "--data", "test"], "--checkpoint: there is no folder"],
    [["evaluate", "--checkpoint", "package.json", "--data", "test"], "--checkpoint: there is no folder"],
    [["evaluate", "--checkpoint", "models/groove", "--data", ""], "--data"],
    [["evaluate", "--checkpoint", "models/groove", "--data", "no.jsonl"], "--data: there is no file or folder"],
    [["evaluate", "--checkpoint", "models/groove", "--data", "test", "--ngrams", "no"], "--ngrams: there is no file"],
    [["import", "--out", "y"], "file"],
    [["import", "no.mag", "--out", "y"], 'file: there is no file "no.mag"'],
    [["import", "test", "--out", "y"], 'file: "test" is a folder'],
    [["import", "package.json", "--out", ""], "--out"],
    [["scene"], ""],
    [["scene", "nwe", "x"], "unknown command 'nwe'"],
    [["scene", "new"], "name"],
    [["scene", "new", "../x"], "It is a lower-case letter"],
    [["scene", "new", ""], "It is a lower-case letter"],
    [["scene", "new", "x", "y"], "too many arguments"],
    [["scene", "new", "x", "--show", ""], "--show"],
    [["scene", "new", "x", "--show", "no-such-show.json"], "--show: there is no file"],
    [["help", "xylophone"], ""],
    [["evaluate", "--checkpoint", "x", "--data", "y", "--split", "half"], "--split"],
    [["scene", "new", "9lives"], "It is a lower-case letter"],
    [["bench", "nonsense"], "inference, first-hit"],
  ])("is said in one sentence, and is no failure of what was asked for: %j", async (words, sentence) => {
    await expect(antiphon(...words)).rejects.toMatchObject({
      code: expect.stringMatching(/^commander\./),
      message: expect.stringContaining(sentence),
    });
  });

  it("ends the program with exit code 2, and what could not be done with 1", () => {
    const codeOf = (...words: string[]): number | null =>
      spawnSync(process.execPath, ["--import", "tsx", "server/main.ts", ...words]).status;
    expect(codeOf("plya")).toBe(2);
    expect(codeOf("play", "--osc-in", "127.0.0.1:1")).toBe(2);
    expect(codeOf("play", "no-such-show.json")).toBe(2);
    expect(codeOf("play", "LICENSE")).toBe(1);
    expect(codeOf("--help")).toBe(0);
  });
});
