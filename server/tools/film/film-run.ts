import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FilmNews, FilmOrder, Told } from "../../../shared/protocol/film.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { makeFolder } from "../../core/files/make-folder.ts";
import { serveFile } from "../../core/files/serve-file.ts";
import { demandProjector, remarkOn } from "./check-take.ts";
import { FilmBrowser, filmBrowserPath } from "./film-browser.ts";
import { FilmPicture } from "./film-picture.ts";
import { FilmPieces } from "./film-pieces.ts";
import { FilmServer } from "./film-server.ts";
import { notWritten } from "./not-written.ts";
import type { RenderOptions, RenderOrder } from "./render-order.ts";
import { toldOf } from "./told-of-take.ts";
import { welcomeOf } from "./welcome-of-take.ts";

const PIECE_SECONDS = 2;
/** What scenes remember of what was played is told before the film begins: three minutes, see shared/music/past.ts. */
const TOLD_BEFORE_MS = 180_000;
/** A browser that is gone is started again so often. */
const MOST_RESTARTS = 1;
/** One that says nothing for so long hangs: shaders are compiled, and a frame of 4K drawn by a busy machine, in less. */
const SILENT_MS = 300_000;

/** One film on its way. */
export class FilmRun {
  readonly pieces: FilmPieces;
  readonly frames: number;
  readonly #order: RenderOrder;
  readonly #options: RenderOptions;
  /** Where it is. */
  readonly #browser: string;
  readonly #picture: FilmPicture;
  readonly #welcome: FilmOrder["welcome"];
  #ended: (how: FilmNews | "gone" | "silent") => void = () => {};
  #heardAt: Ms;
  /** The browser has come to the film's page. */
  #wasHeard = false;
  readonly #remarked = new Set<string>();

  static async open(order: RenderOrder, options: RenderOptions, folder: string): Promise<FilmRun> {
    const { take, from, to, frames, projector } = order;
    // Where nothing can be made, nothing is begun.
    const browser = filmBrowserPath();
    const begin = ms(Math.max(take.header.from, from - TOLD_BEFORE_MS));
    if (projector !== null) await demandProjector(projector, take.records(begin, to));
    const picture = await FilmPicture.open(take, options.time, options.report);
    const versions = picture.ownScenes.map(({ name, version }) => `${name} ${version}`);
    const pieces = await FilmPieces.open(folder, identityOf(order, versions));
    if (frames !== null) makeFrames(frames);
    const welcome = { ...(await welcomeOf(take.header, take.records(begin), begin)), ownScenes: picture.ownScenes };
    return new FilmRun(order, options, browser, pieces, picture, welcome);
  }

  private constructor(
    order: RenderOrder,
    options: RenderOptions,
    browser: string,
    pieces: FilmPieces,
    picture: FilmPicture,
    welcome: FilmOrder["welcome"],
  ) {
    this.#order = order;
    this.#options = options;
    this.#browser = browser;
    this.pieces = pieces;
    this.#picture = picture;
    this.#welcome = welcome;
    this.#heardAt = options.time.now();
    this.frames = Math.max(1, Math.ceil(((order.to - order.from) * order.fps) / 1000 - 1e-6));
  }

