import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { IMPORT_TABLE } from "./import-table.ts";
import { faultsOf } from "./imports.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const house = (): Map<string, string> =>
  new Map(
    ["server", "shared", "visuals"].flatMap((side) =>
      readdirSync(join(root, side), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `${side}/${name.replaceAll("\\", "/")}`)
        .map((file): [string, string] => [file, readFileSync(join(root, file), "utf8")]),
    ),
  );

it("every room imports only what the table lets it", () => {
  expect(faultsOf(house(), IMPORT_TABLE)).toEqual([]);
});

/** What is said of one file that is planted in the house. */
const said = (file: string, text: string): string[] =>
  faultsOf(new Map([[file, text]]), IMPORT_TABLE).filter((fault) => fault.startsWith(file));

it.each([
  ["an import", 'import { Band } from "../../music/band/band.ts";', "server/music/band/band.ts"],
  ["an import of a type", 'import type { Band } from "../../music/band/band.ts";', "server/music/band/band.ts"],
  ["an export", 'export * from "../../picture/director/director.ts";', "server/picture/director/director.ts"],
  ["the type of a module", 'type App = typeof import("../../app/app.ts");', "server/app/app.ts"],
  ["an import at run time", 'await import("../../tools/doctor/node.ts");', "server/tools/doctor/node.ts"],
  ["a worker", 'new Worker(new URL("../../music/rhythm/rhythm-worker.ts", import.meta.url));', "rhythm-worker.ts"],
  ["a glob", 'import.meta.glob(["../../../visuals/scenes/*/index.ts"]);', "visuals/scenes/*/index.ts"],
  ["a page", 'import { Desk } from "../../../visuals/desk/desk.ts";', "visuals/desk/desk.ts"],
  ["a test", 'import { aCue } from "../../../test/helpers/cue.ts";', "test/helpers/cue.ts"],
  ["a package", 'import { Mesh } from "three/webgpu";', "three"],
  ["a package that is required", 'createRequire(import.meta.url)("osc-js");', "osc-js"],
  ["an address that nobody knows", "await import(name);", "computed"],
  ["the end of the program", "process.exit(1);", "process.exit"],
  ["the end of the program by another name", 'import { exit } from "node:process";', "process.exit"],
])("%s that is forbidden is refused, with file and line", (_what, text, needed) => {
  const faults = said("server/io/stage/planted.ts", `// Planted.\n${text}\n`);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(
    /^server\/io\/stage\/planted\.ts:2 needs .+, but server\/io\/stage may import only itself, /,
  );
  expect(faults[0]).toContain(`${needed}, but`);
});

it("keeps Node and the server from the pages, and both from what they share", () => {
  expect(said("visuals/stage/planted.ts", 'import { join } from "node:path";')).toHaveLength(1);
  expect(said("visuals/stage/planted.ts", 'import type { Band } from "../../server/music/band/band.ts";')).toHaveLength(
    1,
  );
  expect(said("shared/time/planted.ts", 'import { Desk } from "../../visuals/desk/desk.ts";')).toHaveLength(1);
  expect(said("shared/time/planted.ts", 'import "node:fs";\nimport "three";')).toHaveLength(2);
});

it("refuses a room that has no row, and an entry that nobody uses", () => {
  const table = { "server/a": "server/b zod", "server/b": "", "server/d": "" };
  const files = new Map([
    ["server/a/one.ts", 'import { two } from "../b/two.ts";'],
    ["server/b/two.ts", 'export { three } from "../c/three.ts";'],
    ["server/c/three.ts", "export const three = 3;"],
  ]);
  expect(faultsOf(files, table)).toEqual([
    "server/b/two.ts:1 needs server/c/three.ts, but server/b may import only itself, shared.",
    "server/c/three.ts is in no room of the import table: give its folder a row there.",
    "The import table has a row for server/d, where no file lies: strike it.",
    "The import table lets server/a import zod, which it does not: strike it.",
  ]);
});
