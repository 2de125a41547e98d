import { createSocket } from "node:dgram";
import { once } from "node:events";
import { monotonicNow } from "../../core/time/monotonic.ts";
import { type Figure, figure, type Measure } from "./measure.ts";
import { Program } from "./program.ts";

const MINUTES = 10;
const MINUTE_MS = 60_000;
/** Collections come and go: a resident size that wanders by less than this is not growing. */
const NOISE_MB = 20;
const MOST_MB = 400;
const START_MS = 3000;

/** The built program as it is started: how soon it plays, and what it holds after ten minutes. */
export const wholeProgram: Measure = {
  name: "house",
  about: `from the start to the first note, and memory over ${MINUTES} minutes at 120 bpm`,
  run: async () => {
    const udp = createSocket("udp4").bind(0, "127.0.0.1");
    await once(udp, "listening");
    const firstNote = new Promise<number>((resolve) => {
      udp.on("message", (packet) => {
        if (packet.toString("ascii", 0, packet.indexOf(0)) === "/antiphon/drummer/any") resolve(monotonicNow());
      });
    });
    const startedAt = monotonicNow();
    const program = await Program.start("--osc", `127.0.0.1:${udp.address().port}`);
    try {
      const start = (await Promise.race([firstNote, program.ended])) - startedAt;
      const resident: number[] = [];
      for (let minute = 1; minute <= MINUTES; minute++) {
        await program.playOn(MINUTE_MS);
        resident.push((await program.health()).memory.resident);
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
  const growth = last - first;
  return [
    figure("start to first note", start, "ms", `<= ${START_MS}`, start <= START_MS),
    figure("memory after 1 minute", first, "MB"),
    figure(`memory after ${resident.length} minutes`, last, "MB", `< ${MOST_MB}`, last < MOST_MB),
    figure("growth after the first minute", growth, "MB", `<= ${NOISE_MB}`, growth <= NOISE_MB),
  ];
};
