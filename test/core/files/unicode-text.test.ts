import { describe, expect, it } from "vitest";
import { unicodeText } from "../../../server/core/files/unicode-text.ts";

const TEXT = '{\n "name": "Größe für Übungs-Pad"\n}\n';

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

describe("the text of a file", () => {
  const little = Buffer.from(TEXT, "utf16le");
  it.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${TEXT}`)],
    ["UTF-16 with a byte order mark, little end first", Buffer.concat([Buffer.of(0xff, 0xfe), little])],
    ["UTF-16 with a byte order mark, big end first", Buffer.concat([Buffer.of(0xfe, 0xff), swapped(little)])],
    ["UTF-16 without one, little end first", little],
    ["UTF-16 without one, big end first", swapped(little)],
  ])("is read from %s", (_, bytes) => {
    expect(unicodeText(bytes, "show.json")).toBe(TEXT);
  });

  it("may be empty", () => expect(unicodeText(Buffer.alloc(0), "show.json")).toBe(""));

  it.each([
    ["Latin-1", Buffer.from(TEXT, "latin1"), "line 2, column 13"],
    [
      "a line of UTF-8 before it",
      Buffer.concat([Buffer.from("Grö\n"), Buffer.of(0x41, 0xfc, 0x42)]),
      "line 2, column 2",
    ],
    ["a letter cut off at the end", Buffer.from("Grö").subarray(0, 3), "line 1, column 3"],
  ])("that is not Unicode is refused with the place: %s", (_, bytes, place) => {
    const sentence = new RegExp(
      `^show\\.json is not in Unicode, ${place} \\(after "[^"]*"\\); save it as UTF-8 in your editor\\.$`,
    );
    expect(() => unicodeText(bytes, "show.json")).toThrow(sentence);
  });

  it("that is UTF-16 with half a letter is refused", () => {
    const halves = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from("a\uD800b", "utf16le"), Buffer.of(0x41)]);
    expect(() => unicodeText(halves, "show.json")).toThrow(/^show\.json is UTF-16 with half a letter in it;/);
  });
});
