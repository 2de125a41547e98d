import type { Worker } from "node:worker_threads";
import type { Reporter } from "../../../shared/events/report.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { endOf, spawnWorker } from "../../core/threads/spawn.ts";
import { type Life, Supervisor } from "../../core/threads/supervisor.ts";
import type { ClockChange } from "./clock-out.ts";
import type { OutputMemory, OutputNews, OutputOrder } from "./output-messages.ts";
import { ALL_LANES, CLOCK_PLAYS, CLOCK_SILENT, CLOCK_STANDS, RECORD, RingWriter, ringMemory } from "./record-ring.ts";
import { MAX_LANES, soundingMemory } from "./sounding.ts";
import { statisticsMemory, WakeStatistics } from "./wake-statistics.ts";

export interface OutputThreadOptions {
  readonly time: TimeSource;
  readonly report: Reporter;
  /** Starts the worker; tests put theirs in. */
  readonly spawn?: (memory: OutputMemory) => Worker;
}

/** As much of the thread as a sink needs. */
export type OutputLanes = Pick<
  OutputThread,
  "addLane" | "removeLane" | "order" | "pulse" | "revoke" | "revokeGrid" | "end" | "panic" | "clock" | "silenceClock"
>;

/** What a lane's owner is told. */
export interface LaneListener {
  /** How the port or target is; told anew when a worker has taken over from a dead one. */
  connection(connection: Connection): void;
  /** The lane's port is a monitor, and this is what it would have sent at `at`. */
  monitored?(at: Ms, bytes: readonly number[]): void;
}

/** A lane's definition, without its number. */
export type LaneOrder = WithoutLane<Extract<OutputOrder, { do: "midi" | "osc" }>>;
type WithoutLane<T> = T extends unknown ? Omit<T, "lane"> : never;

interface LaneRecord {
  readonly listener: LaneListener;
  /** What a new worker is told. */
  readonly orders: OutputOrder[];
  /** Resolves the promise of removeLane; null while the lane is in use. */
  removed: (() => void) | null;
}

interface OutputLife extends Life {
  readonly worker: Worker;
}

/** How soon a panic is tried again that did not get through. */
const PANIC_AGAIN_MS = 5;
/** How long the worker may take to end every note. */
const FAREWELL_MS = 1000;
const LAST_BREATH_MS = 200;

/**
 * The main thread's hold on the output worker. Fast calls go through shared memory and are
 * real-time; orders (ports, targets, addresses) go as messages. A worker that dies is reported and
 * replaced, its lanes are opened again and what it left sounding is ended.
 */
export class OutputThread {
  /** How exactly the worker lands events. */
  readonly statistics: WakeStatistics;
  /** Resolves when the first worker is awake: what is due before then comes late. */
  readonly ready: Promise<void>;
  readonly #options: OutputThreadOptions;
  readonly #memory: OutputMemory;
  readonly #ring: RingWriter;
  readonly #lanes: (LaneRecord | null)[] = [];
  readonly #supervisor: Supervisor<OutputLife>;
  #disposed = false;
  #full = false;
  /** Lanes whose panic did not get through yet. */
  readonly #waitingPanics = new Set<number>();
  #cancelPanics: () => void = () => {};
  #awake: () => void = () => {};

  constructor(options: OutputThreadOptions) {
    this.#options = options;
    this.#memory = { ring: ringMemory(), sounding: soundingMemory(), statistics: statisticsMemory() };
    this.#ring = new RingWriter(this.#memory.ring);
    this.statistics = new WakeStatistics(this.#memory.statistics);
    this.ready = new Promise((resolve) => {
      this.#awake = resolve;
    });
    this.#supervisor = new Supervisor({
      name: "The output thread",
      room: "output",
      level: "error",
      lost: (reason) => `The output thread died (${reason}); it is started again and every port reopened.`,
      start: (ended) => this.#start(ended),
      time: options.time,
      report: options.report,
    });
    this.#supervisor.start();
    process.on("exit", this.#lastBreath);
  }

  /** Opens a port or target and gives its number. Throws a sentence when there are MAX_LANES already. */
  addLane(order: LaneOrder, listener: LaneListener): number {
    const free = this.#lanes.indexOf(null);
    const lane = free < 0 ? this.#lanes.length : free;
    if (lane >= MAX_LANES)
      throw new Error(`There can be ${MAX_LANES} MIDI outputs and OSC targets; take one out of the show.`);
    this.#lanes[lane] = { listener, orders: [], removed: null };
    this.order({ ...order, lane });
    return lane;
  }

