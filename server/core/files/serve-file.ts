import { constants, createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";

/** What of a file is asked for: first and last byte. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Answers a request for a plain file of this media type, in parts if parts are asked for (RFC 9110, section 14); null
 * where there is none. One that is replaced meanwhile is sent to its end as it was opened.
 */
export const serveFile = async (path: string, type: string, request: Request): Promise<Response | null> => {
  const file = await openFile(path);
  if (file === null) return null;
  let handedOn = false;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return null;
    const { size, mtimeMs } = stat;
    const etag = `"${Math.round(mtimeMs).toString(36)}-${size.toString(36)}"`;
    const headers: Record<string, string> = {
      "Content-Type": type,
      "Accept-Ranges": "bytes",
      "Cache-Control": "no-cache",
      ETag: etag,
    };
    const asked = request.headers;
    if (asked.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    const ifRange = asked.get("if-range");
    const range = ifRange === null || ifRange === etag ? rangeOf(asked.get("range"), size) : null;
    if (range === "none") {
      headers["Content-Range"] = `bytes */${size}`;
      return new Response(null, { status: 416, headers });
    }
    const { from, to } = range ?? { from: 0, to: size - 1 };
    headers["Content-Length"] = String(to - from + 1);
    if (range !== null) headers["Content-Range"] = `bytes ${from}-${to}/${size}`;
    const status = range === null ? 200 : 206;
    if (request.method === "HEAD" || to < from) return new Response(null, { status, headers });
    const stream = createReadStream("", { fd: file, start: from, end: to, autoClose: true });
    handedOn = true;
    return new Response(Readable.toWeb(stream) as ReadableStream, { status, headers });
  } finally {
    if (!handedOn) await file.close();
  }
};

const openFile = async (path: string) => {
  try {
    // A link put in the file's place after it was listed leads nowhere.
    return await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch {
    return null;
  }
};

/** The one range that is asked for; null for the whole (several ranges at once are not answered), "none" beyond the end. */
const rangeOf = (header: string | null, size: number): Range | "none" | null => {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(" ", "") ?? "") ?? [];
  if (first === "" && last === "") return null;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size - 1 : Math.min(size - 1, Number(last));
  if (from >= size || (first === "" && Number(last) === 0)) return "none";
  return to < from ? null : { from, to };
};
