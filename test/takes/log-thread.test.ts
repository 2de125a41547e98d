import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { spawnWorker } from "../../server/core/threads/spawn.ts";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { LogThread } from "../../server/takes/log/log-thread.ts";
import { LogReader } from "../../server/takes/log/read-log.ts";
import { busyLine, firstLine } from "../../server/tools/bench/busy-band.ts";
import { Random } from "../../shared/chance/random.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { everything, FOREVER } from "../helpers/written-log.ts";

describe("the log's thread", () => {
  const folder = temporaryFolder();
  let log: LogThread;
  afterEach(() => log.dispose());

  it("is started again when it dies, and goes on with what is true in a file of its own", async () => {
    const workers: Worker[] = [];
    const reports: string[] = [];
    log = new LogThread({
      folders: { takes: folder.path("takes"), log: folder.path("takes/log") },
      time: monotonicTime,
      report: ({ text }) => reports.push(text),
      onListenerError: (error) => {
        throw error;
      },
      spawn: (work) => {
        const worker = spawnWorker(new URL("../../server/takes/log/log-worker.ts", import.meta.url), {
          workerData: work,
        });
        workers.push(worker);
        return worker;
      },
    });
    const random = new Random(1, "thread");
    const read = (): Promise<unknown[]> =>
      everything(new LogReader(folder.path("takes/log")).records(FOREVER.from, FOREVER.to));
    const first = firstLine(log.now());
    log.push(first);
    for (let number = 1; number <= 20; number++) log.push(busyLine(random, number, log.now()));
    await expect.poll(async () => (await read()).length).toBe(21);
    await workers[0]?.terminate();
    await expect.poll(() => workers.length).toBe(2);
    for (let number = 21; number <= 40; number++) log.push(busyLine(random, number, log.now()));
    await expect.poll(async () => (await read()).length).toBe(41);
    expect(reports).toContainEqual(
      expect.stringMatching(/^The thread that records what is played died \(.+\); it is started again\.$/),
    );
    await expect(log.order({ do: "recover" })).resolves.toMatchObject({ names: [] });
    // Everything that was true stands at the beginning of the new file.
    const reader = new LogReader(folder.path("takes/log"));
    expect((await everything(reader.records(log.now(), FOREVER.to))).map(({ kind }) => kind)).toContain("transport");
  });
});
