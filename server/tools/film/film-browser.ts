import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { CHROMIUM_ARGUMENTS } from "../browser/chromium-arguments.ts";
import { findChromium } from "../browser/find-chromium.ts";

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
];

/** Runs what follows only while nobody else wants to: in Linux's scheduling class for that (util-linux). */
const WHILE_IDLE = ["--idle", "0"];

/**
 * A browser without a window, on one page, with a profile of its own that is gone after it. Everybody else comes first:
 * Chromium sets the priorities of its processes by itself, above the usual one where it may, but it does not leave the
 * scheduling class that it is started in. Where there is no such thing, what it was given by the system holds.
 */
export class FilmBrowser {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #ended: Promise<void>;

  /** Rejects with one sentence where there is no browser, or it does not start. */
  static async open(address: string): Promise<FilmBrowser> {
    const path = findChromium();
    if (path === undefined)
      throw new Error("A film is drawn by Chromium, and none is found here: install it, or set CHROMIUM to its path.");
    const profile = await mkdtemp(join(tmpdir(), "antiphon-film-"));
    const words = [...CHROMIUM_ARGUMENTS, ...UNSEEN, `--user-data-dir=${profile}`, address];
    const chrt = process.platform === "linux" ? onPath("chrt") : undefined;
    const child =
      chrt === undefined
        ? spawn(path, words, { stdio: "ignore" })
        : spawn(chrt, [...WHILE_IDLE, path, ...words], { stdio: "ignore" });
    const browser = new FilmBrowser(child, profile);
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject)).catch((error) => {
      throw new Error(`${path} does not start: ${error.message}.`);
    });
    return browser;
  }

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child;
    this.#profile = profile;
    this.#ended = new Promise((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
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

const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
