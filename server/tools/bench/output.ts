import { createSocket } from "node:dgram";
import type { Reporter } from "../../../shared/events/report.ts";
import { ms } from "../../../shared/time/units.ts";
import { monotonicNow, monotonicTime } from "../../core/time/monotonic.ts";
import { oscPacket } from "../../io/osc/osc-encoder.ts";
import { OutputThread } from "../../io/output/output-thread.ts";
import { type Figure, figure, type Measure } from "./measure.ts";

/** 24 clocks a beat at 120 bpm. */
const EVERY_MS = 1000 / 48;
const EVENTS = 480;
const WARM_UP_EVENTS = 48;
const LOOKAHEAD_MS = 100;
/** The main thread's load: this long of every period. */
const BUSY_MS = 8;
const BUSY_PERIOD_MS = 16;
const KEY = 0;

/** How exactly the output worker wakes for an event, each a packet to a socket of this machine. */
export const output: Measure = {
  name: "output",
  about: `the output worker's wake-up error over ${EVENTS} events ${EVERY_MS.toFixed(1)} ms apart, idle and with the main thread busy half of the time`,
  run: async (report) => {
    const target = createSocket("udp4");
    await new Promise<void>((resolve) => target.bind(0, "127.0.0.1", resolve));
    const thread = new OutputThread({ time: monotonicTime, report: onlyTrouble(report) });
    try {
      const lane = await openLane(thread, target.address().port);
      await play(thread, lane, WARM_UP_EVENTS);
      thread.statistics.reset();
      await play(thread, lane, EVENTS);
      const idle = idleFigures(thread);
      thread.statistics.reset();
      const relax = beBusy();
      await play(thread, lane, EVENTS);
      relax();
      return [...idle, ...busyFigures(thread)];
    } finally {
      await thread.dispose();
      target.close();
    }
  },
};

const openLane = (thread: OutputThread, port: number): Promise<number> =>
  new Promise((resolve) => {
    const lane = thread.addLane(
      { do: "osc", host: "127.0.0.1", port, aheadMs: 0 },
      {
        connection: ({ state }) => {
          if (state !== "open") return;
          thread.order({ do: "packet", lane, key: KEY, packet: oscPacket("/bench", "f", false) });
          resolve(lane);
        },
      },
    );
  });

/** Hands events over as the planner does, each a lookahead before it is due; resolves after the last. */
const play = async (thread: OutputThread, lane: number, events: number): Promise<void> => {
  const start = monotonicNow() + 2 * LOOKAHEAD_MS;
  for (let event = 0; event < events; event++) {
    const at = start + event * EVERY_MS;
    await new Promise<void>((resolve) => monotonicTime.wake(ms(at - LOOKAHEAD_MS), resolve));
    thread.pulse(lane, KEY, 0, at, Number.NaN, event, 0);
  }
  await new Promise<void>((resolve) => monotonicTime.wake(ms(start + events * EVERY_MS), resolve));
};

/** Keeps the main thread busy half of the time until the returned function is called. */
const beBusy = (): (() => void) => {
  const timer = setInterval(() => {
    const until = monotonicNow() + BUSY_MS;
    while (monotonicNow() < until);
  }, BUSY_PERIOD_MS);
  return () => clearInterval(timer);
};

const idleFigures = ({ statistics }: OutputThread): Figure[] => {
  const p50 = statistics.percentile(0.5) ?? Number.NaN;
  const p99 = statistics.percentile(0.99) ?? Number.NaN;
  const early = Math.max(0, -statistics.earliest);
  return [
    figure("idle, p50", p50, "ms", "<= 0.1", p50 <= 0.1),
    figure("idle, p99", p99, "ms", "<= 1", p99 <= 1),
    figure("idle, largest", statistics.latest, "ms"),
    figure("idle, earliest before its moment", early, "ms", "<= 0.05", early <= 0.05),
  ];
};

const busyFigures = ({ statistics }: OutputThread): Figure[] =>
  [0.5, 0.95, 0.99].map((share) =>
    figure(`main thread busy, p${100 * share}`, statistics.percentile(share) ?? Number.NaN, "ms"),
  );

/** The table is enough to read; that a socket is open need not be told. */
const onlyTrouble =
  (report: Reporter): Reporter =>
  (each) => {
    if (each.level !== "info") report(each);
  };
