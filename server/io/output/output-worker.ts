import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { reasonOf } from "../../../shared/events/report.ts";
import { ms } from "../../../shared/time/units.ts";
import { monotonicNow, wallClockOf } from "../../core/time/monotonic.ts";
import { MidiOutputPort } from "../midi/output-port.ts";
import { findRtMidi } from "../midi/rtmidi.ts";
import { ClockOut } from "./clock-out.ts";
import { type BytePort, MidiLane } from "./midi-lane.ts";
import { monitorPort } from "./monitor-port.ts";
import { OscLane } from "./osc-lane.ts";
import { OutputLoop } from "./output-loop.ts";
import type { MidiPortChoice, OutputMemory, OutputNews, OutputOrder } from "./output-messages.ts";
import { RingReader } from "./record-ring.ts";
import { Sounding } from "./sounding.ts";
import { WakeStatistics } from "./wake-statistics.ts";

/**
 * The output thread: it owns the MIDI outputs and the UDP sockets, and lands every event at its
 * moment. It sleeps on shared memory, because timers are milliseconds off, and spins through the
 * last millisecond, because sleeping is a quarter of one off; in between it turns its event loop,
 * where sockets are looked after. Nothing else may ever run here.
 */
const SPIN_MS = 1;
/** The event loop is turned at least this often. */
const LONGEST_SLEEP_MS = 50;
/** While packets wait for the system to take them. */
const BUSY_SLEEP_MS = 1;
/** Ports are looked at this often, when no event is near, or at the latest at twice that. */
const LOOK_EVERY_MS = 1000;
const QUIET_MS = 5;

const main = parentPort;
if (main === null) throw new Error("The output worker is started by OutputThread.");
const memory = workerData as OutputMemory;
const ring = new RingReader(memory.ring);
const loop = new OutputLoop(ring, new Sounding(memory.sounding), new WakeStatistics(memory.statistics), monotonicNow);
const oscLanes = new Map<number, OscLane>();
let finished = false;
let nextLook = monotonicNow();
/** The next event, and the ring's signal when that was found out. */
let due = monotonicNow();
let signal = ring.signal;

const tell = (news: OutputNews): void => main.postMessage(news);

const openPort = (lane: number, choice: MidiPortChoice): BytePort => {
  if ("monitor" in choice) {
    tell({
      tell: "connection",
      lane,
      connection: { kind: "midi-out", name: choice.monitor, state: "open", detail: "" },
    });
    return monitorPort((bytes) => tell({ tell: "monitored", lane, at: monotonicNow(), bytes }));
  }
  return new MidiOutputPort(
    choice,
    findRtMidi,
    {
      opened: () => loop.opened(lane),
      connection: (connection) => tell({ tell: "connection", lane, connection }),
    },
    (report) => tell({ tell: "report", report }),
  );
};

const obey = (order: OutputOrder): void => {
  switch (order.do) {
    case "midi": {
      const { lane, clockPauseMs } = order;
      const port = openPort(lane, order.port);
      const clock = clockPauseMs === null ? null : new ClockOut((bytes) => port.send(bytes), ms(clockPauseMs));
      loop.setLane(lane, new MidiLane(port, order.channels), clock);
      port.look();
      break;
    }
    case "osc": {
      const { lane, host, port, aheadMs } = order;
      const target = new OscLane({
        host,
        port,
        ahead: ms(aheadMs),
        now: monotonicNow,
        wallClockOf,
        opened: () => {
          loop.opened(lane);
          loop.rest(lane, target.resting);
        },
        connection: (connection) => tell({ tell: "connection", lane, connection }),
        report: (report) => tell({ tell: "report", report }),
      });
      oscLanes.set(lane, target);
      loop.setLane(lane, target, null);
      target.look(monotonicNow());
      break;
    }
    case "packet":
      oscLanes.get(order.lane)?.setPacket(order.key, order.packet);
      break;
    case "rest": {
      const target = oscLanes.get(order.lane);
      if (target === undefined) break;
      target.resting = order.keys;
      if (target.open) loop.rest(order.lane, order.keys);
      break;
    }
    case "remove":
      oscLanes.delete(order.lane);
      void loop.removeLane(order.lane).then(() => tell({ tell: "removed", lane: order.lane }));
      break;
    case "finish":
      finished = true;
      break;
  }
};

/** Sleeps until `due`, or until something new is written. */
const waitFor = (): void => {
  const longest = loop.busy ? BUSY_SLEEP_MS : LONGEST_SLEEP_MS;
  const sleep = due - monotonicNow() - (loop.nextIsLax ? 0 : SPIN_MS);
  if (sleep > longest) {
    ring.sleep(signal, longest);
    return;
  }
  if (sleep > 0) ring.sleep(signal, sleep);
  while (ring.signal === signal && monotonicNow() < due);
};

const takeOrders = (): void => {
  for (;;) {
    const received = receiveMessageOnPort(main) as { message: OutputOrder } | undefined;
    if (received === undefined) return;
    obey(received.message);
  }
};

const lookAround = (): void => {
  const now = monotonicNow();
  if (now < nextLook || (due - now < QUIET_MS && now < nextLook + LOOK_EVERY_MS)) return;
  loop.look(now);
  nextLook = ms(now + LOOK_EVERY_MS);
};

const turn = (): void => {
  try {
    do {
      waitFor();
      signal = ring.signal;
      // Records are seen before orders are taken: a record never meets a lane that is still on its way.
      ring.see();
      takeOrders();
      due = loop.turn();
      lookAround();
      // The event loop takes its time: it waits until nothing else is near.
    } while (!finished && !loop.busy && due - monotonicNow() < SPIN_MS);
  } catch (error) {
    // Whatever broke, nothing goes on sounding; the main thread starts another worker.
    void loop.finish();
    throw new Error(`the output loop broke: ${reasonOf(error)}`, { cause: error });
  }
  if (finished) void loop.finish().then(() => main.close());
  else setImmediate(turn);
};

tell({ tell: "ready" });
turn();
