import { describe, expect, it } from "vitest";
import { z } from "zod";
import { check } from "../../../server/core/check/check.ts";

const Thing = z.strictObject({
  name: z.string().min(1).max(5),
  count: z.int().min(1).max(9).default(1),
  tags: z
    .array(z.enum(["red", "blue"]))
    .max(2)
    .default([]),
  size: z.union([z.literal("auto"), z.number()], { error: 'must be "auto" or a number' }).default("auto"),
  inner: z.strictObject({ on: z.boolean() }).optional(),
});
const reason = (value: unknown): string => {
  const checked = check(Thing, value, "the thing");
  return checked.ok ? "fine" : checked.reason;
};

describe("a check", () => {
  it("gives the value with its defaults when it is right", () => {
    expect(check(Thing, { name: "a" }, "the thing")).toEqual({
      ok: true,
      value: { name: "a", count: 1, tags: [], size: "auto" },
    });
  });

  it.each([
    [{}, "name is missing: it must be text in quotes"],
    [{ name: 5 }, "name must be text in quotes, not 5"],
    [{ name: "" }, "name must not be empty"],
    [{ name: "abcdef" }, "name must be at most 5 characters long"],
    [{ name: "a", count: 10 }, "count must be at most 9, not 10"],
    [{ name: "a", count: 1.5 }, "count must be a whole number, not 1.5"],
    [{ name: "a", count: Number.NaN }, "count must be a number, not NaN"],
    [{ name: "a", tags: "red" }, 'tags must be a list [ ... ], not "red"'],
    [{ name: "a", tags: ["green"] }, 'tags.0 must be one of "red", "blue", not "green"'],
    [{ name: "a", tags: ["red", "red", "red"] }, "tags must have at most 2 entries"],
    [{ name: "a", size: {} }, 'size must be "auto" or a number'],
    [{ name: "a", inner: { on: 1 } }, "inner.on must be true or false, not 1"],
    [{ name: "a", inner: { off: 1, on: true } }, 'inner must not hold "off"; it may hold on'],
    [
      { nmae: "a", name: "a" },
      'the thing must not hold "nmae"; it may hold name, count, tags, size, inner (did you mean name?)',
    ],
    [{ name: "a", tags: ["rde"] }, 'tags.0 must be one of "red", "blue", not "rde" (did you mean red?)'],
    [{ name: "a", count: 1e300 }, "count must be a smaller number, not 1e+300"],
    [{ name: 1, count: 0 }, "name must be text in quotes, not 1 (and 1 more)"],
    [undefined, "the thing is missing: it must be an object { ... }"],
    ["x", 'the thing must be an object { ... }, not "x"'],
  ])("of %j says: %s", (value, sentence) => {
    expect(reason(value)).toBe(sentence);
  });

  it("quotes only the beginning of what is long, and never the inside of what is deep", () => {
    expect(reason("y".repeat(1e6)).length).toBeLessThan(150);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(reason({ name: circular })).toBe("name must be text in quotes, not an object");
    expect(reason({ name: "a", ["k".repeat(1e5)]: 1 }).length).toBeLessThan(250);
    expect(reason({ name: 10n })).toBe("name must be text in quotes, not 10");
  });
});
