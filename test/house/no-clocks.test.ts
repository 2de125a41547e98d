import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { projectFolder } from "../../server/core/files/project-folder.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** Of no picture: each reads a clock, or draws by chance. */
const FORBIDDEN = [
  "export const x = performance.now();",
  "export const x = Date.now();",
  "export const x = new Date();",
  "export const x = globalThis.performance.now();",
  "requestAnimationFrame(() => {});",
  "setTimeout(() => {}, 5);",
  'import { time } from "three/tsl";\nexport const x = time;',
  'import * as tsl from "three/tsl";\nexport const x = tsl.time;',
  'import { Timer } from "three/webgpu";\nexport const x = new Timer();',
  "export const x = Math.random();",
  'const a = "random";\nexport const x = Math[a as "random"]();',
  "export const { random } = Math;",
  "export const x = crypto.getRandomValues(new Uint8Array(1));",
];
const ALLOWED = "export const x = (at: number): number => Math.sin(at);";
const ROOMS = ["clips", "drawing", "isf", "mapping", "passes", "safety", "scene-api", "scenes/terrain", "transitions"];

/** Every text in a file of its own in every room, and what the project's linter says of each. */
const complaints = new Map<string, string>();
const fileOf = (room: string, place: number): string => `visuals/${room}/probe-${place}.ts`;

describe("the linter", () => {
  const { path: inFolder } = temporaryFolder();

  beforeAll(() => {
    const config = JSON.parse(readFileSync(join(projectFolder, "biome.json"), "utf8"));
    delete config.vcs;
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(inFolder(path)), { recursive: true });
      writeFileSync(inFolder(path), `${text}\n`);
    };
    write("biome.json", JSON.stringify(config));
    write("visuals/no-chance.grit", readFileSync(join(projectFolder, "visuals/no-chance.grit"), "utf8"));
    for (const room of ROOMS)
      for (const [place, text] of [ALLOWED, ...FORBIDDEN].entries()) write(fileOf(room, place), text);
    const biome = join(projectFolder, "node_modules/@biomejs/biome/bin/biome");
    const words = [biome, "lint", "--reporter=github", "--max-diagnostics=none", "visuals"];
    const { stdout, error } = spawnSync(process.execPath, words, { cwd: inFolder(""), encoding: "utf8" });
    if (error !== undefined) throw error;
    for (const line of stdout.split("\n")) {
      const [, rule = "", file = ""] = /title=(.*?),file=(.*?),/.exec(line) ?? [];
      if (/noRestricted|plugin/.test(rule)) complaints.set(file.slice(file.indexOf("visuals/")), line);
    }
  });

  it.each(FORBIDDEN)("lets no picture have: %s", (text) => {
    const place = FORBIDDEN.indexOf(text) + 1;
    expect(ROOMS.filter((room) => !complaints.has(fileOf(room, place)))).toEqual([]);
  });

  it("says nothing of a picture that knows its moment alone", () => {
    expect(ROOMS.filter((room) => complaints.has(fileOf(room, 0)))).toEqual([]);
  });
});
