import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { io, type Socket } from "socket.io-client";
import type { DeskCommand } from "../../shared/protocol/desk.ts";
import type { ClientToServer, ServerToClient } from "../../shared/protocol/socket.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import { findChromium } from "../browser/find-chromium.ts";
import { projectFolder } from "../project-folder.ts";
import { freePort } from "./free-port.ts";

/** Without a graphics card WebGL runs on Mesa, through ANGLE. */
const ARGUMENTS = [
  "--no-sandbox",
  ...(process.platform === "linux" ? ["--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist"] : []),
];

export const WIDTH = 1280;
export const HEIGHT = 720;

/** What the stage tells of itself, as `window.antiphonStage`. */
export interface Readings {
  readonly gapsMs: readonly number[];
  readonly scriptMs: readonly number[];
  readonly onsets: { readonly count: number; readonly p95Ms: number; readonly p95Frames: number };
  readonly scale: number;
  readonly scene: string;
  readonly geometries: number;
  readonly textures: number;
  readonly reports: readonly string[];
}

/** The built program with its default show, the demo drummer playing, and a browser that shows its stage. */
export class RunningShow {
  readonly url: string;
  /** What the page complained of. */
  readonly complaints: string[] = [];
  readonly #program: ChildProcess;
  readonly #browser: Browser;
  readonly #desk: Socket<ServerToClient, ClientToServer>;
  readonly #welcomed: Promise<Snapshot>;
  /** Rejects when the program ends. */
  readonly #ended: Promise<never>;

  private constructor(url: string, program: ChildProcess, browser: Browser) {
    this.url = url;
    this.#program = program;
    this.#ended = ended(program);
    this.#ended.catch(() => {});
    this.#browser = browser;
    this.#desk = io(url, { transports: ["websocket"], auth: { page: "desk" } });
    this.#welcomed = new Promise((resolve) => this.#desk.once("welcome", resolve));
  }

  /** Rejects when there is no browser, or the program does not start. */
  static async start(...options: readonly string[]): Promise<RunningShow> {
    const executablePath = findChromium();
    if (executablePath === undefined)
      throw new Error("no Chromium found; install it, or set CHROMIUM to the path of one");
    const { chromium } = await import("playwright-core");
    const port = await freePort();
    const words = [join(projectFolder, "antiphon.js"), "play", "--port", `${port}`, "--osc-in", "0", ...options];
    const program = spawn(process.execPath, words, { stdio: "ignore" });
    const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
    try {
      const url = `http://127.0.0.1:${port}`;
      await Promise.race([answers(url), ended(program)]);
      return new RunningShow(url, program, browser);
    } catch (error) {
      await browser.close();
      program.kill();
      throw error;
    }
  }

  /** A page that has not gone anywhere yet. */
  async page(): Promise<Page> {
    const page = await this.#browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
    return page;
  }

  /** A page that shows the stage; resolves with its first picture. */
  async stage(): Promise<Page> {
    const page = await this.page();
    await page.goto(`${this.url}/stage`);
    await page.waitForFunction("window.antiphonStage?.drawn");
    return page;
  }

  /** What a page is told that joins. */
  get snapshot(): Promise<Snapshot> {
    return Promise.race([this.#welcomed, this.#ended]);
  }

  /** Orders something as a desk does. Rejects with the server's reason. */
  async order(command: DeskCommand): Promise<void> {
    const reply = await this.#desk.timeout(10_000).emitWithAck("desk", command);
    if (!reply.ok) throw new Error(reply.reason);
  }

  /** Waits, and rejects if the program ends meanwhile. */
  async playOn(length: number): Promise<void> {
    await Promise.race([sleep(length), this.#ended]);
  }

  async dispose(): Promise<void> {
    this.#desk.disconnect();
    await this.#browser.close();
    this.#program.kill();
  }
}

/** What the stage measured since it was asked to begin anew; asking begins it anew. */
export const readingsOf = (page: Page): Promise<Readings> =>
  page.evaluate<Readings>(`(() => {
    const { gapsMs, scriptMs, onsets, scale, scene, geometries, textures, reports } = antiphonStage;
    const readings = { gapsMs, scriptMs, onsets, scale, scene, geometries, textures, reports: [...reports] };
    antiphonStage.reset();
    return readings;
  })()`);

/** Resolves when the program serves its pages. */
const answers = async (url: string): Promise<void> => {
  for (;;) {
    try {
      if ((await fetch(`${url}/health`)).ok) return;
    } catch {
      await sleep(50);
    }
  }
};

const ended = async (program: ChildProcess): Promise<never> => {
  if (program.exitCode === null) await once(program, "exit");
  throw new Error(`the program ended with code ${program.exitCode}; run "npm start" to see why`);
};
