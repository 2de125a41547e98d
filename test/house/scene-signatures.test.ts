import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../../server/core/files/project-folder.ts";
import * as importable from "../../visuals/scene-api/own.ts";

const read = (path: string): string => readFileSync(join(projectFolder, path), "utf8");
/** As documentation writes it. */
const plain = (code: string): string => code.replaceAll("readonly ", "").replace(/\s+/g, " ");

const document = read("docs/scenes.md");
const [, block = ""] = /```ts signatures\n([\s\S]*?)```/.exec(document) ?? [];
const signatures = plain(block);

/** `name(arguments): type` of what a file exports as functions. */
const functionsOf = (path: string): readonly string[] =>
  [...read(path).matchAll(/^export const (\w+) = \(([^)]*)\): ([^=]+?) =>/gm)].map(([, name, takes, gives]) =>
    plain(`${name}(${takes}): ${gives}`),
  );

const membersOf = (path: string, type: string): readonly string[] => {
  const [, body = ""] = new RegExp(`export interface ${type} \\{\n([\\s\\S]*?)\n\\}`).exec(read(path)) ?? [];
  return [...body.matchAll(/^ {2}((?:readonly )?\w+\??(?:\(.*\))?: .*);$/gm)].map(([, member = ""]) => plain(member));
};

describe("docs/scenes.md", () => {
  it("names everything an author may import", () => {
    const names = [...read("visuals/scene-api/own.ts").matchAll(/^export (?:type )?\{([^}]*)\}/gm)]
      .flatMap(([, list = ""]) => list.split(","))
      .flatMap((name) => /(\w+)\s*$/.exec(name.trim())?.[1] ?? []);
    expect(names.length).toBeGreaterThan(10);
    for (const name of [...Object.keys(importable), ...names]) expect(document).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it.each(["visuals/drawing/motion.ts", "visuals/drawing/traces.ts", "visuals/drawing/surprise.ts"])(
    "has every function of %s as it is",
    (path) => {
      const functions = functionsOf(path);
      expect(functions.length).toBeGreaterThan(0);
      for (const signature of functions) expect(signatures).toContain(signature);
    },
  );

  it.each([
    ["Frame", "visuals/scene-api/frame.ts"],
    ["Upcoming", "visuals/scene-api/frame.ts"],
    ["VoiceTrace", "visuals/scene-api/frame.ts"],
    ["DrumTrace", "visuals/scene-api/frame.ts"],
    ["MindTrace", "visuals/scene-api/frame.ts"],
    ["RememberedTrace", "visuals/scene-api/frame.ts"],
    ["Note", "shared/music/note.ts"],
    ["Parameter", "shared/picture/scene-about.ts"],
    ["SceneContext", "visuals/scene-api/scene.ts"],
    ["Scene", "visuals/scene-api/scene.ts"],
  ])("has every member of %s as it is", (type, path) => {
    const told = signatures.split(/(?=interface |class )/).find((part) => part.startsWith(`interface ${type} {`));
    const members = membersOf(path, type);
    expect(members.length).toBeGreaterThan(0);
    for (const member of members) expect(told).toContain(member);
  });
});
