import { beforeEach, describe, expect, it } from "vitest";
import { StepTicker } from "../../../server/music/clock/step-ticker.ts";
import { Transport } from "../../../server/music/clock/transport.ts";
import { Random } from "../../../shared/chance/random.ts";
import { COMMON_TIME } from "../../../shared/time/metre.ts";
import { bpm, ms } from "../../../shared/time/units.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("the step ticker", () => {
  let time: VirtualTime;
  let transport: Transport;
  let ticker: StepTicker;
  let heard: { step: number; at: number }[];

  beforeEach(() => {
    time = new VirtualTime(1000);
    transport = new Transport(time, bpm(120), COMMON_TIME, () => {});
    ticker = new StepTicker(time, transport, () => {});
    heard = [];
    ticker.onStep((step) => heard.push({ step, at: time.now() }));
  });

  it("is silent until the transport plays", async () => {
    await time.advance(1000);
    expect(heard).toEqual([]);
  });

  it("closes each window half a step after its step", async () => {
    transport.start();
    await time.advance(500);
    expect(heard).toEqual([
      { step: 0, at: 1062.5 },
      { step: 1, at: 1187.5 },
      { step: 2, at: 1312.5 },
      { step: 3, at: 1437.5 },
    ]);
  });

  it("stops with the transport and goes on with the step that was open", async () => {
    transport.start();
    await time.advance(200);
    transport.stop();
    await time.advance(1000);
    expect(heard.map(({ step }) => step)).toEqual([0, 1]);
    transport.continue();
    await time.advance(125);
    expect(heard.map(({ step }) => step)).toEqual([0, 1, 2]);
  });

  it("begins anew on a new start", async () => {
    transport.start();
    await time.advance(700);
    heard.length = 0;
    transport.start();
    await time.advance(200);
    expect(heard.map(({ step }) => step)).toEqual([0, 1]);
  });

  it("follows a change of tempo within the step", async () => {
    transport.start();
    await time.advance(62.5 + 62.5);
    transport.setTempo(bpm(60));
    await time.advance(125);
    expect(heard).toEqual([
      { step: 0, at: 1062.5 },
      { step: 1, at: 1250 },
    ]);
  });

  it("closes windows it slept through late but in order", async () => {
    const drowsy = { now: () => time.now(), wake: (at: number, run: () => void) => time.wake(ms(at + 600), run) };
    const tardy = new StepTicker(drowsy, transport, () => {});
    const steps: { step: number; at: number }[] = [];
    tardy.onStep((step) => steps.push({ step, at: time.now() }));
    transport.start();
    await time.advance(700);
    expect(steps).toEqual([0, 1, 2, 3, 4].map((step) => ({ step, at: 1662.5 })));
  });

  it("does not disturb the order of steps when a listener changes the tempo", async () => {
    const second: number[] = [];
    ticker.onStep((step) => {
      if (step === 1) transport.setTempo(bpm(999));
    });
    ticker.onStep((step) => second.push(step));
    transport.start();
    await time.advance(400);
    expect(second).toEqual(second.map((_, index) => index));
    expect(second.length).toBeGreaterThan(5);
  });

  it("never skips or repeats a step under random tempi, nudges and late wakes", async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = new Random(seed);
      const clock = new VirtualTime(0);
      const late = {
        now: () => clock.now(),
        wake: (at: number, run: () => void) =>
          clock.wake(ms(at + random.next() * (random.next() < 0.05 ? 150 : 3)), run),
      };
      const moving = new Transport(late, bpm(120), COMMON_TIME, () => {});
      const counting = new StepTicker(late, moving, () => {});
      const steps: number[] = [];
      counting.onStep((step) => {
        steps.push(step);
        expect(moving.timeline.toBeats(clock.now()) * 4).toBeGreaterThan(step + 0.499);
      });
      moving.start();
      moving.onChange(({ jumped }) => expect(jumped, `seed ${seed}`).toBe(false));
      for (let i = 0; i < 200; i++) {
        await clock.advance(random.next() * 100);
        if (random.next() < 0.3) moving.setTempo(bpm(40 + random.next() * 200));
        if (random.next() < 0.3) moving.nudge(ms((random.next() - 0.5) * 8));
      }
      expect(steps.length, `seed ${seed}`).toBeGreaterThan(20);
      expect(steps, `seed ${seed}`).toEqual(steps.map((_, index) => index));
    }
  });
});
