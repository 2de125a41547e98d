import { beforeEach, describe, expect, it } from "vitest";
import type { PerformanceEvent, Sink } from "../../../server/core/music/sink.ts";
import { Planner } from "../../../server/io/output/planner.ts";
import type { ClockSelection } from "../../../server/music/clock/clock-selection.ts";
import { clockCommands } from "../../../server/music/clock/commands.ts";
import { CLICK_DRUMS, Metronome } from "../../../server/music/clock/metronome.ts";
import { Rehearsal } from "../../../server/music/clock/rehearsal.ts";
import { StepTicker } from "../../../server/music/clock/step-ticker.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import { Random } from "../../../shared/chance/random.ts";
import type { CommandOf } from "../../../shared/controls/controls.ts";
import { COMMON_TIME, type Metre } from "../../../shared/time/metre.ts";
import { bpm, ms } from "../../../shared/time/units.ts";
import { FakeClock } from "../../helpers/fake-clock.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("count-in and metronome", () => {
  let time: VirtualTime;
  let transport: Transport;
  let rehearsal: Rehearsal;
  let sent: PerformanceEvent[];
  let steps: number[];
  let order: ReturnType<typeof clockCommands>;

  beforeEach(() => {
    time = new VirtualTime(1000);
    const fail = (): never => expect.fail();
    transport = new Transport(time, bpm(120), COMMON_TIME, fail);
    rehearsal = new Rehearsal({ metronome: false, level: 1, countIn: 0 }, fail);
    sent = [];
    steps = [];
    const sink: Sink = {
      name: "clicks",
      lookahead: ms(0),
      send: (event) => void sent.push(event),
      revoke: () => {},
      panic: () => {},
      dispose: async () => {},
    };
    const planner = new Planner({ time, sinks: [sink], transport: transport.change, report: fail });
    transport.onChange((change) => planner.setTransport(change));
    const metronome = new Metronome({ time, music: transport, rehearsal, plan: (notes) => planner.plan(notes) });
    expect(metronome).toBeDefined();
    new StepTicker(time, transport, fail).onStep((step) => steps.push(step));
    order = clockCommands(transport, {} as ClockSelection, rehearsal);
  });

  /** [beat, whether it is that of a bar line] */
  const clicked = (): [number, boolean][] =>
    sent.flatMap((event): [number, boolean][] =>
      event.kind === "note" ? [[event.note.beat, event.note.drum === CLICK_DRUMS[0]]] : [],
    );
  const bars = (from: number, to: number, { numerator, denominator }: Metre): [number, boolean][] =>
    Array.from({ length: ((to - from) * denominator) / 4 }, (_, i) => [
      from + (i * 4) / denominator,
      i % numerator === 0,
    ]);

  it("counts the bars in that were asked for, and bar 1 begins when they are over", async () => {
    order["count-in"]({ do: "count-in", bars: 2 });
    order.start({ do: "start" });
    expect(transport.positionAt(time.now())).toBe(-8);
    await time.advance(3999);
    expect(steps).toEqual([]);
    expect(clicked()).toEqual(bars(-8, 0, COMMON_TIME));
    await time.advance(1001);
    expect(transport.positionAt(time.now())).toBeCloseTo(2, 9);
    expect(steps[0]).toBe(0);
    // The metronome is off: from bar 1 on the music is alone.
    expect(clicked()).toEqual(bars(-8, 0, COMMON_TIME));
  });

  it("clicks on every beat of the metre while it is on, whatever the tempo does", async () => {
    const random = new Random(5, "tempi");
    const metres: readonly Pick<CommandOf<"metre">, "numerator" | "denominator">[] = [
      { numerator: 4, denominator: 4 },
      { numerator: 6, denominator: 8 },
      { numerator: 5, denominator: 4 },
    ];
    for (const metre of metres) {
      transport.stop();
      order.metre({ do: "metre", ...metre });
      order.metronome({ do: "metronome", on: true });
      sent.length = 0;
      order.start({ do: "start" });
      for (let i = 0; i < 40; i++) {
        await time.advance(random.next() * 300);
        transport.setTempo(bpm(60 + random.integer(180)));
      }
      const heard = clicked();
      expect(heard.length).toBeGreaterThan(10);
      const length = 4 / metre.denominator;
      expect(heard).toEqual(bars(0, heard.length * length, metre));
    }
  });

  it("falls silent when it is switched off, at level 0, and with a stop", async () => {
    order.metronome({ do: "metronome", on: true });
    order.start({ do: "start" });
    await time.advance(1100);
    order.metronome({ do: "metronome", on: false });
    await time.advance(3000);
    expect(clicked().length).toBe(3);
    order.metronome({ do: "metronome", on: true });
    order["metronome-level"]({ do: "metronome-level", level: 0 });
    await time.advance(3000);
    expect(clicked().length).toBe(3);
    order["metronome-level"]({ do: "metronome-level", level: 0.5 });
    transport.stop();
    await time.advance(3000);
    expect(clicked().length).toBe(3);
  });

  it("counts nothing in where another clock leads", async () => {
    const clock = new FakeClock();
    transport.follow(clock);
    order["count-in"]({ do: "count-in", bars: 2 });
    order.start({ do: "start" });
    expect(transport.positionAt(time.now())).toBeGreaterThan(-4);
  });
});
