import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";

/** Answers a request for a file, or for the one range of it that is asked for. Rejects when it is not there. */
export const serveFile = async (path: string, request: Request): Promise<Response> => {
  const { size } = await stat(path);
  const [, first = "", last = ""] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "") ?? [];
  const from = Number(first);
  const to = last === "" ? size - 1 : Math.min(size - 1, Number(last));
  const headers: Record<string, string> = { "Accept-Ranges": "bytes", "Content-Length": String(to - from + 1) };
  if (first !== "") headers["Content-Range"] = `bytes ${from}-${to}/${size}`;
  const body = Readable.toWeb(createReadStream(path, { start: from, end: to })) as ReadableStream;
  return new Response(body, { status: first === "" ? 200 : 206, headers });
};
