import { mkdirSync } from "node:fs";
import type { ClientRequest, IncomingMessage } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { createLogger, createServer, type HttpProxy } from "vite";
import { addressesOf, isLoopback } from "../server/io/stage/address.ts";
import { freePort } from "../server/tools/bench/loopback.ts";
import { pages } from "./pages.ts";
import { ServerProcess } from "./server-process.ts";

// `npm run dev`: one address with everything from its sources. Vite serves the pages, and loads one anew when it was
// edited while the band plays on; everything else is passed on to the server, which begins anew when its own code was
// edited. Options of `antiphon play` may follow: npm run dev -- --bpm 90

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** What the server answers by itself; scenes of a show's own have a version in their address, sources have none. */
const SERVER_PATHS = [
  "^/(socket\\.io|health|qr\\.svg|media|recordings)(/|\\?|$)",
  "^/scenes/[^/]+/[^/]+/(index\\.js|shader\\.json)(\\?|$)",
];
const SERVER_SOURCES = [join(root, "server"), join(root, "shared")];

const program = new Command("dev")
  .option("--port <number>", "port of the pages", Number, 4400)
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option("--open", "open the stage in the browser", false)
  .allowUnknownOption();
const { operands, unknown } = program.parseOptions(process.argv.slice(2));
const { port, host, open } = program.opts<{ port: number; host: string; open: boolean }>();

// The server complains of pages that were never built, which nobody asks of it here.
mkdirSync(join(root, "dist/visuals"), { recursive: true });
const behind = await freePort();
const server = new ServerProcess([...operands, ...unknown, "--host", host, "--port", String(behind)]);

/** To the server everybody would be this machine, and operate the show. */
const sayWhoAsks = (proxy: HttpProxy.ProxyServer): void => {
  const tell = (request: ClientRequest, { socket }: IncomingMessage): void => {
    const address = socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
    if (!isLoopback(address)) request.setHeader("X-Forwarded-For", address);
  };
  proxy.on("proxyReq", tell);
  proxy.on("proxyReqWs", tell);
};

const logger = createLogger();
const { error } = logger;
// Pages knock again and again while the server is away for a moment; that is said once, below.
logger.error = (text, options) => void (/proxy (socket )?error/.test(text) || error(text, options));

const vite = await createServer({
  configFile: join(root, "visuals/vite.config.ts"),
  cacheDir: join(root, "dist/vite"),
  plugins: [pages()],
  customLogger: logger,
  clearScreen: false,
  server: {
    host,
    port,
    strictPort: true,
    open: open && "/stage/",
    proxy: Object.fromEntries(
      SERVER_PATHS.map((path) => [
        path,
        { target: addressesOf(host, behind).here, ws: path.includes("socket"), configure: sayWhoAsks },
      ]),
    ),
  },
});

// Vite's own way of ending on a signal would leave the server behind.
process.removeAllListeners("SIGTERM");
const stop = async (): Promise<void> => {
  await Promise.all([server.stop(), vite.close()]);
  process.exit();
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => void stop());

vite.watcher.add(SERVER_SOURCES);
vite.watcher.on("all", (_event, path) => {
  if (SERVER_SOURCES.some((folder) => path.startsWith(folder))) server.restart();
});

await vite.listen();
const address = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
process.stdout.write(`Stage ${address}/stage   desk ${address}/desk   (Ctrl-C ends both server and pages)\n`);
server.start();
