import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addDataset } from "../../../server/tools/command-line/dataset.ts";
import { addImport } from "../../../server/tools/command-line/import.ts";
import type { Terminal } from "../../../server/tools/command-line/terminal.ts";
import { addTrain } from "../../../server/tools/command-line/train.ts";

const silent: Terminal = { print: () => {}, note: () => {}, report: () => {} };

/** Runs a command in this process; rejects with what it complains of. */
const antiphon = (...words: string[]): Promise<unknown> => {
  const program = new Command().configureOutput({ writeErr: () => {} }).exitOverride();
  for (const add of [addDataset, addTrain, addImport]) add(program, silent);
  for (const command of program.commands) command.configureOutput({ writeErr: () => {} }).exitOverride();
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
