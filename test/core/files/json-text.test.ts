import { describe, expect, it } from "vitest";
import { parseJsonText } from "../../../server/core/files/json-text.ts";

const read = (text: string): unknown => parseJsonText(text, "show.json");

describe("JSON as people write it", () => {
  it.each([
    '{ "tempo": 121, "words": ["a", "b"] }',
    '{\n  // the first song\n  "tempo": 121, /* fast */\n  "words": ["a", "b",],\n}\n// end',
  ])("is read, with comments and a comma behind the last: %s", (text) => {
    expect(read(text)).toEqual({ tempo: 121, words: ["a", "b"] });
  });

  it("keeps every value as JSON's own reader does", () => {
    const value = { a: [1, -2.5e3, 0.5, true, false, null, { b: 'ü "\\ / \n\t' }], c: {}, "": [] };
    for (const indent of [0, 2]) expect(read(JSON.stringify(value, null, indent))).toStrictEqual(value);
  });

  it.each([
    ["{\n  “tempo”: 121\n}", 2, 3, "“ is a typographic quote"],
    ['{ "name": „Übung“ }', 1, 11, "„ is a typographic quote"],
    ['{ "media": "C:\\Users\\me\\clips" }', 1, 15, "a backslash is written twice"],
    ['{ "media": "C:\\temp\\new" }', 1, 12, "a backslash is written twice"],
    ['{ "media": "clips\\loops" }', 1, 18, "a backslash is written twice"],
    ["{ 'tempo': 121 }", 1, 3, "double quotes"],
    ["{ tempo: 121 }", 1, 3, 'the name tempo must stand in quotes: "tempo"'],
    ['{ "name": Tour }', 1, 11, 'a text stands in quotes, "Tour"'],
    ['{ "demo": True }', 1, 11, "True is written true"],
    ['{ "seed": None }', 1, 11, "None is written null"],
    ['{ "weight": .5 }', 1, 13, ".5 is not a number as JSON writes them"],
    ['{ "tempo": +120 }', 1, 12, "+120 is not a number as JSON writes them"],
    ['{ "tempo": 0120 }', 1, 13, "a number must not begin with 0"],
    ['{\n "tempo": 120\n "seed": 1\n}', 3, 2, 'a comma is missing before "seed"'],
    ['{ "tempo": 120; "seed": 1 }', 1, 15, "between two entries stands a comma"],
    ['{ "tempo": 120,, "seed": 1 }', 1, 16, "a name must stand here"],
    ['{ "tempo" 120 }', 1, 11, "a colon is missing"],
    ['{ "tempo": }', 1, 12, "a value is missing"],
    ['{ "tempo": 120', 1, 15, "a { is still open"],
    ['{ "words": ["a"', 1, 16, "a [ is still open"],
    ['{ "name": "Tour\n}', 1, 11, "does not end on its line"],
    ['{ "name": "a\tb" }', 1, 11, "a tab or another control character"],
    ['{ "name": "\\u12" }', 1, 11, "four digits"],
    ["{ /* all }", 1, 3, "a comment begins here that does not end"],
    ["{ } }", 1, 5, "} stands behind the end"],
    ["tempo: 120", 1, 1, 'the name tempo must stand in quotes: "tempo"'],
    ['{ "tempo": 1, "seed": 2, "tempo": 3 }', 1, 26, '"tempo" stands here a second time'],
    ["\u0000\u0001binary", 1, 1, ""],
  ])("that is broken is told with place and way out: %j", (text, line, column, because) => {
    let sentence = "";
    try {
      read(text);
    } catch (error) {
      sentence = (error as Error).message;
    }
    expect(sentence).toMatch(new RegExp(`^show\\.json is not JSON, line ${line}, column ${column}: .+\\.$`));
    expect(sentence).toContain(because);
    expect(sentence).not.toMatch(/\n|\.\.$/);
  });

  it("gives one sentence wherever it is cut off or a letter is lost", () => {
    const whole =
      '{\n  // a comment\n  "voices": [{ "name": "a", "kind": "live" }],\n  "tempo": 96.5, "metre": null\n}\n';
    for (let at = 0; at < whole.length; at++)
      for (const text of [whole.slice(0, at), whole.slice(0, at) + whole.slice(at + 1)]) {
        try {
          read(text);
        } catch (error) {
          expect((error as Error).message).toMatch(
            /^show\.json (is not JSON, line \d+, column \d+: .+|holds nothing.+)\.$/,
          );
        }
      }
  });
});
