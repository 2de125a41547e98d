import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { listenOnLoopback } from "./loopback.ts";

/** The files of one folder over HTTP on the loopback: magenta-js loads checkpoints from absolute addresses only. */
interface FolderServer {
  /** Without a slash at the end. */
  readonly address: string;
  dispose(): Promise<void>;
}

export const serveFolder = async (folder: string): Promise<FolderServer> => {
  const server = createServer(async (request, reply) => {
    try {
      reply.end(await readFile(join(folder, basename(request.url ?? ""))));
    } catch {
      reply.writeHead(404).end();
    }
  });
  return {
    address: `http://127.0.0.1:${await listenOnLoopback(server)}`,
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
