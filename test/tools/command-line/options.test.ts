import { spawnSync } from "node:child_process";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addBench } from "../../../server/tools/command-line/bench.ts";
import { addDataset } from "../../../server/tools/command-line/dataset.ts";
import { addDoctor } from "../../../server/tools/command-line/doctor.ts";
import { addEvaluate } from "../../../server/tools/command-line/evaluate.ts";
import { addImport } from "../../../server/tools/command-line/import.ts";
import { addPlay } from "../../../server/tools/command-line/play.ts";
import { addScene } from "../../../server/tools/command-line/scene.ts";
import type { Terminal } from "../../../server/tools/command-line/terminal.ts";
import { addTrain } from "../../../server/tools/command-line/train.ts";

const silent: Terminal = { print: () => {}, note: () => {}, report: () => {} };

/** Runs a command in this process; rejects with what it complains of. */
const antiphon = (...words: string[]): Promise<unknown> => {
  const program = new Command().configureOutput({ writeErr: () => {} }).exitOverride();
  const adds = [addPlay, addDoctor, addDataset, addTrain, addScene, addEvaluate, addImport, addBench];
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

describe("what is not understood", () => {
  it.each([
    [["play", "--port", "abc"], "--port must be a number"],
    [["play", "--port", "99999"], "--port must be at most 65535"],
    [["play", "--host", ""], "--host must be a host's name"],
    [["play", "--bpm", "fast"], "--bpm must be a number"],
    [["play", "--seed", "x"], "--seed must be a number"],
    [["play", "--clock", "sundial"], '--clock must be "internal", "link"'],
    [["play", "--midi-in", ""], "--midi-in"],
    [["play", "--midi-out", ""], "--midi-out"],
    [["play", "--midi-file", ""], "--midi-file"],
    [["play", "--midi-file", "nowhere.mid"], '--midi-file: there is no file "nowhere.mid"'],
    [["play", "--midi-file", "."], '--midi-file: "." is a folder'],
    [["play", "--own-tempo"], "--own-tempo is for a MIDI file"],
    [["play", "--osc", "nonsense"], "--osc must be HOST:PORT"],
    [["play", "--osc", "127.0.0.1:7000:nonsense"], '--osc: "nonsense" is none of generic'],
    [["play", "--osc-in", "127.0.0.1:1"], "--osc-in must be a number"],
    [["play", "--nonsense"], "--nonsense"],
    [["doctor", "--calibrate", "one"], "--calibrate takes two names"],
    [["dataset", "midi", "--out", "x", "--channel", "17"], "--channel"],
    [["dataset", "midi", "--out", "x", "--pitches", "mine"], "--pitches"],
    [["dataset", "midi", "--out", "x", "--validation", "0.7", "--test", "0.7"], "together they are at most 1"],
    [["dataset", "midi", "--out", "x", "--validation", "-1"], "--validation"],
    [["dataset", "midi", "--out", "x", "--where", "style=rock"], "--where asks a table"],
    [["train", "--data", "x", "--out", "y", "--dropout", "3"], "--dropout"],
    [["train", "--data", "x", "--out", "y", "--layers", "128,many"], "--layers"],
    [["train", "--data", "x"], "--out"],
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
    expect(codeOf("play", "--osc-in", "127.0.0.1:1")).toBe(2);
    expect(codeOf("play", "no-such-show.json")).toBe(1);
  });
});
