import { parentPort, workerData } from "node:worker_threads";
import type { Ms } from "../../../shared/time/units.ts";
import type { TakeRecord } from "../log/record.ts";
import { openTake } from "../read-take.ts";
import { entryPoint } from "./entry-point.ts";
import type { EnteredAt, ReaderOrder, ReadLines } from "./reader-messages.ts";

/** As much as is handed over at a time: what the main thread takes in well under a millisecond. */
const LINES = 100;
/** Whoever reads elsewhere does not come back: of older readings nothing is kept. */
const READINGS = 4;

// Reads a take for a thread that plays.

const main = parentPort;
if (main === null) throw new Error("The reader's worker is started by openTakeApart.");
const take = await openTake(workerData as string);
const readings = new Map<number, AsyncIterator<TakeRecord>>();

const enter = async (reading: number, at: Ms): Promise<EnteredAt> => {
  const { lines, ...entered } = await entryPoint(take, at);
  readings.set(reading, lines);
  return entered;
};

const some = async (reading: number): Promise<ReadLines> => {
  const lines: TakeRecord[] = [];
  const iterator = readings.get(reading);
  let isOver = iterator === undefined;
  while (iterator !== undefined && !isOver && lines.length < LINES) {
    const next = await iterator.next();
    if (next.done === true) isOver = true;
    else lines.push(next.value);
  }
  if (isOver) readings.delete(reading);
  return { reading, lines, isOver, losses: take.losses };
};

main.on("message", async ({ reading, from, enter: at }: ReaderOrder) => {
  if (from !== undefined) readings.set(reading, take.records(from.at, from.to));
  const entered = at === undefined ? undefined : await enter(reading, at);
  for (const old of readings.keys()) if (old <= reading - READINGS) readings.delete(old);
  const read = await some(reading);
  main.postMessage(entered === undefined ? read : { ...read, entered });
});
