import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { reasonOf } from "../../../shared/events/report.ts";
import { CHROMIUM_ARGUMENTS } from "../browser/chromium-arguments.ts";
import { findChromium } from "../browser/find-chromium.ts";
import { standLastAsSession } from "./last-in-line.ts";

/** Nobody looks at it, and it may take its time. */
const UNSEEN = [
  "--headless",
  "--mute-audio",
  "--hide-scrollbars",
  // Containers give little shared memory.
  "--disable-dev-shm-usage",
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
  // Nobody debugs it, but it ends when this pipe does: with the process that began it, however that ends.
  "--remote-debugging-pipe",
];

/** Where the path of a browser is; throws one sentence where there is none. */
export const filmBrowserPath = (): string => {
  const path = findChromium();
  if (path === undefined)
    throw new Error("A film is drawn by Chromium, and none is found here: install it, or set CHROMIUM to its path.");
  return path;
};

/** A browser without a window, on one page, with a profile and a session of its own; the profile is gone after it. */
export class FilmBrowser {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #ended: Promise<void>;

  /** `path` is that of a Chromium; `last`, whether everybody else comes first. Rejects with one sentence where it does not start. */
  static async open(path: string, address: string, last: boolean): Promise<FilmBrowser> {
    const profile = await mkdtemp(join(tmpdir(), "antiphon-film-"));
    const words = [...CHROMIUM_ARGUMENTS, ...UNSEEN, `--user-data-dir=${profile}`, address];
    const child = spawn(path, words, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], detached: true });
    const browser = new FilmBrowser(child, profile);
    try {
      await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    } catch (error) {
      await rm(profile, { recursive: true, force: true });
      throw new Error(`${path} does not start: ${reasonOf(error)}.`);
    }
    if (last && child.pid !== undefined) await standLastAsSession(child.pid);
    return browser;
  }

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child;
    this.#profile = profile;
    this.#ended = new Promise((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
    // What it says there is of no interest, but must not fill the pipe; that it ends is heard otherwise.
    const pipe = child.stdio[4];
    if (pipe instanceof Readable) pipe.on("error", () => {}).resume();
    child.stdio[3]?.on("error", () => {});
  }

  /** Resolves when it is gone, for whatever reason. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
    // Its helpers may still write for a moment.
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {});
  }
}
