import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFolder } from "../../../server/core/files/project-folder.ts";
import { placeOfStack } from "../../../server/picture/scenes/fault-place.ts";
import type { WatchNews } from "../../../server/picture/scenes/scene-messages.ts";
import { SceneWatch } from "../../../server/picture/scenes/scene-watch.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

type Compiled = Extract<WatchNews, { is: "compiled" }>;

describe("the watch over a folder of scenes", () => {
  const folder = temporaryFolder();
  let news: WatchNews[];
  let watch: SceneWatch;
  let round = 0;

  beforeEach(() => {
    news = [];
    const show = folder.path(String(++round));
    const order = { folder: `${show}/scenes`, show, project: projectFolder, taken: ["antiphony"] };
    watch = new SceneWatch(order, (told) => news.push(told), new VirtualTime());
  });

  const write = async (name: string, text: string): Promise<void> => {
    const path = folder.path(`${round}/scenes/${name}`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  /** What is told until nothing changes any more. */
  const settle = async (): Promise<readonly WatchNews[]> => {
    news.length = 0;
    for (let i = 0; i < 3; i++) await watch.look();
    return [...news];
  };
  const compiled = (told: readonly WatchNews[]): Compiled[] => told.filter((one) => one.is === "compiled");

  it("waits for a folder that is not there, and tells of scenes as they come, change and go", async () => {
    expect(await settle()).toEqual([{ is: "ready" }]);
    await write("rain/index.ts", 'import { drop } from "./drop.ts"; export const scene = { init: drop };');
    await write("rain/drop.ts", "export const drop = (x: number): number => x;");
    await write("old/index.js", "export const scene = {};");
    const [old, rain] = compiled(await settle());
    expect(old).toMatchObject({ name: "old", kind: "module", file: "scenes/old/index.js" });
    expect(rain).toMatchObject({
      name: "rain",
      file: "scenes/rain/index.ts",
      version: expect.stringMatching(/^\w{12}$/),
    });
    expect(await settle()).toEqual([]);

    await write("rain/drop.ts", "export const drop = (x: number): number => 2 * x;");
    const [edited] = compiled(await settle());
    expect(edited?.files["index.js"]).toContain("2 * x");
    expect(edited?.version).not.toBe(rain?.version);

    await rm(folder.path(`${round}/scenes/rain`), { recursive: true });
    expect(await settle()).toEqual([{ is: "gone", name: "rain" }]);
  });

  it("leaves to the page what the page has, and takes in the rest", async () => {
    await write("shared.ts", "export const ours = 1234;");
    await write(
      "rain/index.ts",
      `import { Color } from "three/webgpu"; import { uv } from "three/tsl"; import { blow } from "antiphon/scene";
       import BloomNode from "three/addons/tsl/display/BloomNode.js"; import data from "./data.json"; import { ours } from "../shared.ts";
       export const scene = { Color, uv, blow, BloomNode, data, ours };`,
    );
    await write("rain/data.json", '{ "depth": 5678 }');
    const [rain] = compiled(await settle());
    const code = rain?.files["index.js"] ?? "";
    const imported = [...code.matchAll(/from "([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(imported)).toEqual(new Set(["three/webgpu", "three/tsl", "antiphon/scene"]));
    expect(code).toContain("1234");
    expect(code).toContain("5678");
    await write("shared.ts", "export const ours = 4321;");
    expect(compiled(await settle())[0]?.files["index.js"]).toContain("4321");
  });

  it.each([
    [
      "a mistake in the language",
      "const a = 1;\nconst b = = 2;\n",
      /^scenes\/rain\/index\.ts, line 2: Unexpected token/,
    ],
    [
      "a file that is not there",
      '\n\nimport "./nix.ts";\n',
      /^scenes\/rain\/index\.ts, line 3: there is no "\.\/nix\.ts" to import/,
    ],
    [
      "a package that is not there",
      'const a: number = 1;\nimport "nix-at-all"; console.log(a);\n',
      /^scenes\/rain\/index\.ts, line 2: there is no "nix-at-all" to import/,
    ],
    [
      "a module of Node",
      'const a: number = 1;\nimport { readFileSync } from "node:fs";\nexport const scene = { a, readFileSync };\n',
      /^scenes\/rain\/index\.ts, line 2: "node:fs" is a module of Node, and a scene runs in a browser/,
    ],
    [
      "a module of Node by its short name",
      'import path from "path";\nexport const scene = { path };\n',
      /^scenes\/rain\/index\.ts, line 1: "path" is a module of Node, and a scene runs in a browser/,
    ],
  ])("names %s with its place, and tells when it is mended", async (_, text, sentence) => {
    await write("rain/index.ts", text);
    expect(await settle()).toEqual([
      expect.objectContaining({ is: "faulty", name: "rain", fault: expect.stringMatching(sentence) }),
      { is: "ready" },
    ]);
    await write("rain/index.ts", "export const scene = {};");
    expect(compiled(await settle())).toHaveLength(1);
  });

  it("refuses a font that no browser can draw, and takes one that can be drawn", async () => {
    await write("rain/index.ts", 'import face from "./neon.woff2";\nexport const scene = { face };\n');
    const fonts: readonly [string, RegExp][] = [
      [
        "<!DOCTYPE html><html></html>",
        /^scenes\/rain\/index\.ts, line 1: "\.\/neon\.woff2" is no font .*: it is a web page/,
      ],
      ["%!PS-AdobeFont-1.0", /no font that can be drawn: browsers draw \.woff2, \.woff, \.ttf and \.otf/],
    ];
    for (const [content, fault] of fonts) {
      await write("rain/neon.woff2", content);
      expect(await settle()).toContainEqual(
        expect.objectContaining({ is: "faulty", name: "rain", fault: expect.stringMatching(fault) }),
      );
    }
    await write("rain/neon.woff2", "wOF2 and so on");
    expect(compiled(await settle())).toHaveLength(1);
  });

  it("refuses names that cannot be, once", async () => {
    await write("Rain Drops/index.ts", "");
    await write("antiphony/index.ts", "");
    const told = await settle();
    expect(told.filter(({ is }) => is === "refused").map((one) => "text" in one && one.text)).toEqual([
      expect.stringMatching(/^scenes\/Rain Drops\/index\.ts is not used: a scene's name is a lower-case letter/),
      expect.stringMatching(/^scenes\/antiphony\/index\.ts is not used: there is a scene of ours of that name/),
    ]);
    expect(await settle()).toEqual([]);
  });

  it("names a shader that is too large, and goes on with the others", async () => {
    await write("large.fs", `/*{}*/\n${"// \n".repeat(80_000)}void main() { gl_FragColor = vec4(1.0); }`);
    await write("small.fs", "/*{}*/\nvoid main() { gl_FragColor = vec4(1.0); }");
    const told = await settle();
    expect(told).toContainEqual(
      expect.objectContaining({
        name: "large",
        fault: "scenes/large.fs: a shader has at most 256 kB, and this one 313",
      }),
    );
    expect(compiled(told).map(({ name }) => name)).toEqual(["small"]);
  });

  it("knows the author's line behind a line of what was compiled", async () => {
    await write("rain/index.ts", 'import { fall } from "./fall.ts";\nexport const scene = { init: () => fall(1) };\n');
    await write(
      "rain/fall.ts",
      "type N = number;\n\nexport const fall = (x: N): N => {\n  throw new Error(String(x));\n};\n",
    );
    const [rain] = compiled(await settle());
    const lines = rain?.files["index.js"]?.split("\n") ?? [];
    const line = lines.findIndex((text) => text.includes("throw new Error"));
    const column = (lines[line]?.indexOf("new Error") ?? 0) + 1;
    for (const said of [
      `Error: 1\n    at fall (http://127.0.0.1:4400/scenes/rain/abc/index.js:${line + 1}:${column})\n    at render (http://127.0.0.1:4400/assets/stage.js:1:1)`,
      `fall@http://127.0.0.1:4400/scenes/rain/abc/index.js:${line + 1}:${column}\n`,
    ])
      expect(placeOfStack(said, rain!.map!)).toEqual({ file: folder.path(`${round}/scenes/rain/fall.ts`), line: 4 });
    expect(placeOfStack("Error: 1\n    at http://127.0.0.1:4400/assets/stage.js:1:1", rain!.map!)).toBeNull();
  });
});
