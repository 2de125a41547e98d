import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../../server/core/files/project-folder.ts";

const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(projectFolder, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const textOf = (document: string): string => readFileSync(join(projectFolder, document), "utf8");
const missing = (paths: readonly string[]): readonly string[] =>
  paths.filter((path) => !existsSync(join(projectFolder, path)));

describe.each(DOCUMENTS)("%s", (document) => {
  const text = textOf(document);

  it("names only files that are there", () => {
    const named = [...text.matchAll(/`((?:server|shared|visuals|test|dev|models|docs)\/[\w./-]+)`/g)];
    // What a reader is to write is called NAME, or mine.
    expect(missing(named.map(([, path]) => path!).filter((path) => !/NAME|mine/.test(path)))).toEqual([]);
  });

  it("has nothing left to be filled in", () => {
    expect(text).not.toMatch(/PLACEHOLDER|TODO/);
  });

  it("links only to files that are there", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => link!);
    expect(missing(links.map((link) => join(dirname(document), link)))).toEqual([]);
  });
});

it("docs/architecture.md names every room of the house", () => {
  const text = textOf("docs/architecture.md");
  const foldersOf = (path: string): string[] =>
    readdirSync(join(projectFolder, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${path}/${name}`);
  const rooms = ["shared", "visuals", ...foldersOf("server")].flatMap(foldersOf);
  expect(rooms.length).toBeGreaterThan(30);
  expect(rooms.filter((room) => !text.includes(`\`${room}\``))).toEqual([]);
});

it("README.md is short enough to be read", () => {
  expect(textOf("README.md").split("\n").length).toBeLessThanOrEqual(151);
});
