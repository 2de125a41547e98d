import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("the first hour in the code names only files that are there", () => {
  const text = readFileSync(new URL("../../docs/reading.md", import.meta.url), "utf8");
  const named = [...text.matchAll(/`((?:server|shared|visuals|test)\/[\w./-]+)`/g)].map(([, path]) => path ?? "");
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
});
