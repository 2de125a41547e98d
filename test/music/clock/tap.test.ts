import { beforeEach, describe, expect, it } from "vitest";
import { TapTempo } from "../../../server/music/clock/tap.ts";
import { Transport, type TransportChange } from "../../../server/music/clock/transport.ts";
import { Random } from "../../../shared/chance/random.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { FakeClock } from "../../helpers/fake-clock.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("tap tempo", () => {
  let time: VirtualTime;
  let transport: Transport;
  let tap: TapTempo;
  let changes: TransportChange[];

  beforeEach(() => {
    time = new VirtualTime(5000);
    transport = new Transport(time, bpm(120), COMMON_TIME, () => {});
    tap = new TapTempo(time, transport);
    changes = [];
    transport.start();
    transport.onChange((change) => changes.push(change));
  });

  /** Taps at these moments after now, and gives the last result. */
  const tapAt = async (...moments: number[]) => {
    const start = time.now();
    let result = null;
    for (const each of moments) {
      await time.advanceTo(start + each);
      result = tap.tap(time.now());
    }
    return result;
  };

  const every = (period: number, count: number): number[] => Array.from({ length: count }, (_, i) => i * period);

  it("sets the tempo with the third tap, not before", async () => {
    expect(await tapAt(0, 600)).toEqual({ done: "counted", taps: 2 });
    expect(transport.timeline.tempo).toBe(120);
    expect(await tapAt(600)).toMatchObject({ done: "tempo", tempo: expect.closeTo(100, 6) });
    await time.advance(5000);
    expect(transport.timeline.tempo).toBeCloseTo(100, 6);
  });

  it("brings the nearest beats under the taps, by bending: no jump, no step back, the count of beats kept", async () => {
    await time.advance(130);
    const random = new Random(7);
    let before = 0;
    const start = time.now();
    for (let i = 0; i < 24; i++) {
      await time.advanceTo(start + i * 500 + (i === 0 ? 0 : random.gaussian() * 8));
      before = transport.positionAt(time.now());
      tap.tap(time.now());
      for (let j = 0; j < 20; j++) {
        await time.advance(20);
        const now = transport.positionAt(time.now());
        // 20 ms at 120 bpm, and half as much again.
        expect(now - before).toBeGreaterThan(0.02);
        expect(now - before).toBeLessThan(0.06);
        before = now;
      }
    }
    expect(changes.some(({ jumped }) => jumped)).toBe(false);
    // The first tap was 0.26 of a beat after beat 0: that is now a beat, and still the same one.
    await time.advanceTo(start + 24 * 500);
    expect(Math.abs(transport.positionAt(time.now()) - 24)).toBeLessThan(0.04);
  });

  it("is within 1 bpm after nine human taps, whatever the seed", async () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = new Random(seed);
      await tapAt(...every(60_000 / 97, 9).map((at) => 3000 + at + random.gaussian() * 8));
      expect(Math.abs((transport.source.timeline?.tempo ?? 0) - 97)).toBeLessThan(1);
    }
  });

  it("leaves out a bounce, a missed tap and a stray one", async () => {
    expect(await tapAt(...every(500, 4), 1560, 2000, 3000, 3190, 3500, 4000)).toMatchObject({
      done: "tempo",
      tempo: expect.closeTo(120, 6),
    });
  });

  it("takes two strange intervals in a row for another tempo", async () => {
    await tapAt(...every(500, 6));
    await time.advance(350);
    expect(await tapAt(0, 350, 700, 1050)).toMatchObject({ tempo: expect.closeTo(60_000 / 350, 3) });
  });

  it("begins anew after a pause", async () => {
    await tapAt(...every(500, 6));
    await time.advance(2600);
    expect(await tapAt(0)).toEqual({ done: "counted", taps: 1 });
    expect(transport.timeline.tempo).toBeCloseTo(120, 9);
  });

  it("is refused while another sets the tempo, and changes nothing then", async () => {
    const live = new FakeClock();
    live.set(new Timeline(bpm(100), beats(0), ms(5000)), true);
    transport.follow(live);
    expect(await tapAt(...every(500, 6))).toEqual({ done: "refused" });
    expect(transport.timeline.tempo).toBe(100);
  });

  it("does nothing for a drum roll or for moments that go backwards", async () => {
    await tapAt(...every(30, 40));
    for (const at of [900, 200, 5, 5, 5]) tap.tap(ms(at));
    expect(transport.timeline.tempo).toBe(120);
  });
});
