import { existsSync } from "node:fs";
import { join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { getCookie, setCookie } from "hono/cookie";
import QRCode from "qrcode";
import type { Addresses, Health } from "../../../shared/protocol/health.ts";
import { refusal } from "./access.ts";
import type { IsOwnName } from "./host-names.ts";
import { bearerOf, type Operators } from "./operators.ts";

/** What is served over plain HTTP. */
export interface WebContent {
  /** Folder of the built pages. */
  readonly pages: string;
  /** Answers a request for one of the user's own files, by its name. */
  readonly clip?: (name: string, request: Request) => Promise<Response>;
  /** Takes a piece of what a stage records. */
  readonly piece?: (token: string, index: string, request: Request) => Promise<Response>;
  /** The header of a take as JSON, or null when there is none of that name. */
  readonly take?: (name: string) => Promise<string | null>;
  /** Answers a request for a take as a file of that kind. */
  readonly takeFile?: (name: string, kind: string, request: Request) => Promise<Response>;
  /** Its picture, and one of its films; null where there is none. */
  readonly takeThumbnail?: (name: string, request: Request) => Promise<Response | null>;
  readonly takeFilm?: (name: string, film: string, request: Request) => Promise<Response | null>;
  /** A file of one of the show's own scenes, or null when there is none. */
  readonly sceneFile?: (scene: string, version: string, file: string) => string | null;
  /** The picture of what one of them draws, or null when there is none. */
  readonly sceneThumbnail?: (
    scene: string,
    version: string,
  ) => { readonly type: string; readonly picture: Uint8Array<ArrayBuffer> } | null;
}

interface WebOptions extends WebContent {
  /** `full` for those who may operate. */
  readonly health: (full: boolean) => Health;
  readonly addresses: () => Addresses;
  /** The desk's address for other machines, with the token in it. */
  readonly deskLink: () => string | undefined;
  readonly isOwnName: IsOwnName;
  readonly operators: Operators;
}

type Served = { Bindings: HttpBindings };

/** The pages that are served, by the path people type. */
const PAGES: Readonly<Record<string, string>> = {
  "/": "index.html",
  "/stage": "stage/index.html",
  "/desk": "desk/index.html",
  "/take": "take/index.html",
};

const NOT_BUILT = 'The pages are not built yet: run "npm run build", then load this page again.\n';
const ONE_YEAR = 31_536_000;
const PASS_COOKIE = "antiphon-pass";

/** Everything that goes over plain HTTP: pages, `/health`, and QR codes. */
export const webOf = (options: WebOptions): Hono<Served> => {
  const { isOwnName, operators } = options;
  const web = new Hono<Served>();
  const objection = ({ incoming }: HttpBindings): string | null => operators.objection(incoming, bearerOf(incoming));

  web.use(async (context, next) => {
    const reason = refusal({ host: context.req.header("host") }, isOwnName);
    if (reason !== null) return context.text(`${reason}\n`, 403);
    await next();
    // Isolated from other origins, a page gets a finer clock: 5 microseconds in place of 100.
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Embedder-Policy", "require-corp");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    // A stranger's page that shows the desk in itself could have its buttons pressed unseen.
    context.header("Content-Security-Policy", "frame-ancestors 'self'");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
  });
  web.use(compress());

  web.get("/health", (context) =>
    context.json(options.health(objection(context.env) === null), 200, { "Cache-Control": "no-store" }),
  );

  const code = async (context: Context<Served>, address: string | undefined): Promise<Response> => {
    if (address === undefined)
      return context.text("No other machine can reach this server; start it with --host 0.0.0.0.\n", 404);
    const svg = await QRCode.toString(address, { type: "svg", margin: 1 });
    return context.body(svg, 200, { "Content-Type": "image/svg+xml", "Cache-Control": "no-store" });
  };
  web.get("/qr.svg", (context) => code(context, options.addresses().network[0]));
  web.get("/desk.svg", async (context) =>
    operators.isHere(context.env.incoming)
      ? code(context, options.deskLink())
      : context.text("This code is shown on the machine that plays only.\n", 403),
  );

  for (const [path, file] of Object.entries(PAGES)) {
    const page = serveStatic({ root: options.pages, path: file });
    const paths = path === "/" ? [path] : [path, `${path}/`];
    web.on("GET", paths, async (context, next) => {
      if (!existsSync(join(options.pages, file))) return context.text(NOT_BUILT, 503);
      context.header("Cache-Control", "no-cache");
      return page(context, next);
    });
  }

  const { clip } = options;
  if (clip !== undefined) web.get("/media/:name", (context) => clip(context.req.param("name"), context.req.raw));

  web.post("/recordings/:token/:index", async (context) => {
    const { host, origin } = context.req.header();
    const reason = refusal({ host, origin }, isOwnName) ?? objection(context.env);
    if (reason !== null) return context.text(`${reason}\n`, 403);
    const { token, index } = context.req.param();
    return options.piece?.(token, index, context.req.raw) ?? context.notFound();
  });

  // A picture or a link cannot say a token: whoever has said it once is given a cookie that opens what is read.
  web.post("/pass", (context) => {
    const { host, origin } = context.req.header();
    const reason = refusal({ host, origin }, isOwnName) ?? objection(context.env);
    if (reason !== null) return context.text(`${reason}\n`, 403);
    if (operators.pass !== null)
      setCookie(context, PASS_COOKIE, operators.pass, { path: "/takes", httpOnly: true, sameSite: "Strict" });
    return context.body(null, 204, { "Cache-Control": "no-store" });
  });

  web.use("/takes/*", async (context, next) => {
    if (operators.isPass(getCookie(context, PASS_COOKIE))) return next();
    const reason = objection(context.env);
    return reason === null ? next() : context.text(`${reason}\n`, 403);
  });
  web.get("/takes/:name", async (context) => {
    const header = (await options.take?.(context.req.param("name"))) ?? null;
    if (header === null) return context.text("There is no take of this name.\n", 404);
    return context.body(header, 200, { "Content-Type": "application/json", "Cache-Control": "no-cache" });
  });

  web.get("/takes/:name/thumbnail", async (context) => {
    const picture = await options.takeThumbnail?.(context.req.param("name"), context.req.raw);
    return picture ?? context.text("There is no picture of this take yet.\n", 404);
  });
  web.get("/takes/:name/films/:film", async (context) => {
    const { name, film } = context.req.param();
    return (await options.takeFilm?.(name, film, context.req.raw)) ?? context.text("There is no such film.\n", 404);
  });
  web.get("/takes/:name/:kind", async (context) => {
    const { name, kind } = context.req.param();
    return options.takeFile?.(name, kind, context.req.raw) ?? context.notFound();
  });

  web.get("/scenes/:scene/:version/thumbnail", (context) => {
    const { scene, version } = context.req.param();
    const thumbnail = options.sceneThumbnail?.(scene, version) ?? null;
    if (thumbnail === null) return context.text("There is no such picture, or it is another by now.\n", 404);
    return context.body(thumbnail.picture, 200, { "Content-Type": thumbnail.type, "Cache-Control": "no-cache" });
  });

  web.get("/scenes/:scene/:version/:file", (context) => {
    const { scene, version, file } = context.req.param();
    const text = options.sceneFile?.(scene, version, file) ?? null;
    if (text === null) return context.text("There is no such scene, or it is another by now.\n", 404);
    const type = file.endsWith(".js") ? "text/javascript" : "application/json";
    return context.body(text, 200, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-cache" });
  });

  web.use("/assets/*", async (context, next) => {
    await next();
    // The builder names every asset by its content, so a browser may keep it for ever.
    if (context.res.ok) context.header("Cache-Control", `public, max-age=${ONE_YEAR}, immutable`);
  });
  web.get("/assets/*", serveStatic({ root: options.pages }));

  web.notFound((context) => context.text("There is nothing here; the pages are /, /stage, /desk and /take.\n", 404));
  return web;
};
