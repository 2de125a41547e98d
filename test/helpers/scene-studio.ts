import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";

const HOST = "http://studio.test";
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

/** The page under `test/studio`, built once, and opened as often as wanted without any server. */
export class SceneStudio {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async build(): Promise<SceneStudio> {
    const outDir = await mkdtemp(join(tmpdir(), "antiphon-studio-"));
    const root = fileURLToPath(new URL("../studio", import.meta.url));
    const { NODE_ENV } = process.env;
    process.env.NODE_ENV = "production";
    await build({ root, configFile: false, logLevel: "error", build: { outDir, chunkSizeWarningLimit: 2000 } });
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
    return new SceneStudio(outDir);
  }

  /** A page whose `window.studio` is ready; `complaints` gets what it says in anger. `before` runs before all of its scripts. */
  async open(browser: Browser, complaints: string[], before = ""): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.addInitScript(before);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || message.text().includes("THREE")) complaints.push(message.text());
    });
    await page.route(`${HOST}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const file = pathname === "/" ? "/index.html" : pathname;
      const contentType = TYPES[extname(file)] ?? "application/octet-stream";
      await route.fulfill({ body: await readFile(join(this.#folder, file)), contentType });
    });
    await page.goto(HOST);
    await page.waitForFunction(() => "studio" in window);
    return page;
  }

  async dispose(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
