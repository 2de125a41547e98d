import { describe, expect, it } from "vitest";
import { ClockOut } from "../../../server/io/output/clock-out.ts";
import { MidiSink } from "../../../server/io/output/midi-sink.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import { bpm, ms } from "../../../shared/time/units.ts";
import { FakeLanes } from "../../helpers/fake-lanes.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const NAMES: Readonly<Record<number, string>> = { 250: "start", 251: "continue", 252: "stop" };
/** At 120 bpm. */
const TICK_MS = 500 / 24;
const THREE_FOUR = { numerator: 3, denominator: 4 };
const FIVE_EIGHT = { numerator: 5, denominator: 8 };

/** A transport in 4/4 and a follower of its clock, from a start at 0 on. */
const rig = () => {
  const time = new VirtualTime();
  const transport = new Transport(time, bpm(120), { numerator: 4, denominator: 4 }, () => {});
  const lanes = new FakeLanes();
  const pause = ms(500);
  const sink = new MidiSink({
    thread: lanes,
    port: { named: "Kit" },
    channels: {},
    offset: ms(0),
    clock: { pause },
    report: () => {},
  });
  const orders: string[] = [];
  /** Moments of the clocks since the last Start or Continue. */
  let clocks: number[] = [];
  const clock = new ClockOut((bytes) => {
    if (bytes[0] === 248) clocks.push(time.now());
    else orders.push(NAMES[bytes[0]!] ?? `position ${bytes[1]! + 128 * bytes[2]!}`);
    if (bytes[0] === 250 || bytes[0] === 251) clocks = [];
  }, pause);
  lanes.connect("Kit", "open");
  const pass = () => {
    for (const change of lanes.clocks.splice(0)) if (change !== null) clock.set(change);
  };
  sink.send({ kind: "transport", ...transport.change });
  transport.onChange((change) => {
    sink.send({ kind: "transport", ...change });
    pass();
  });
  transport.start();
  const runTo = async (until: number) => {
    for (let now = time.now() + 1; now <= until; now++) {
      await time.advanceTo(now);
      while (clock.due <= now) clock.act(ms(now));
    }
  };
  return { transport, runTo, orders, clocks: () => clocks };
};

describe("what followers of MIDI clock count", () => {
  it("goes on through changes of metre: nobody has to stop and locate", async () => {
    const { transport, runTo, orders, clocks } = rig();
    await runTo(3000);
    transport.setMetre(THREE_FOUR);
    await runTo(6000);
    transport.setMetre(FIVE_EIGHT);
    await runTo(10_000);
    expect(transport.metre).toEqual(FIVE_EIGHT);
    expect(orders).toEqual(["start"]);
    expect(Math.abs(clocks().length - 10_000 / TICK_MS)).toBeLessThanOrEqual(1);
  });

  it("is continued after a stop where it was left, though our beats have other numbers", async () => {
    const { transport, runTo, orders, clocks } = rig();
    await runTo(3000);
    transport.setMetre(THREE_FOUR);
    await runTo(6100);
    transport.stop();
    await runTo(9000);
    transport.continue();
    await runTo(11_000);
    const played = 6100 + (clocks()[0]! - 9000);
    expect(orders).toEqual(["start", "stop", `position ${Math.round(played / TICK_MS / 6)}`, "continue"]);
  });

  it("stops at the bar's beginning when a stop takes another metre there", async () => {
    const { transport, runTo, orders, clocks } = rig();
    await runTo(5100);
    transport.setMetre(THREE_FOUR);
    transport.stop();
    await runTo(9000);
    transport.continue();
    await runTo(11_000);
    const played = 4000 + (clocks()[0]! - 9000);
    expect(orders).toEqual(["start", "stop", `position ${Math.round(played / TICK_MS / 6)}`, "continue"]);
  });

  it("begins anew with a start, also with one that takes another metre", async () => {
    const { transport, runTo, orders, clocks } = rig();
    await runTo(3000);
    transport.setMetre(THREE_FOUR);
    await runTo(6100);
    transport.start();
    await runTo(8000);
    transport.setMetre(FIVE_EIGHT);
    transport.start();
    await runTo(8600);
    transport.setMetre(THREE_FOUR);
    transport.start();
    await runTo(10_600);
    expect(orders).toEqual(["start", "stop", "start", "stop", "start", "stop", "start"]);
    expect(Math.abs(clocks().length - 2000 / TICK_MS)).toBeLessThanOrEqual(1);
  });
});
