import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFolder } from "../../server/core/files/project-folder.ts";
import { freePort } from "../../server/tools/bench/loopback.ts";
import { runOf, type Snapshot } from "../../shared/protocol/state.ts";
import { connectTo } from "../helpers/antiphon-process.ts";
import { launchChromium } from "../helpers/chromium.ts";

/** What `npm run dev` is made of. */
const PARTS = ["dev", "server", "shared", "visuals", "models", "package.json", "tsconfig.base.json"];
const PATIENCE = { timeout: 90_000, interval: 100 };

describe("npm run dev", () => {
  let folder: string;
  let port: number;
  let program: ChildProcess;
  let browser: Browser;
  let stage: Page;
  let said = "";

  beforeAll(async () => {
    // A copy, for its sources are edited.
    folder = await mkdtemp(join(tmpdir(), "antiphon-dev-"));
    for (const part of PARTS) await cp(join(projectFolder, part), join(folder, part), { recursive: true });
    await symlink(join(projectFolder, "node_modules"), join(folder, "node_modules"), "junction");
    port = await freePort();
    const args = ["--import", "tsx", "dev/dev.ts", "--port", `${port}`, "--osc-in", "0", "--bpm", "240"];
    program = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [program.stdout!, program.stderr!]) stream.on("data", (data: Buffer) => (said += data));
    browser = await launchChromium();
    while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 100));
    // The scene that is edited stays on.
    const desk = connectTo(port);
    await desk.timeout(5000).emitWithAck("desk", { do: "director", set: { held: true } });
    desk.close();
    stage = await open("stage");
    await drawn();
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    // Gently, or the server would be left behind.
    if (program.exitCode === null && program.kill("SIGTERM")) await once(program, "close");
    await rm(folder, { recursive: true, force: true });
  });

  const isThere = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  const open = async (page: "stage" | "desk"): Promise<Page> => {
    const opened = await browser.newPage({ viewport: { width: 480, height: 270 } });
    await opened.goto(`http://127.0.0.1:${port}/${page}`);
    return opened;
  };
  const drawn = (): Promise<unknown> => stage.waitForFunction(() => window.antiphonStage?.drawn === true);
  const edit = (file: string, line: string): Promise<void> => appendFile(join(folder, file), `\n${line}\n`);
  /** What an edited file has written into the page. */
  const marked = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.lang);
  const snapshot = async (): Promise<Snapshot> => {
    const socket = connectTo(port);
    try {
      return await new Promise((resolve, reject) => {
        socket.on("welcome", resolve);
        // Who is passed on to a server that ends just then hears nothing for most of a minute: better asked again.
        setTimeout(() => reject(new Error("nobody said welcome")), 10_000);
      });
    } finally {
      socket.close();
    }
  };
  const run = async (): Promise<number> => runOf(await snapshot());

  it("shows an edited scene on the stage and an edited desk on the desk, while the band plays on", async () => {
    const before = await run();
    const opened = await stage.evaluate(() => performance.timeOrigin);
    await edit("visuals/scenes/antiphony/index.ts", 'document.documentElement.lang = "edited scene";');
    await expect.poll(() => marked(stage), PATIENCE).toBe("edited scene");
    // The page is the same, and its picture has not gone.
    expect(await stage.evaluate(() => performance.timeOrigin), said).toBe(opened);
    expect(await stage.evaluate(() => window.antiphonStage?.showing)).toBe("antiphony");

    await edit("visuals/stage/toolbar.ts", 'document.documentElement.lang = "edited stage";');
    await expect.poll(() => marked(stage), PATIENCE).toBe("edited stage");
    await drawn();

    const desk = await open("desk");
    await desk.waitForSelector("button");
    const shown = await stage.evaluate(() => performance.timeOrigin);
    await edit("visuals/desk/main.ts", 'document.documentElement.lang = "edited desk";');
    await expect.poll(() => marked(desk), PATIENCE).toBe("edited desk");
    await desk.close();
    expect(await stage.evaluate(() => performance.timeOrigin), said).toBe(shown);
    expect(await run()).toBe(before);
  });

  it("plays scenes of the show's own, which share the page's modules", async () => {
    await mkdir(join(folder, "scenes/plain"), { recursive: true });
    await cp(join(folder, "visuals/scene-api/template.ts"), join(folder, "scenes/plain/index.ts"));
    const desk = connectTo(port);
    const order = () => desk.timeout(5000).emitWithAck("desk", { do: "cue", scene: "plain" });
    await expect.poll(order, PATIENCE).toEqual({ ok: true });
    desk.close();
    await stage.waitForFunction(() => window.antiphonStage?.showing === "plain");
    expect((await snapshot()).ownScenes).toMatchObject([{ name: "plain", fault: null }]);
  });

  it("begins anew with another server when that was edited, also after one that could not start", async () => {
    const before = await run();
    await writeFile(join(folder, "server/broken.ts"), "");
    await expect.poll(() => isThere().then((there) => (there ? run() : before)), PATIENCE).not.toBe(before);
    await stage.waitForFunction(() => window.antiphonStage?.connection === "open");

    await writeFile(join(folder, "server/main.ts"), 'throw new Error("a slip");\n');
    await expect.poll(() => said, PATIENCE).toContain("begins again with the next save");
    await cp(join(projectFolder, "server/main.ts"), join(folder, "server/main.ts"));
    await expect.poll(isThere, PATIENCE).toBe(true);

    program.kill("SIGTERM");
    const [code] = await once(program, "close");
    expect(code).toBe(0);
    expect(await isThere()).toBe(false);
  });
});
