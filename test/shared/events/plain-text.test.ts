import { expect, it } from "vitest";
import { plainText, visible } from "../../../shared/events/plain-text.ts";

it("what a terminal would obey is shown: C0, C1, DEL, marks of direction, separators, half characters", () => {
  expect(plainText("a\u001b[2J\u0007b\u009b31m\u007f")).toBe("a\\u001b[2J\\u0007b\\u009b31m\\u007f");
  expect(plainText("x\u202egnp.\u2066\u200f\u061c\u2028y")).toBe("x\\u202egnp.\\u2066\\u200f\\u061c\\u2028y");
  expect(plainText("half \ud83e and \0")).toBe("half \\ud83e and \\u0000");
});

it("what is written stays as it is, in any script", () => {
  for (const text of ["Üben – „laut“, 3 × 4", "鼓の音", "🥁👩‍🎤", "مرحبا"]) expect(plainText(text)).toBe(text);
});

it("a report is one line, and no longer than anybody reads", () => {
  expect(plainText("one\r\n  two\tthree\n")).toBe("one two three ");
  expect(plainText("\u001b".repeat(5000))).toHaveLength(1000);
  expect(plainText("🥁".repeat(5000))).toMatch(/^(🥁)+…$/u);
  const long = plainText("x".repeat(5000));
  expect(plainText(long)).toBe(long);
});

it("a report ends with one full stop, whatever sentence it ends with", () => {
  expect(plainText("It is not good: the file is empty..")).toBe("It is not good: the file is empty.");
  expect(plainText("Ending every note ...")).toBe("Ending every note ...");
});

it("JSON means the same as before", () => {
  const hostile = { name: "\u001b]0;x\u0007 \u009b \u202e \u2028 \u007f", lines: ["a\nb"] };
  const shown = visible(JSON.stringify(hostile, null, 2));
  expect(JSON.parse(shown)).toEqual(hostile);
  expect(visible(shown)).toBe(shown);
});
