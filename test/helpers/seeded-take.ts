import type { PerformanceEvent, Sink } from "../../server/core/music/sink.ts";
import { Show } from "../../server/core/show/show.ts";
import { Planner } from "../../server/io/output/planner.ts";
import { Transport, type TransportChange } from "../../server/music/clock/transport.ts";
import type { TakeSource } from "../../server/takes/export/read-music.ts";
import type { TakeRecord } from "../../server/takes/log/record.ts";
import { newHeader, type TakeHeader } from "../../server/takes/take-header.ts";
import { Random } from "../../shared/chance/random.ts";
import { DRUMS } from "../../shared/music/drums.ts";
import { beatsPerBar, startOfBar } from "../../shared/time/metre.ts";
import { beats, bpm, type Ms, ms } from "../../shared/time/units.ts";
import { aCue } from "./cue.ts";
import { VirtualTime } from "./virtual-time.ts";

/** What a seeded take is made of. */
export interface SeededTake extends TakeSource {
  readonly all: readonly TakeRecord[];
  /** What an output without lookahead was sent, with the moment it was due: what really sounded and was shown. */
  readonly sent: readonly PerformanceEvent[];
}

export const HEADER = (from: number, to: number | null, voices: readonly object[] = VOICES): TakeHeader =>
  newHeader({
    antiphon: "0.1.0",
    protocol: 1,
    show: Show.parse({ name: "Abend", voices }),
    showFile: null,
    seed: 1,
    run: 1,
    began: "2026-11-29T20:00:00+02:00",
    from: ms(from),
    to: to === null ? null : ms(to),
    whole: true,
  });

const VOICES = [
  { name: "drummer", kind: "live" },
  { name: "model1", listensTo: ["drummer"] },
  { name: "video", listensTo: ["model1"], sounds: false },
];

/** Answers `records` of lines in memory as the reader of takes does: first what is true, then what follows. */
export const recordsOf = (all: readonly TakeRecord[]) =>
  async function* (from: Ms = ms(Number.NEGATIVE_INFINITY), to: Ms = ms(Number.POSITIVE_INFINITY)) {
    const before = all.filter((record) => record.at < from);
    const transport = before.findLast(({ kind }) => kind === "transport");
    if (transport !== undefined) yield transport;
    for (const record of before.filter(({ kind }) => kind === "cue").slice(-4)) yield record;
    for (const record of all) if (record.at >= from && record.at <= to) yield record;
  };

export const transportRecord = (change: TransportChange): TakeRecord => {
  const { playing, rest, timeline, metre, at, jumped } = change;
  const { tempo, originBeats, originMs } = timeline;
  return { kind: "transport", at, playing, rest, tempo, originBeats, originMs, metre, jumped };
};

/**
 * Some minutes of an evening by the real transport and the real planner, in virtual time: live hits at any moment,
 * answers a bar ahead with notes up to the last moment, tempi that change under them, other metres, stops and starts,
 * notes taken back, panics, cues, and marks in all scripts.
 */
export const seededTake = async (seed: number, seconds = 90): Promise<SeededTake> => {
  const random = new Random(seed, "take");
  const time = new VirtualTime(1000 + random.next() * 5000);
  const begun = time.now();
  const all: TakeRecord[] = [];
  const sent: PerformanceEvent[] = [];
  const sink: Sink = {
    name: "what sounds",
    lookahead: ms(0),
    send: (event) => void sent.push(event),
    revoke: () => {},
    panic: () => {},
    dispose: async () => {},
  };
  const report = (): void => {};
  const transport = new Transport(time, bpm(60 + random.integer(140)), { numerator: 4, denominator: 4 }, report);
  const planner = new Planner({ time, sinks: [sink], transport: transport.change, report });
  all.push(transportRecord(transport.change));
  transport.onChange((change) => {
    all.push(transportRecord(change));
    planner.setTransport(change);
  });
  let id = 0;
  let cue = 0;
  const ids: number[] = [];
  const one = <T>(of: readonly T[]): T => of[random.integer(of.length)]!;
  const velocity = (): number => 1 + random.integer(127);
  const acts: (() => void)[] = [
    () => void transport.setTempo(bpm(40 + random.integer(200))),
    () =>
      void transport.setTempo(
        bpm(Math.min(240, Math.max(40, transport.timeline.tempo * (0.97 + 0.06 * random.next())))),
      ),
    () => transport.setMetre({ numerator: 2 + random.integer(8), denominator: one([4, 8, 16]) }),
    () => transport.nudge(ms(random.integer(60) - 30)),
    () => {
      all.push({ kind: "order", at: time.now(), order: 1, command: { do: "panic" }, origin: "desk" });
      planner.panic();
    },
    () => transport.stop(),
    () => transport.start(),
    () => {
      const notes = ids.slice(-5).filter(() => random.next() < 0.5);
      all.push({ kind: "revoke", at: time.now(), notes });
      planner.revoke(notes);
    },
    () =>
      all.push({ kind: "mark", at: time.now(), words: one(["refrain", "ドラム", "=1+1", 'Ruhe, "bitte"', "🥁 <b>"]) }),
    () => {
      const { timeline } = transport;
      const beat = beats(timeline.toBeats(time.now()) + 1 + random.integer(4));
      const next = aCue({ id: ++cue, beat, at: timeline.toMs(beat), scene: one(["ink", "halo"]), seed: cue >> 1 });
      all.push({ kind: "cue", at: time.now(), cue: next });
      planner.cue(next);
    },
  ];
  const hit = (): void => {
    const at = time.now();
    const note = {
      id: ++id,
      voice: "drummer",
      drum: one(DRUMS),
      velocity: velocity(),
      beat: transport.timeline.toBeats(at),
    };
    const whole = { ...note, duration: beats(0.25), surprise: null, live: true, at } as const;
    all.push({ kind: "hit", at, source: "pad", hit: { drum: note.drum, velocity: note.velocity, at } });
    all.push({ kind: "live", at, note: whole });
    planner.live(whole);
  };
  const answer = (): void => {
    const { timeline, metre } = transport;
    const bar = Math.floor(timeline.toBeats(time.now()) / beatsPerBar(metre)) + 1;
    const steps = beatsPerBar(metre) * 4;
    const notes = Array.from({ length: 6 }, () => {
      const beat = beats(startOfBar(bar, metre) + random.integer(steps) / 4 + one([0, 0, random.next() * 0.1 - 0.05]));
      ids.push(++id);
      const rest = { duration: beats(one([0.25, 0.1, 2])), surprise: random.next() * 3, live: false } as const;
      return { id, voice: one(["model1", "video"]), drum: one(DRUMS), velocity: velocity(), beat, ...rest };
    });
    for (const note of notes) all.push({ kind: "plan", at: time.now(), note });
    planner.plan(notes);
  };
  transport.start();
  const end = time.now() + seconds * 1000;
  while (time.now() < end) {
    await time.advance(random.next() * 400);
    if (random.next() < 0.7) hit();
    if (random.next() < 0.2) answer();
    if (random.next() < 0.12) one(acts)();
    if (!transport.playing && random.next() < 0.3) transport.start();
  }
  await time.advance(20_000);
  transport.dispose();
  planner.dispose();
  const from = begun + random.next() * seconds * 300;
  const header = HEADER(from, end - random.next() * seconds * 100);
  return { name: "Kvöld №1", header, all, sent, records: recordsOf(all) };
};
