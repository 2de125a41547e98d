import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Random } from "../../../shared/chance/random.ts";
import type { Reporter } from "../../../shared/events/report.ts";
import type { Note } from "../../../shared/music/note.ts";
import { beats, type Ms } from "../../../shared/time/units.ts";
import { journalOf } from "../../app/ensemble/lines.ts";
import { monotonicNow } from "../../core/time/monotonic.ts";
import type { TakeRecord } from "../../takes/log/record.ts";
import { openLog } from "./bench-log.ts";
import { busyLine, firstLine } from "./busy-band.ts";
import { type Figure, figure, type Measure } from "./measure.ts";
import { percentile } from "./percentile.ts";
import { hourOfTake } from "./take-hour.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

const PER_SECOND = 100;
/** Recorded in real time and not recorded, by turns. */
const WARM_UP_SECONDS = 3;
const TURN_SECONDS = 4;
const TURNS = 4;
/** What is true in the default show, each a line of a hundred characters. */
const STATE_LINES = 105;
/** A second's events come in so many parts. */
const PARTS = 20;
const HITS = 4000;

/** What it costs to write everything down, how large an hour is, and how soon one stands anywhere in it. */
export const takes: Measure = {
  name: "takes",
  about: `a band of ${PER_SECOND} events a second is recorded, against the same not recorded; an hour of it, and moments in it`,
  run: (report) =>
    withTemporaryFolder(async (folder) => [
      ...(await cost(join(folder, "cost"), report)),
      ...(await hitsBeside(join(folder, "hits"), report)),
      ...(await hourOfTake(join(folder, "hour"))),
    ]),
};

/** Processor time of the whole process, workers included, and how long the main thread was held at a time, by turns. */
const cost = async (folder: string, report: Reporter): Promise<Figure[]> => {
  const log = openLog(folder, report);
  const random = new Random(1, "bench");
  let number = 0;
  /** Microseconds of processor time for a band whose lines go to `push`. */
  const play = async (seconds: number, push: (line: TakeRecord) => void): Promise<number> => {
    const before = process.cpuUsage();
    for (let part = 0; part < seconds * PARTS; part++) {
      for (let line = 0; line < PER_SECOND / PARTS; line++) push(busyLine(random, ++number, log.now()));
      await pause(1000 / PARTS);
    }
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const held = { written: [] as number[], plain: [] as number[] };
  const timed = (which: keyof typeof held, act: () => void): void => {
    const begun = monotonicNow();
    act();
    held[which].push(monotonicNow() - begun);
  };
  try {
    for (const line of wholeState(log.now())) log.push(line);
    await play(WARM_UP_SECONDS, (line) => log.push(line));
    const used = { written: 0, plain: 0 };
    for (let turn = 0; turn < TURNS; turn++) {
      used.plain += await play(TURN_SECONDS, (line) => timed("plain", () => JSON.stringify(line)));
      used.written += await play(TURN_SECONDS, (line) => timed("written", () => log.push(line)));
    }
    const beginning: number[] = [];
    for (let turn = 0; turn < 500; turn++) {
      const begun = monotonicNow();
      log.begin(log.now());
      beginning.push(monotonicNow() - begun);
      await pause(10);
    }
    const share = (100 * (used.written - used.plain)) / (TURNS * TURN_SECONDS * 1e6);
    const p99 = percentile(held.written, 0.99);
    const base99 = percentile(held.plain, 0.99);
    const file99 = percentile(beginning, 0.99);
    return [
      figure("recording, of a core, more than making the lines", share, "%", "< 2", share < 2),
      figure("main thread held for a line, p50", percentile(held.written, 0.5), "ms"),
      figure("main thread held for a line, p99", p99, "ms", "< 0.1", p99 < 0.1),
      figure("main thread held for a line, longest", Math.max(...held.written), "ms"),
      figure("JSON.stringify alone, longest", Math.max(...held.plain), "ms"),
      figure("the same against JSON.stringify alone", p99 / base99, "x"),
      figure("main thread held for a new file, once a minute, p50", percentile(beginning, 0.5), "ms"),
      figure("main thread held for a new file, once a minute, p99", file99, "ms", "< 0.1", file99 < 0.1),
    ];
  } finally {
    await log.dispose();
  }
};

/** As many lines of state as the default show has, so that a new file begins with as much. */
const wholeState = (at: Ms): TakeRecord[] => [
  firstLine(at),
  ...Array.from({ length: STATE_LINES }, (_, index): TakeRecord => {
    const path = `voice/model${index}/temperature`;
    return { kind: "control", at, path, value: { numerator: 4, denominator: 4 }, by: null };
  }),
];

/** A live note that is written down beside one that is not, by turns. */
const hitsBeside = async (folder: string, report: Reporter): Promise<Figure[]> => {
  const log = openLog(folder, report);
  const journal = journalOf((line) => log.push(line));
  const outAt = { written: [] as number[], plain: [] as number[] };
  const doneAt = { written: [] as number[], plain: [] as number[] };
  let out = 0;
  /** A sink that does as little as can be done. */
  const live = (): void => {
    out = monotonicNow();
  };
  try {
    for (let hit = 0; hit < 2 * HITS; hit++) {
      const which = hit % 2 === 0 ? "written" : "plain";
      const at = monotonicNow();
      const note: Note = {
        id: hit,
        voice: "drummer",
        drum: "snare",
        velocity: 100,
        beat: beats(at / 500),
        duration: beats(0.25),
        at,
        surprise: null,
        live: true,
      };
      if (which === "written") journal.came({ kind: "hit", at, source: "bench", hit: note });
      live();
      if (which === "written") journal.live(note);
      outAt[which].push(out - at);
      doneAt[which].push(monotonicNow() - at);
      if (hit % 20 === 0) await pause(2);
    }
    const added = percentile(outAt.written, 0.99) - percentile(outAt.plain, 0.99);
    const whole = percentile(doneAt.written, 0.99) - percentile(doneAt.plain, 0.99);
    return [
      figure("a live note is out later by, p99 against one that is not recorded", added, "ms", "< 0.1", added < 0.1),
      figure("the main thread is free later by, p99", whole, "ms", "< 0.1", whole < 0.1),
    ];
  } finally {
    await log.dispose();
  }
};
