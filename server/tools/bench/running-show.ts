import type { Browser, Page } from "playwright-core";
import { io, type Socket } from "socket.io-client";
import type { DeskCommand } from "../../../shared/controls/controls.ts";
import type { ClientToServer, ServerToClient } from "../../../shared/protocol/socket.ts";
import type { Snapshot } from "../../../shared/protocol/state.ts";
import { CHROMIUM_ARGUMENTS } from "../browser/chromium-arguments.ts";
import { findChromium } from "../browser/find-chromium.ts";
import { Program } from "./program.ts";

export const PAGE_WIDTH = 1280;
export const PAGE_HEIGHT = 720;

/** What the stage tells of itself, as `window.antiphonStage`. */
export interface StageReadings {
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
  /** What the page complained of. */
  readonly complaints: string[] = [];
  readonly #program: Program;
  readonly #browser: Browser;
  readonly #desk: Socket<ServerToClient, ClientToServer>;
  readonly #welcomed: Promise<Snapshot>;

  private constructor(program: Program, browser: Browser) {
    this.#program = program;
    this.#browser = browser;
    this.#desk = io(program.url, { transports: ["websocket"], auth: { page: "desk" } });
    this.#welcomed = new Promise((resolve) => this.#desk.once("welcome", resolve));
  }

  /** Rejects when there is no browser, or the program does not start. */
  static async start(...options: readonly string[]): Promise<RunningShow> {
    const executablePath = findChromium();
    if (executablePath === undefined)
      throw new Error("no Chromium found; install it, or set CHROMIUM to the path of one");
    const { chromium } = await import("playwright-core");
    const program = await Program.start(...options);
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", ...CHROMIUM_ARGUMENTS] });
    try {
      await program.ready();
      return new RunningShow(program, browser);
    } catch (error) {
      await browser.close();
      program.kill();
      throw error;
    }
  }

  get url(): string {
    return this.#program.url;
  }

  /** A page that has not gone anywhere yet. */
  async page(): Promise<Page> {
    const page = await this.#browser.newPage({ viewport: { width: PAGE_WIDTH, height: PAGE_HEIGHT } });
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
    return Promise.race([this.#welcomed, this.#program.ended]);
  }

  /** Orders something as a desk does. Rejects with the server's reason. */
  async order(command: DeskCommand): Promise<void> {
    const reply = await this.#desk.timeout(10_000).emitWithAck("desk", command);
    if (!reply.ok) throw new Error(reply.reason);
  }

  /** Waits, in milliseconds; rejects if the program ends meanwhile. */
  playOn(length: number): Promise<void> {
    return this.#program.playOn(length);
  }

  async dispose(): Promise<void> {
    this.#desk.disconnect();
    await this.#browser.close();
    this.#program.kill();
  }
}

/** What the stage measured since it was asked to begin anew; asking begins it anew. */
export const readingsOf = (page: Page): Promise<StageReadings> =>
  page.evaluate<StageReadings>(`(() => {
    const { gapsMs, scriptMs, onsets, scale, scene, geometries, textures, reports } = antiphonStage;
    const readings = { gapsMs, scriptMs, onsets, scale, scene, geometries, textures, reports: [...reports] };
    antiphonStage.reset();
    return readings;
  })()`);
