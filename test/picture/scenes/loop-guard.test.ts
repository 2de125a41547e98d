import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../../../server/core/files/project-folder.ts";
import { compileModule } from "../../../server/picture/scenes/compile-module.ts";
import { placeOfStack } from "../../../server/picture/scenes/fault-place.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

describe("loops of a show's own scenes", () => {
  const folder = temporaryFolder();

  /** What `run` of a compiled file gives, or the sentence and the line of what it throws. A page's task is a worker's here. */
  const outcome = async (
    name: string,
    text: string,
  ): Promise<{ readonly value?: unknown; readonly fault?: string }> => {
    const entry = folder.path(`${name}/index.ts`);
    await mkdir(dirname(entry), { recursive: true });
    await writeFile(entry, text);
    const { code, map } = await compileModule(entry, projectFolder);
    const file = folder.path(`scenes/${name}/v1/index.js`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(folder.path("scenes/package.json"), '{ "type": "module" }');
    const post = `
import { parentPort as port } from "node:worker_threads";
Promise.resolve().then(() => run()).then((value) => port.postMessage({ value }), ({ message, stack }) => port.postMessage({ message, stack }));
`;
    await writeFile(file, `${code}\n${post}`);
    const worker = new Worker(file);
    const { value, message, stack } = await new Promise<{ value?: unknown; message?: string; stack?: string }>(
      (resolve, reject) => worker.on("message", resolve).on("error", reject),
    );
    await worker.terminate();
    if (stack === undefined) return { value };
    const place = placeOfStack(stack, { json: map, from: join(dirname(entry), "dist") });
    return { fault: `line ${place?.line}: ${message}` };
  };

  const ENDLESS = "a loop did not end within 2 seconds";

  it.each([
    ["while", "while (true) n++;", 3],
    ["for", "for (;;);", 3],
    ["do", "do { n++; } while (n > 0);", 3],
    [
      "nested",
      "for (const a of [1, 2])\n    outer: for (const key in { a })\n      for (;;) if (key === '') continue outer;",
      5,
    ],
    ["generator", "const on = function* () { while (true) yield 1; };\n  for (const one of on()) n += one;", 3],
    ["waiting", "for (;;) await null;", 3],
    ["nowhere", "const again = () => { while (n >= 0) n++; };\n  again();", 3],
  ])("end in a sentence with their line: %s", async (name, loop, line) => {
    const { fault } = await outcome(
      name,
      `export const run = async () => {\n  let n = 0;\n  ${loop}\n  return n;\n};\n`,
    );
    expect([`line ${line}: ${ENDLESS}`, `line ${line + 1}: ${ENDLESS}`]).toContain(fault);
  });

  it("do what they did, however often they go round", async () => {
    const text = `
const squares: number[] = [];
export const run = () => {
  let sum = 0;
  outer: for (let i = 0; i < 100_000; i++) {
    if (i % 2) continue;
    for (const d of [1, 2, 3]) if (d === 2) continue outer; else sum += d;
  }
  for (const key in { a: 1, b: 2 }) sum += key.length;
  let n = 0;
  do n++; while (n < 1000);
  while (squares.length < 5) squares.push(squares.length ** 2);
  return [sum, n, squares.at(-1)];
};
`;
    expect(await outcome("same", text)).toEqual({ value: [50_002, 1000, 16] });
  });
});
