import { rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { reasonOf } from "../../../shared/events/report.ts";
import { ms } from "../../../shared/time/units.ts";
import { lookForRoom } from "../../core/files/disk-room.ts";
import { monotonicTime } from "../../core/time/monotonic.ts";
import { finishTake, writeHeader } from "../finish-take.ts";
import { hashOfCheckpoint } from "../hashes.ts";
import { Library } from "../library.ts";
import { recoverTakes } from "../recover.ts";
import type { TakeHeader } from "../take-header.ts";
import { giveSign, SIGN_EVERY_MS } from "./life-sign.ts";
import { LineRingReader } from "./line-ring.ts";
import { LINE, type LogNews, type LogOrder, type LogWork, type Places, type TakeOrder } from "./log-messages.ts";
import { RunningLog } from "./running-log.ts";

/** With this no more than 100 ms are lost when the process is killed, even where the thread has to wait for a processor. */
const LOOK_EVERY_MS = 25;

// The thread that writes the log: what it is told is on the disk before it does anything else.

const main = parentPort;
if (main === null) throw new Error("The log's worker is started by LogThread.");
const { takes, log: folder, memory } = workerData as LogWork;
const tell = (news: LogNews): void => main.postMessage(news);
const ring = new LineRingReader(memory);
const log = new RunningLog({ folder, lookForRoom, tell, time: monotonicTime });
const library = new Library(takes, (shelf) => tell({ tell: "shelf", shelf }), monotonicTime);
void library.look();

/** With the hashes of what the voices played. */
const hashed = async (header: TakeHeader, places: Places): Promise<TakeHeader> => {
  const models = [...header.models];
  for (const { voice, model, place } of places) {
    if (models.some((known) => known.voice === voice && known.model === model)) continue;
    models.push({ voice, model, hash: await hashOfCheckpoint(place) });
  }
  return { ...header, models };
};

const open = async (take: string, header: TakeHeader, places: Places): Promise<TakeHeader> => {
  const told = await hashed({ ...header, whole: log.isWhole }, places);
  await writeHeader(take, told);
  return told;
};

const act = async (order: TakeOrder): Promise<{ header: TakeHeader | null; names: readonly string[] }> => {
  if (order.do === "recover") return { header: null, names: await recoverTakes(takes, folder) };
  const { header, places } = order;
  if (order.do === "open") return { header: await open(order.folder, header, places), names: [] };
  await log.settled;
  // What was before the log cannot be kept.
  const from = ms(Math.max(header.from, log.from ?? header.from));
  const told = await open(order.folder, { ...header, from }, places);
  return { header: await finishTake(order.folder, told), names: [] };
};

const finish = async (remove: boolean): Promise<void> => {
  clearInterval(looking);
  clearInterval(signing);
  library.dispose();
  await Promise.all([signed, log.dispose()]);
  if (remove) await rm(folder, { recursive: true, force: true }).catch(() => {});
  // Folders that hold nothing are not left behind.
  for (const empty of [dirname(folder), takes]) await rmdir(empty).catch(() => {});
  main.close();
};

/** One after the other: what a take's end needs is there when its beginning is. */
let work: Promise<void> = Promise.resolve();

let signed: Promise<void> = Promise.resolve();
const sign = (): void => {
  signed = signed.then(() => giveSign(folder));
};

/** Writes what has come by now: all lines between two beginnings at once. */
const drain = (): void => {
  let lines: string[] = [];
  const append = (): void => {
    if (lines.length > 0) log.append(lines.length, lines.join(""));
    lines = [];
  };
  ring.drain((kind, text) => {
    if (kind === LINE) {
      lines.push(text);
      return;
    }
    append();
    const end = text.indexOf("\n");
    log.begin(JSON.parse(text.slice(0, end)), text.slice(end + 1));
    sign();
  });
  append();
};
const looking = setInterval(drain, LOOK_EVERY_MS);
const signing = setInterval(sign, SIGN_EVERY_MS);

main.on("message", (order: LogOrder) => {
  drain();
  if (order.do === "hold") log.hold(order.from);
  else if (order.do === "look") void library.look();
  else if (order.do === "finish") void work.then(() => finish(order.remove));
  else {
    const { ticket } = order;
    work = work
      .then(() => act(order))
      .then(
        (done) => tell({ tell: "done", ticket, ...done }),
        (error: unknown) => tell({ tell: "refused", ticket, reason: reasonOf(error) }),
      );
  }
});
