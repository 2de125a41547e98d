import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { LogThread } from "../../server/takes/log/log-thread.ts";
import { RUNNING_FOLDER, runningName } from "../../server/takes/recover.ts";
import { Takes } from "../../server/takes/takes.ts";
import { busyLine, firstLine } from "../../server/tools/bench/busy-band.ts";
import { Random } from "../../shared/chance/random.ts";
import { headerOf } from "./written-log.ts";

// A process that records and nothing else: a band of a hundred events a second, and in a file of its own what it has
// recorded last, so that whoever kills it knows what should be there.

const [folder = "", seed = "1", progress = ""] = process.argv.slice(2);
const time = monotonicTime;
const run = Number(seed);
const name = runningName(process.pid, run);
const common = {
  time,
  report: () => {},
  onListenerError: (error: unknown) => {
    throw error;
  },
};
const log = new LogThread({ folders: { takes: folder, log: join(folder, RUNNING_FOLDER, name) }, ...common });
const { antiphon, protocol, show, showFile } = headerOf(0, null);
const takes = new Takes({
  folder,
  runningName: name,
  log,
  facts: { antiphon, protocol, show, showFile, seed: run, run },
  places: () => [],
  scenes: () => [],
  today: () => new Date(),
  ...common,
});
const random = new Random(run, "recording");
const file = openSync(progress, "w");
const told = Buffer.alloc(16);
let number = 0;

log.push(firstLine(log.now()));
await takes.begin();
process.send?.("records");
const play = (): void => {
  const line = busyLine(random, ++number, log.now());
  log.push(line);
  told.writeDoubleLE(number, 0);
  told.writeDoubleLE(line.at, 8);
  writeSync(file, told, 0, told.length, 0);
  setTimeout(play, random.next() * 20);
};
play();
