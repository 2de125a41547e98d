import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { reasonOf } from "../../../shared/events/report.ts";
import { FILM_PATHS, type FilmNews, type FilmOrder, type Told } from "../../../shared/protocol/film.ts";

/** What the page is given, and what becomes of what it brings. */
export interface FilmContent {
  /** Folder of the built pages. */
  readonly pages: string;
  readonly order: () => FilmOrder;
  readonly told: () => AsyncGenerator<Told>;
  /** The user's own files, the sound's among them. */
  readonly clip: (name: string, request: Request) => Promise<Response>;
  readonly music: (request: Request) => Promise<Response>;
  readonly sceneFile: (scene: string, version: string, file: string) => string | null;
  readonly put: (goods: "piece" | "hashes" | "picture" | "sound", number: number, content: Uint8Array) => Promise<void>;
  readonly news: (news: FilmNews) => void;
  /** The page asked for something, or brought it. */
  readonly onHeard: () => void;
  /** The page is gone. */
  readonly onGone: () => void;
}

type Goods = Parameters<FilmContent["put"]>[0];
const GOODS: readonly Goods[] = ["piece", "hashes", "picture", "sound"];

/** Serves the film's page to the browser of this machine that was told its address, and to nobody else. */
export class FilmServer {
  readonly #server: ServerType;
  readonly #secret: string;

  static async open(content: FilmContent): Promise<FilmServer> {
    const secret = randomBytes(16).toString("hex");
    const server = createAdaptorServer({ fetch: webOf(content, `/film/${secret}`).fetch });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    return new FilmServer(server, secret);
  }

  private constructor(server: ServerType, secret: string) {
    this.#server = server;
    this.#secret = secret;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/film/${this.#secret}/`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      if ("closeAllConnections" in this.#server) this.#server.closeAllConnections();
    });
  }
}

const webOf = (content: FilmContent, base: string): Hono => {
  const web = new Hono();
  web.use((_, next) => {
    content.onHeard();
    return next();
  });
  web.get(`${base}/`, serveStatic({ root: content.pages, path: "film/index.html" }));
  web.get("/assets/*", serveStatic({ root: content.pages }));
  web.get(`${base}/${FILM_PATHS.order}`, (context) => context.json(content.order()));
  web.get(`${base}/${FILM_PATHS.told}`, (context) => context.body(linesOf(content.told())));
  web.get(`${base}/${FILM_PATHS.music}`, (context) => content.music(context.req.raw));
  web.get(`${base}/${FILM_PATHS.life}`, (context) => {
    context.req.raw.signal.addEventListener("abort", content.onGone);
    return new Promise<Response>(() => {});
  });
  web.post(`${base}/${FILM_PATHS.news}`, async (context) => {
    content.news((await context.req.json()) as FilmNews);
    return context.body(null, 204);
  });
  for (const goods of GOODS)
    web.post(`${base}/${FILM_PATHS[goods]}/:number{\\d+}`, async (context) => {
      try {
        await content.put(goods, Number(context.req.param("number")), new Uint8Array(await context.req.arrayBuffer()));
        return context.body(null, 204);
      } catch (error) {
        return context.text(reasonOf(error), 507);
      }
    });
  web.get("/media/:name", (context) => content.clip(context.req.param("name"), context.req.raw));
  web.get("/scenes/:scene/:version/:file", (context) => {
    const { scene, version, file } = context.req.param();
    const text = content.sceneFile(scene, version, file);
    if (text === null) return context.notFound();
    const type = file.endsWith(".js") ? "text/javascript" : "application/json";
    return context.body(text, 200, { "Content-Type": `${type}; charset=utf-8` });
  });
  return web;
};

/** As fast as it is read. */
const linesOf = (told: AsyncGenerator<Told>): ReadableStream =>
  Readable.toWeb(Readable.from(jsonLines(told), { objectMode: false })) as ReadableStream;

async function* jsonLines(told: AsyncGenerator<Told>): AsyncGenerator<string> {
  for await (const one of told) yield `${JSON.stringify(one)}\n`;
}
