import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addKitOptions, kitOf } from "../../../server/tools/command-line/kit-options.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const folder = temporaryFolder();

/** The kit of a command that was typed so. */
const kitFor = (...words: string[]) => {
  const command = addKitOptions(new Command().configureOutput({ writeErr: () => {} }).exitOverride());
  command.parse(words, { from: "user" });
  return kitOf(command, command.opts());
};

describe("the kit that MIDI files were played on", () => {
  it("is a table by its name, a map, or a show's pitches, in the order they are typed over each other", async () => {
    const map = await folder.write("map.json", '{ "8": "closed_hat", /* the edge */ "9": "closed_hat", }');
    const show = await folder.write(
      "show.json",
      '\ufeff{ "tempo": 90, "pitches": { "table": "ggd", "overrides": { "28": "closed_hat" } } }',
    );
    expect(kitFor()).toEqual({ pitches: "note-seq", overrides: {} });
    expect(kitFor("--pitches", "alesis")).toEqual({ pitches: "alesis", overrides: {} });
    expect(kitFor("--map", map)).toEqual({ pitches: "note-seq", overrides: { 8: "closed_hat", 9: "closed_hat" } });
    expect(kitFor("--map", map, "--pitches", "toontrack").pitches).toBe("toontrack");
    expect(kitFor("--map", show)).toEqual({ pitches: "ggd", overrides: { 28: "closed_hat" } });
    expect(kitFor("--map", show, "--pitches", "note-seq").pitches).toBe("note-seq");
  });

  it.each([
    ['{ "8": "hihat" }', '8 must be one of "kick"', "did you mean closed_hat?"],
    ['{ "8": "snaer" }', 'not "snaer" (did you mean snare?)', ""],
    ['{ "128": "snare" }', "128 must be a MIDI pitch, 0 to 127", ""],
    ['{ "snare": 26 }', "snare must be a MIDI pitch, 0 to 127", 'as {"24": "kick", "26": "snare"}'],
    ['{ "8": 42 }', "8 must be one of", "not 42"],
    ["[8, 9]", "bad.json: it must be an object { ... }, not a list", ""],
    ["8", "bad.json: it must be an object { ... }, not 8", ""],
    ['{ "pitches": { "table": "tontrack" } }', "table must be one of", "did you mean toontrack?"],
    ['{ "pitches": { "overrides": { "8": "hihat" } } }', "8 must be one of", "did you mean closed_hat?"],
    ["{ 8: snare }", "is not JSON, line 1, column 3", "in quotes"],
    ["", "is empty", 'as {"24": "kick", "26": "snare"}'],
  ])("is refused in one sentence that says what would be right: %s", async (text, says, wayOut) => {
    const map = await folder.write("bad.json", text);
    let message = "";
    try {
      kitFor("--map", map);
    } catch (error) {
      message = String((error as Error).message);
    }
    expect(message).toMatch(/^error: --map: bad\.json[^\n]*[^.]\.$/);
    expect(message).toContain(says);
    expect(message).toContain(wayOut);
  });
});
