import { Readable } from "node:stream";
import { reasonOf } from "../../../shared/events/report.ts";
import { TAKE_FILES, type TakeFileName } from "../../../shared/protocol/take-files.ts";
import { spawnProcess } from "../../core/threads/spawn.ts";
import type { Written } from "./export-process.ts";

const GONE = "There is no take of this name, or no such file of it.\n";

/** Answers requests for takes as files; each is written for whoever asks, and never on a thread that plays. */
export class TakeFiles {
  readonly #folderOf: (take: string) => string | null;
  /** One is written at a time: what plays needs the machine. */
  #queue: Promise<unknown> = Promise.resolve();

  /** `folderOf`: where a take lies; null where there is none of this name. */
  constructor(folderOf: (take: string) => string | null) {
    this.#folderOf = folderOf;
  }

  /** Never rejects. `kind` as in TAKE_FILES; a take that cannot be read is answered with one sentence. */
  async serve(take: string, kind: string, request: Request): Promise<Response> {
    const folder = this.#folderOf(take);
    if (folder === null || !isKind(kind)) return new Response(GONE, { status: 404 });
    const answer = this.#queue.then(() => written(folder, take, kind, request.signal));
    this.#queue = answer;
    return answer;
  }
}

const isKind = (kind: string): kind is TakeFileName => Object.hasOwn(TAKE_FILES, kind);

const refused = (reason: string): Response => new Response(`${reason}\n`, { status: 422 });

/** Resolves when its writer has all of it, though whoever asked may read it slowly. */
const written = async (folder: string, take: string, kind: TakeFileName, signal: AbortSignal): Promise<Response> => {
  if (signal.aborted) return refused("Nobody waits for it any more.");
  const writer = spawnProcess(new URL("./export-process.ts", import.meta.url), [folder, kind], {
    stdio: ["ignore", "pipe", "ignore", "ipc"],
  });
  const stop = (): void => void writer.kill();
  signal.addEventListener("abort", stop);
  writer.once("close", () => signal.removeEventListener("abort", stop));
  const told = await new Promise<Written>((resolve) => {
    writer.once("message", (message) => resolve(message as Written));
    writer.once("error", (error) => resolve({ ok: false, reason: `${take} was not written: ${reasonOf(error)}.` }));
    writer.once("disconnect", () => resolve({ ok: false, reason: `${take} was not written: its writer has ended.` }));
  });
  if (!told.ok) return refused(told.reason);
  if (writer.stdout === null) return refused(`${take} was not written.`);
  const { ending, mime } = TAKE_FILES[kind];
  const headers = {
    "Content-Type": mime,
    "Content-Length": String(told.bytes),
    "Content-Disposition": `attachment; filename*=UTF-8''${asHeader(`${take}.${ending}`)}`,
    "Cache-Control": "no-store",
  };
  return new Response(Readable.toWeb(writer.stdout) as ReadableStream, { headers });
};

/** By RFC 8187, which leaves out what encodeURIComponent does not. */
const asHeader = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