  /** Resolves with whether all of it is made; false where it was interrupted. Rejects with one sentence. */
  async run(): Promise<boolean> {
    const { signal, report } = this.#options;
    this.#remarkOn(this.#welcome.scene);
    const server = await FilmServer.open({
      pages: this.#options.pages,
      order: () => this.#filmOrder(),
      onHeard: () => {
        this.#heardAt = this.#options.time.now();
        this.#wasHeard = true;
      },
      told: () => this.#told(),
      clip: (name, request) => this.#picture.clip(name, request),
      music: async (request) =>
        (await serveFile(this.#order.audio?.path ?? "", "application/octet-stream", request)) ??
        new Response(null, { status: 404 }),
      sceneFile: (scene, version, file) => this.#picture.sceneFile(scene, version, file),
      put: (goods, number, content) => this.#put(goods, number, content),
      news: (news) => this.#hear(news),
      onGone: () => this.#ended("gone"),
    });
    try {
      for (let restarts = 0; !this.#isComplete && !signal.aborted; ) {
        this.#options.onBegin(this.#begin, this.frames);
        const how = await this.#session(server.address);
        if (how === null || how === "done") break;
        if (++restarts > MOST_RESTARTS)
          throw new Error(
            this.pieces.isEmpty
              ? `${how}; nothing is made yet.`
              : `${how}; what is made is kept in ${this.pieces.folder}, and the same command goes on with it.`,
          );
        report({ room: "film", level: "warning", text: `${how}; it is started again, and goes on.` });
      }
      return this.#isComplete;
    } finally {
      await server.close();
    }
  }

  dispose(): Promise<void> {
    return this.#picture.dispose();
  }

  get #begin(): number {
    return Math.min(this.frames, this.pieces.count * this.#pieceFrames);
  }

  get #pieceFrames(): number {
    return Math.max(1, Math.round(PIECE_SECONDS * this.#order.fps));
  }

  get #isComplete(): boolean {
    return this.#begin >= this.frames && (!this.#wantsSound || this.pieces.hasSound);
  }

  get #wantsSound(): boolean {
    return this.#order.out !== null;
  }

  /** One browser from its start to its end: "done", null when interrupted, or why it ended. Rejects where it says that it cannot. */
  async #session(address: string): Promise<string | null> {
    const { signal } = this.#options;
    const ended = new Promise<FilmNews | "gone" | "silent" | null>((resolve) => {
      this.#ended = resolve;
      signal.addEventListener("abort", () => resolve(null), { once: true });
    });
    this.#wasHeard = false;
    const browser = await FilmBrowser.open(this.#browser, address, this.#options.last);
    const cancelWatch = this.#watch();
    try {
      const how = await Promise.race([ended, browser.ended.then(() => "gone" as const)]);
      if (how === null) return null;
      if (how === "gone" && !this.#wasHeard)
        throw new Error(
          `${this.#browser} has ended before it came to the film: see whether it starts by itself, or set CHROMIUM to another.`,
        );
      if (how === "gone") return "The browser has ended in the middle of the film";
      if (how === "silent") return "The browser hangs";
      if (how.is === "failed") throw new Error(`The film cannot be made: ${how.reason.replace(/\.$/, "")}.`);
      return "done";
    } finally {
      cancelWatch();
      await browser.close();
    }
  }

  /** Ends the browser's session when nothing is heard of it. Returns how to stop that. */
  #watch(): () => void {
    const { time } = this.#options;
    this.#heardAt = time.now();
    let cancel = (): void => {};
    const look = (): void => {
      const until = ms(this.#heardAt + SILENT_MS);
      if (time.now() >= until) this.#ended("silent");
      else cancel = time.wake(until, look);
    };
    look();
    return () => cancel();
  }

  #hear(news: FilmNews): void {
    if (news.is === "remark") this.#options.report({ room: "film", level: "warning", text: news.text });
    else if (news.is === "done" || news.is === "failed") this.#ended(news);
    else this.#options.onNews(news);
  }

  #filmOrder(): FilmOrder {
    const { from, fps, width, height, projector, alpha, out, frames, hashes, audio } = this.#order;
    return {
      welcome: this.#welcome,
      from,
      fps,
      frames: this.frames,
      width,
      height,
      projector,
      alpha,
      begin: this.#begin,
      pieceFrames: this.#pieceFrames,
      kind: out?.kind ?? null,
      pictures: frames !== null,
      hashes: hashes !== null,
      sound: !this.#wantsSound || this.pieces.hasSound ? "none" : audio === null ? "kit" : "file",
      soundOffset: audio?.offset ?? 0,
    };
  }

  async *#told(): AsyncGenerator<Told> {
    const { take, to } = this.#order;
    const from = ms(this.#welcome.now);
    const { lookaheadMs } = take.header.show;
    for await (const told of toldOf(take.records(from, to), { from, to, lookahead: ms(lookaheadMs) })) {
      if (told[1] === "cue") this.#remarkOn(told[2].scene);
      // Own scenes are as they are now: those of then are not there any more.
      if (told[1] !== "scenes") yield told;
    }
  }

  #remarkOn(scene: string): void {
    if (this.#remarked.has(scene)) return;
    this.#remarked.add(scene);
    const text = remarkOn(scene, this.#order.take.header, this.#picture.ownScenes);
    if (text !== null) this.#options.report({ room: "film", level: "warning", text });
  }

  async #put(goods: "piece" | "hashes" | "picture" | "sound", number: number, content: Uint8Array): Promise<void> {
    const { pieces } = this;
    const picture = join(this.#order.frames ?? "", `frame-${String(number).padStart(6, "0")}.png`);
    try {
      if (goods === "picture") await writeFile(picture, content);
      else if (goods === "sound") await pieces.putSound(number, content);
      else await pieces.put(goods, number, content);
    } catch (error) {
      throw notWritten(goods === "picture" ? picture : pieces.folder, error);
    }
  }
}

const makeFrames = (folder: string): void => {
  try {
    makeFolder(folder);
  } catch (error) {
    throw notWritten(folder, error);
  }
};

/** All that the pieces of a film depend on. */
const identityOf = (order: RenderOrder, ownScenes: readonly string[]): string => {
  const { take, out, frames, hashes, ...rest } = order;
  const { run, seed, antiphon } = take.header;
  return JSON.stringify({
    ...rest,
    run,
    seed,
    antiphon,
    kind: out?.kind ?? null,
    pictures: frames,
    hashes: hashes !== null,
    ownScenes,
    pieceSeconds: PIECE_SECONDS,
  });
};
