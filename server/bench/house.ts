import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Health } from "../../shared/protocol/health.ts";
import { projectFolder } from "../project-folder.ts";
import { monotonicNow } from "../time/monotonic.ts";
import { freePort } from "./free-port.ts";
import type { Figure, Measure } from "./measure.ts";

const MINUTES = 10;
const MINUTE_MS = 60_000;
/** Collections come and go: a resident size that wanders by less than this is not growing. */
const NOISE_MB = 20;
const MOST_MB = 400;
const START_MS = 3000;

/** The built program as it is started: how soon it plays, and what it holds after ten minutes. */
export const house: Measure = {
  name: "house",
  about: `from the start to the first note, and memory over ${MINUTES} minutes at 120 bpm`,
  run: async () => {
    const udp = createSocket("udp4").bind(0, "127.0.0.1");
    await once(udp, "listening");
    const port = await freePort();
    const firstNote = new Promise<number>((resolve) => {
      udp.on("message", (packet) => {
        if (packet.toString("ascii", 0, packet.indexOf(0)) === "/antiphon/drummer/any") resolve(monotonicNow());
      });
    });
    const startedAt = monotonicNow();
    const osc = `127.0.0.1:${udp.address().port}`;
    const program = spawn(
      process.execPath,
      [join(projectFolder, "antiphon.js"), "play", "--port", `${port}`, "--osc", osc],
      {
        stdio: "ignore",
      },
    );
    const end = ended(program);
    end.catch(() => {});
    try {
      const start = (await Promise.race([firstNote, end])) - startedAt;
      const resident: number[] = [];
      for (let minute = 1; minute <= MINUTES; minute++) {
        await Promise.race([sleep(MINUTE_MS), end]);
        resident.push((await healthOf(port)).memory.resident);
      }
      return figuresOf(start, resident);
    } finally {
      program.kill();
      udp.close();
    }
  },
};

const figuresOf = (start: number, resident: readonly number[]): Figure[] => {
  const first = resident[0]!;
  const last = resident.at(-1)!;
  return [
    { name: "start to first note", value: start, unit: "ms", aim: `<= ${START_MS}`, reached: start <= START_MS },
    { name: "memory after 1 minute", value: first, unit: "MB", aim: "", reached: null },
    {
      name: `memory after ${resident.length} minutes`,
      value: last,
      unit: "MB",
      aim: `< ${MOST_MB}`,
      reached: last < MOST_MB,
    },
    {
      name: "growth after the first minute",
      value: last - first,
      unit: "MB",
      aim: `<= ${NOISE_MB}`,
      reached: last - first <= NOISE_MB,
    },
  ];
};

const healthOf = async (port: number): Promise<Health> =>
  (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as Health;

const ended = async (program: ChildProcess): Promise<never> => {
  await once(program, "exit");
  throw new Error(`the program ended with ${program.exitCode}; "npm start" says why`);
};