  /** Ends what is on in the lane and closes it; resolves when that is done. */
  removeLane(lane: number): Promise<void> {
    const record = this.#lanes[lane];
    if (record == null || this.#disposed) return Promise.resolve();
    return new Promise((resolve) => {
      record.removed = resolve;
      this.#post({ do: "remove", lane });
    });
  }

  /** Tells the worker something about a lane, and tells a later worker too. */
  order(order: Exclude<OutputOrder, { do: "finish" | "remove" }>): void {
    this.#lanes[order.lane]?.orders.push(order);
    this.#post(order);
  }

  /** See RECORD.pulse; `flags` are FLAG_... of record-ring.ts. @realtime yes */
  pulse(lane: number, key: number, flags: number, at: number, until: number, value: number, id: number): void {
    this.#write(RECORD.pulse, lane, key, flags, at, until, value, id);
  }

  /** See RECORD.revoke. @realtime yes */
  revoke(lane: number, id: number): void {
    this.#write(RECORD.revoke, lane, 0, 0, 0, 0, 0, id);
  }

  /** See RECORD.revokeGrid. @realtime yes */
  revokeGrid(lane: number): void {
    this.#write(RECORD.revokeGrid, lane, 0, 0, 0, 0, 0, 0);
  }

  /** See RECORD.end. @realtime yes */
  end(lane: number, at: Ms): void {
    this.#write(RECORD.end, lane, 0, 0, at, 0, 0, 0);
  }

  /** See RECORD.panic. Of all that is sent this alone is never lost: it is sent until there is room for it. @realtime yes */
  panic(lane: number = ALL_LANES): void {
    if (this.#write(RECORD.panic, lane, 0, 0, 0, 0, 0, 0) || this.#disposed) return;
    const { time } = this.#options;
    this.#waitingPanics.add(lane);
    this.#cancelPanics();
    this.#cancelPanics = time.wake(ms(time.now() + PANIC_AGAIN_MS), () => {
      const lanes = [...this.#waitingPanics];
      this.#waitingPanics.clear();
      for (const waiting of lanes) this.panic(waiting);
    });
  }

  /** See RECORD.clock. @realtime yes */
  clock(lane: number, change: ClockChange): void {
    const { timeline, playing, at } = change;
    const { tempo, originBeats, originMs } = timeline;
    this.#write(RECORD.clock, lane, playing ? CLOCK_PLAYS : CLOCK_STANDS, 0, at, tempo, originBeats, originMs);
  }

  /** No clocks in the lane until the next `clock`. @realtime yes */
  silenceClock(lane: number): void {
    this.#write(RECORD.clock, lane, CLOCK_SILENT, 0, 0, 0, 0, 0);
  }

  /** Ends every note in every lane, closes everything and ends the worker. Calling it twice is harmless. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#cancelPanics();
    process.off("exit", this.#lastBreath);
    await this.#supervisor.dispose();
    this.#lanes.forEach((_, lane) => {
      this.#forget(lane);
    });
  }

  /** The process ends without `dispose`: notes are ended all the same. */
  readonly #lastBreath = (): void => {
    this.panic();
    this.#ring.settle(LAST_BREATH_MS);
  };

  #write(
    kind: number,
    lane: number,
    key: number,
    flags: number,
    at: number,
    until: number,
    value: number,
    id: number,
  ): boolean {
    const full = !this.#ring.write(kind, lane, key, flags, at, until, value, id);
    if (full && !this.#full)
      this.#options.report({
        room: "output",
        level: "error",
        text: "The output thread does not keep up; what is sent now is lost.",
      });
    this.#full = full;
    return !full;
  }

  #post(order: OutputOrder, worker = this.#supervisor.current?.worker): void {
    worker?.postMessage(order);
    this.#ring.nudge();
  }

  #start(ended: (reason: string) => void): OutputLife {
    const { spawn = startWorker, time } = this.#options;
    const worker = spawn(this.#memory);
    worker.on("message", (news: OutputNews) => this.#hear(news));
    const end = endOf(worker);
    void end.then(ended);
    this.#lanes.forEach((lane, index) => {
      for (const order of lane?.orders ?? []) this.#post(order, worker);
      if (lane?.removed != null) this.#post({ do: "remove", lane: index }, worker);
    });
    const kill = async (): Promise<void> => {
      this.#post({ do: "finish" }, worker);
      const cancel = time.wake(ms(time.now() + FAREWELL_MS), () => void worker.terminate());
      await end;
      cancel();
    };
    return { worker, kill };
  }

  #hear(news: OutputNews): void {
    if (news.tell === "ready") {
      this.#awake();
      this.#supervisor.works();
    } else if (news.tell === "report") this.#options.report(news.report);
    else if (news.tell === "removed") this.#forget(news.lane);
    else if (news.tell === "connection") this.#lanes[news.lane]?.listener.connection(news.connection);
    else this.#lanes[news.lane]?.listener.monitored?.(ms(news.at), news.bytes);
  }

  #forget(lane: number): void {
    this.#lanes[lane]?.removed?.();
    this.#lanes[lane] = null;
  }
}

const startWorker = (memory: OutputMemory): Worker =>
  spawnWorker(new URL("./output-worker.ts", import.meta.url), { workerData: memory });
