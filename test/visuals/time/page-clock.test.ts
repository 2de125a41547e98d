import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import { ms } from "../../../shared/time/units.ts";
import { PageClock } from "../../../visuals/time/page-clock.ts";

/** A path between page and server, and a server clock that runs `ppm` faster and `ahead` ahead. */
interface Path {
  readonly ahead: number;
  readonly ppm: number;
  /** Delay of one message, ms. */
  readonly there: (random: Random) => number;
  readonly back: (random: Random) => number;
}

const exponential = (random: Random, mean: number): number => -mean * Math.log(1 - random.next());
const IDLE = (random: Random): number => 0.3 + exponential(random, 0.15);
/** A loop that is blocked 8 of every 16 ms: half of the messages wait for it. */
const BUSY = (random: Random): number => IDLE(random) + Math.max(0, random.next() * 16 - 8);

const path = (over: Partial<Path> = {}): Path => ({ ahead: 1e7, ppm: 0, there: IDLE, back: IDLE, ...over });

/** Pings as a page does and looks at the clock ten times a second; `look` gets page time and error. */
const run = (
  clock: PageClock,
  { ahead, ppm, there, back }: Path,
  random: Random,
  from: number,
  until: number,
  look: (now: number, error: number, bound: number) => void = () => {},
): void => {
  const serverAt = (page: number): number => page * (1 + ppm * 1e-6) + ahead;
  let looked = from;
  for (let now = from; now < until; now += 5) {
    while (looked < now) {
      look(looked, clock.toServer(ms(looked)) - serverAt(looked), clock.boundAt(ms(looked)));
      looked += 100;
    }
    if (clock.nextPingAt > now) continue;
    clock.pinged(ms(now));
    const received = now + there(random);
    const replied = received + 0.05;
    const arrived = replied + back(random);
    clock.sample({
      sent: ms(now),
      received: ms(serverAt(received)),
      replied: ms(serverAt(replied)),
      arrived: ms(arrived),
    });
  }
};

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

const errorsOf = (over: Partial<Path>, minutes = 2): { p95: number; covered: number; lockedAt: number } => {
  const errors: number[] = [];
  let covered = 0;
  let lockedAt = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const clock = new PageClock(ms(0));
    let first = Number.POSITIVE_INFINITY;
    run(clock, path(over), new Random(seed), 0, minutes * 60_000, (now, error, bound) => {
      if (!clock.locked) return;
      first = Math.min(first, now);
      errors.push(Math.abs(error));
      if (Math.abs(error) <= bound) covered++;
    });
    lockedAt = Math.max(lockedAt, first);
  }
  return { p95: percentile(errors, 0.95), covered: covered / errors.length, lockedAt };
};

describe("the page's clock", () => {
  it("is within 0.5 ms (p95) over loopback with both ends idle", () => {
    expect(errorsOf({}).p95).toBeLessThan(0.5);
  });

  it("is within 1.5 ms (p95) with both ends half busy", () => {
    expect(errorsOf({ there: BUSY, back: BUSY }).p95).toBeLessThan(1.5);
  });

  it("is usable within a second of connecting", () => {
    expect(errorsOf({}, 0.1).lockedAt).toBeLessThanOrEqual(1000);
    expect(errorsOf({ there: BUSY, back: BUSY }, 0.1).lockedAt).toBeLessThanOrEqual(1000);
  });

  it("stays within 1 ms for 30 minutes when the clocks run 100 ppm apart", () => {
    for (const ppm of [100, -100]) {
      const clock = new PageClock(ms(0));
      let worst = 0;
      run(clock, path({ ppm }), new Random(7), 0, 30 * 60_000, (_, error) => {
        if (clock.locked) worst = Math.max(worst, Math.abs(error));
      });
      expect(worst).toBeLessThanOrEqual(1);
      expect(clock.rate * 1e6).toBeGreaterThan(ppm - 5);
      expect(clock.rate * 1e6).toBeLessThan(ppm + 5);
    }
  });

  it("is off by half of a path's asymmetry, and its bound says so", () => {
    const lopsided = errorsOf({ there: (random) => 20 + IDLE(random) });
    expect(lopsided.p95).toBeGreaterThan(9.5);
    expect(lopsided.p95).toBeLessThan(10.5);
    expect(lopsided.covered).toBeGreaterThanOrEqual(0.99);
    for (const ppm of [0, 80, -80])
      expect(errorsOf({ there: BUSY, back: BUSY, ppm }, 5).covered, `${ppm} ppm`).toBeGreaterThanOrEqual(0.99);
  });

  it("never runs backwards once it is locked, and never leaps", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const clock = new PageClock(ms(0));
      let before = Number.NaN;
      run(clock, path({ there: BUSY, back: BUSY, ppm: 60 }), new Random(seed), 0, 120_000, (now) => {
        if (!clock.locked) return;
        const server = clock.toServer(ms(now));
        if (!Number.isNaN(before)) {
          expect(server - before).toBeGreaterThan(99.8);
          expect(server - before).toBeLessThan(100.2);
        }
        before = server;
      });
    }
  });

  it("converts both ways alike", () => {
    const clock = new PageClock(ms(0));
    run(clock, path({ there: BUSY, back: BUSY, ppm: 200 }), new Random(3), 0, 90_000, (now) => {
      expect(clock.toPage(clock.toServer(ms(now)))).toBeCloseTo(now, 6);
      expect(clock.toPage(clock.toServer(ms(now + 3000)))).toBeCloseTo(now + 3000, 6);
    });
  });

  it("finds a clock that stepped by minutes with the next answer and locks anew within a second", () => {
    const clock = new PageClock(ms(0));
    const random = new Random(5);
    run(clock, path(), random, 0, 60_000);
    run(clock, path({ ahead: 1e7 - 300_000 }), random, 60_000, 62_000);
    expect(clock.locked).toBe(true);
    expect(clock.toServer(ms(62_000)) - (62_000 + 1e7 - 300_000)).toBeCloseTo(0, 0);
  });

  it("ignores what happens while the page is hidden and bursts when it is seen again", () => {
    const clock = new PageClock(ms(0));
    const random = new Random(5);
    run(clock, path(), random, 0, 10_000);
    clock.hide();
    expect(clock.nextPingAt).toBe(Number.POSITIVE_INFINITY);
    const before = clock.toServer(ms(11_000));
    clock.sample({ sent: ms(10_000), received: ms(9e9), replied: ms(9e9), arrived: ms(11_000) });
    expect(clock.toServer(ms(11_000))).toBe(before);
    clock.restart(ms(60_000));
    expect(clock.nextPingAt).toBe(60_000);
    run(clock, path(), random, 60_000, 61_000);
    expect(clock.locked).toBe(true);
  });

  it("ignores answers from before a restart and answers that cannot be", () => {
    const clock = new PageClock(ms(0));
    clock.restart(ms(1000));
    clock.sample({ sent: ms(900), received: ms(5), replied: ms(5), arrived: ms(1100) });
    clock.sample({ sent: ms(1100), received: ms(5), replied: ms(500), arrived: ms(1101) });
    clock.sample({ sent: ms(Number.NaN), received: ms(5), replied: ms(5), arrived: ms(1101) });
    expect(clock.boundAt(ms(1101))).toBe(Number.POSITIVE_INFINITY);
    expect(clock.toServer(ms(1101))).toBe(1101);
  });
});
