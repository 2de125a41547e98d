import { afterEach, describe, expect, it } from "vitest";
import { wallClockOf } from "../../../server/core/time/monotonic.ts";
import { oscPacket } from "../../../server/io/osc/osc-encoder.ts";
import { OscLane } from "../../../server/io/output/osc-lane.ts";
import type { Report } from "../../../shared/events/report.ts";
import { ms } from "../../../shared/time/units.ts";
import { udpReceiver } from "../../helpers/udp-receiver.ts";

const GOOD = 0;
const TOO_LONG = 1;

const close: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of close.splice(0)) await each();
});

/** A lane to a real receiver, whose system refuses one of its packets: no datagram is that long. */
const rig = async () => {
  const receiver = await udpReceiver();
  const reports: Report[] = [];
  const seen = { now: 0, opened: 0, state: "waiting" };
  const lane = new OscLane({
    host: "127.0.0.1",
    port: receiver.port,
    ahead: ms(0),
    now: () => ms(seen.now),
    wallClockOf,
    opened: () => seen.opened++,
    connection: ({ state }) => {
      seen.state = state;
    },
    report: (report) => reports.push(report),
  });
  close.push(() => lane.dispose(), receiver.close);
  const packet = oscPacket("/antiphon/playing", "f", false);
  lane.setPacket(GOOD, packet);
  lane.setPacket(TOO_LONG, { ...packet, bytes: new Uint8Array(100_000) });
  const pass = (by: number) => {
    seen.now += by;
    lane.look(ms(seen.now));
  };
  pass(0);
  await expect.poll(() => seen.opened).toBe(1);
  return { receiver, reports, seen, lane, pass };
};

describe("an OSC lane", () => {
  it("whose socket can send no more, as when this machine's address has changed, connects anew", async () => {
    const { receiver, seen, lane, pass } = await rig();
    lane.on(TOO_LONG, 1, ms(0));
    await expect.poll(() => seen.state).toBe("waiting");
    expect(lane.open).toBe(false);
    pass(999);
    expect(seen.opened).toBe(1);
    pass(1);
    await expect.poll(() => seen.opened).toBe(2);
    lane.on(GOOD, 1, ms(0));
    await expect.poll(() => receiver.received.length).toBe(1);
  });

  it("is trusted only when it has sent again for a while, and says each change once", async () => {
    const { receiver, reports, seen, lane, pass } = await rig();
    lane.on(TOO_LONG, 1, ms(0));
    lane.on(TOO_LONG, 1, ms(0));
    await expect.poll(() => seen.state).toBe("waiting");
    pass(1000);
    await expect.poll(() => seen.opened).toBe(2);
    pass(1000);
    expect(seen.state).toBe("waiting");
    for (let i = 1; i <= 3; i++) {
      lane.on(GOOD, i, ms(0));
      await expect.poll(() => receiver.received.length).toBe(i);
    }
    pass(1000);
    expect(seen.state).toBe("open");
    expect(reports.map(({ level }) => level)).toEqual(["info", "warning", "info"]);
  });
});
