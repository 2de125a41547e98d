import { describe, expect, it } from "vitest";
import type { PerformanceEvent, Sink } from "../../../server/core/music/sink.ts";
import { Planner, type PlannerTransport } from "../../../server/io/output/planner.ts";
import { Random } from "../../../shared/chance/random.ts";
import type { Report } from "../../../shared/events/report.ts";
import type { Note, PlannedNote } from "../../../shared/music/note.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { aCue } from "../../helpers/cue.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

/** Writes down what it is sent and when. */
class DiarySink implements Sink {
  readonly name = "diary";
  readonly lookahead;
  readonly retimes;
  readonly events: { readonly told: number; readonly event: PerformanceEvent }[] = [];
  readonly revoked: number[] = [];
  panics = 0;
  readonly #time: VirtualTime;
  constructor(time: VirtualTime, lookahead = 100, retimes = false) {
    this.#time = time;
    this.lookahead = ms(lookahead);
    this.retimes = retimes;
  }
  send(event: PerformanceEvent): void {
    this.events.push({ told: this.#time.now(), event });
  }
  revoke(noteIds: readonly number[]): void {
    this.revoked.push(...noteIds);
  }
  panic(): void {
    this.panics++;
  }
  async dispose(): Promise<void> {}

  /** [when it was told, id, when it is due] */
  notes() {
    return this.events.flatMap(({ told, event }) =>
      event.kind === "note" ? [[told, event.note.id, Math.round(event.at * 1000) / 1000]] : [],
    );
  }
  beats() {
    return this.events.flatMap(({ event }) => (event.kind === "beat" ? [event] : []));
  }
}

const note = (id: number, beat: number): PlannedNote => ({
  id,
  voice: "model1",
  drum: "snare",
  velocity: 100,
  beat: beats(beat),
  duration: beats(0.25),
  surprise: 1,
  live: false,
});
const state = (at: number, changes: Partial<PlannerTransport> = {}): PlannerTransport => ({
  playing: true,
  timeline: new Timeline(bpm(120), beats(0), ms(0)),
  metre: COMMON_TIME,
  at: ms(at),
  jumped: false,
  ...changes,
});
const rig = (options: { sinks?: (time: VirtualTime) => Sink[]; transport?: PlannerTransport } = {}) => {
  const time = new VirtualTime();
  const sink = new DiarySink(time);
  const reports: Report[] = [];
  const sinks = options.sinks?.(time) ?? [sink];
  const planner = new Planner({
    time,
    sinks,
    transport: options.transport ?? state(0),
    report: (report) => reports.push(report),
  });
  return { time, sink, sinks, planner, reports };
};

describe("the planner", () => {
  it("tells a sink of the transport before anything else", () => {
    expect(rig().sink.events[0]!.event).toMatchObject({ kind: "transport", playing: true });
  });

  it("hands each note on as long before it is due as the sink wants, by the timeline in force", async () => {
    const { time, sink, planner } = rig();
    planner.plan([note(1, 4), note(2, 2)]);
    await time.advanceTo(3000);
    expect(sink.notes()).toEqual([
      [900, 2, 1000],
      [1900, 1, 2000],
    ]);
  });

  it("serves each sink by its own lookahead, in the order of beats", async () => {
    const { time, planner, sinks } = rig({ sinks: (t) => [new DiarySink(t, 0), new DiarySink(t, 700)] });
    planner.plan([note(3, 3), note(1, 1), note(2, 2)]);
    await time.advanceTo(5000);
    const told = sinks.map((sink) => (sink as DiarySink).notes().map(([at, id]) => [at, id]));
    expect(told).toEqual([
      [
        [500, 1],
        [1000, 2],
        [1500, 3],
      ],
      [
        [0, 1],
        [300, 2],
        [800, 3],
      ],
    ]);
  });

  it("hands a note that is due sooner than the lookahead on at once", () => {
    const { sink, planner } = rig();
    planner.plan([note(1, 0.1)]);
    expect(sink.notes()).toEqual([[0, 1, 50]]);
  });

  it("lets live notes pass at once, as they are", () => {
    const { sink, planner } = rig();
    const live: Note = { ...note(9, 77), live: true, at: ms(-3) };
    planner.live(live);
    expect(sink.events.at(-1)).toEqual({ told: 0, event: { kind: "note", at: -3, note: live } });
  });

  it("moves everything that has not landed when the tempo changes, and nothing that has", async () => {
    const { time, sink, planner } = rig();
    planner.plan([note(1, 1.9), note(2, 2.1), note(3, 4)]);
    await time.advanceTo(1000);
    expect(sink.notes()).toEqual([
      [850, 1, 950],
      [950, 2, 1050],
    ]);
    const slower = new Timeline(bpm(120), beats(0), ms(0)).withTempo(bpm(60), ms(1000));
    planner.setTransport(state(1000, { timeline: slower }));
    await time.advanceTo(5000);
    expect(sink.notes().slice(2)).toEqual([
      [1000, 2, 1100],
      [2900, 3, 3000],
    ]);
  });

  it("leaves the moving to a sink that moves things by itself", async () => {
    const { time, planner, sinks } = rig({ sinks: (t) => [new DiarySink(t, 1000, true)] });
    const sink = sinks[0] as DiarySink;
    planner.plan([note(1, 1)]);
    planner.setTransport(state(0, { timeline: new Timeline(bpm(100), beats(0), ms(0)) }));
    await time.advanceTo(3000);
    expect(sink.notes()).toHaveLength(1);
  });

  it("announces every beat once, whatever the tempo does", async () => {
    const { time, sink, planner } = rig({ sinks: undefined as never });
    const random = new Random(11);
    let timeline = new Timeline(bpm(120), beats(0), ms(0));
    for (let now = 37; now < 30_000; now += 37) {
      await time.advanceTo(now);
      timeline = timeline.withTempo(bpm(100 + 140 * random.next()), ms(now));
      planner.setTransport(state(now, { timeline }));
    }
    // What a sink lands: a beat sent again moves, unless its moment is past.
    const landed = new Map<number, number>();
    for (const { told, event } of sink.events)
      if (event.kind === "beat" && !((landed.get(event.beat) ?? Number.POSITIVE_INFINITY) <= told))
        landed.set(event.beat, event.at);
    const order = [...landed.keys()];
    expect(order).toEqual(Array.from(order, (_, i) => i));
    expect(order.length).toBeGreaterThan(60);
    const times = [...landed.values()];
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it("announces bar lines of any metre", async () => {
    const { time, sink } = rig({ transport: state(0, { metre: { numerator: 7, denominator: 8 } }) });
    await time.advanceTo(4000);
    const found = sink.beats().map(({ beat, bar, at }) => [beat, bar, at]);
    expect(found.slice(0, 6)).toEqual([
      [0, 0, 0],
      [1, 0, 500],
      [2, 0, 1000],
      [3, 0, 1500],
      [3.5, 1, 1750],
      [4.5, 1, 2250],
    ]);
  });

  it("announces no beats while the transport stands, and drops notes", async () => {
    const { time, sink, planner } = rig({ transport: state(0, { playing: false }) });
    planner.plan([note(1, 1)]);
    await time.advanceTo(4000);
    expect(sink.events).toHaveLength(1);
  });

  it("takes everything back at a stop, and begins anew at a start", async () => {
    const { time, sink, planner } = rig();
    planner.plan([note(1, 1), note(2, 1.5), note(3, 1.7), note(4, 8)]);
    await time.advanceTo(740);
    planner.setTransport(state(740, { playing: false }));
    expect(sink.revoked).toEqual([2]);
    await time.advanceTo(6000);
    expect(sink.notes().map(([, id]) => id)).toEqual([1, 2]);
    planner.setTransport(state(6000, { timeline: new Timeline(bpm(120), beats(0), ms(6000)), jumped: true }));
    await time.advanceTo(7000);
    expect(sink.beats().map(({ beat, at }) => [beat, at])).toEqual([
      [0, 0],
      [1, 500],
      [0, 6000],
      [1, 6500],
      [2, 7000],
    ]);
  });

  it("announces beat 0, once, when it hears of the jump there a moment after it", async () => {
    const { time, sink, planner } = rig({ transport: state(0, { playing: false }) });
    await time.advanceTo(1000.5);
    const timeline = new Timeline(bpm(120), beats(0), ms(1000));
    planner.setTransport(state(1000.5, { timeline, jumped: true }));
    await time.advanceTo(1010);
    planner.setTransport(state(1010, { timeline, jumped: true }));
    await time.advanceTo(2000);
    expect(sink.beats().map(({ beat, bar, at }) => [beat, bar, at])).toEqual([
      [0, 0, 1000],
      [1, 0, 1500],
      [2, 0, 2000],
    ]);
  });

  it("announces no beat 0 that has long been, nor one because of a panic", async () => {
    const { time, sink, planner } = rig({ transport: state(0, { playing: false }) });
    await time.advanceTo(50);
    planner.setTransport(state(50, { jumped: true }));
    await time.advanceTo(600);
    planner.setTransport(state(600, { timeline: new Timeline(bpm(120), beats(0), ms(600)), jumped: true }));
    await time.advanceTo(610);
    planner.panic();
    await time.advanceTo(900);
    expect(sink.beats().map(({ beat, at }) => [beat, at])).toEqual([
      [1, 500],
      [0, 600],
    ]);
  });

  it("takes back revoked notes, from sinks that have them and from its own plan", async () => {
    const { time, sink, planner } = rig();
    planner.plan([note(1, 0.1), note(2, 4), note(3, 4)]);
    planner.revoke([1, 2, 99]);
    await time.advanceTo(4000);
    expect(sink.revoked).toEqual([1]);
    expect(sink.notes().map(([, id]) => id)).toEqual([1, 3]);
  });

  it("drops a note that is more than 30 ms late, counts it once, and hands one on that is less", () => {
    const time = new VirtualTime(1000);
    const sinks = [new DiarySink(time), new DiarySink(time)];
    const planner = new Planner({ time, sinks, transport: state(1000), report: () => {} });
    planner.plan([note(1, 1.9), note(2, 1.95)]);
    expect(planner.lateDropped).toBe(1);
    for (const sink of sinks) expect(sink.notes()).toEqual([[1000, 2, 975]]);
  });

  it("hands cues on ahead and moves them; at once while the transport stands", async () => {
    const { time, sink, planner } = rig();
    const cue = aCue({ id: 5, beat: beats(4) });
    planner.cue(cue);
    await time.advanceTo(1950);
    planner.setTransport(state(1950, { timeline: new Timeline(bpm(60), beats(3.9), ms(1950)) }));
    const cues = () => sink.events.flatMap(({ event }) => (event.kind === "cue" ? [event.cue.at] : []));
    expect(cues().map(Math.round)).toEqual([2000, 2050]);
    planner.setTransport(state(1960, { playing: false }));
    planner.cue({ ...cue, at: ms(1234) });
    expect(cues().at(-1)).toBe(1234);
  });

  it("on panic forgets what is planned and tells every sink, and the beats go on", async () => {
    const { time, sink, planner } = rig();
    planner.plan([note(1, 0.1), note(2, 4)]);
    await time.advanceTo(600);
    planner.panic();
    expect(sink.panics).toBe(1);
    await time.advanceTo(2000);
    expect(sink.notes().map(([, id]) => id)).toEqual([1]);
    expect(sink.beats().map(({ beat }) => beat)).toEqual([0, 1, 2, 3, 4]);
  });

  it("reports a sink that throws and serves the others", async () => {
    const broken = (time: VirtualTime): Sink =>
      Object.assign(new DiarySink(time), {
        name: "broken",
        send: () => {
          throw new Error("no");
        },
        panic: () => {
          throw new Error("no");
        },
        revoke: () => {
          throw new Error("no");
        },
      });
    const { time, planner, sinks, reports } = rig({ sinks: (t) => [broken(t), new DiarySink(t)] });
    planner.plan([note(1, 0.1), note(2, 0.11)]);
    planner.live({ ...note(3, 0), live: true, at: ms(0) });
    planner.revoke([1]);
    planner.panic();
    await time.advanceTo(1000);
    const good = sinks[1] as DiarySink;
    expect(good.notes().map(([, id]) => id)).toEqual([1, 2, 3]);
    expect([good.panics, good.revoked]).toEqual([1, [1]]);
    expect(new Set(reports.map(({ text }) => text))).toEqual(new Set(["broken failed: no; the others go on."]));
  });

  it("hands out nothing once it is disposed of", async () => {
    const { time, sink, planner } = rig();
    planner.plan([note(1, 4)]);
    planner.dispose();
    await time.advanceTo(10_000);
    expect(sink.notes()).toEqual([]);
  });
});
