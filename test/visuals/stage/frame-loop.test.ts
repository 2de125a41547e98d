import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { beats, type Ms, ms } from "../../../shared/time/units.ts";
import { STAGE_GRID } from "../../../visuals/safety/picture-grid.ts";
import type { Compositor } from "../../../visuals/stage/compositor.ts";
import { FrameLoop } from "../../../visuals/stage/frame-loop.ts";
import type { Graphics } from "../../../visuals/stage/graphics.ts";
import { Stage } from "../../../visuals/stage/stage.ts";
import type { ServerTime } from "../../../visuals/time/server-time.ts";
import { aCue } from "../../helpers/cue.ts";
import { note, snapshot } from "../../helpers/snapshot.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const FRAME = 1000 / 60;
const BLOCKS = 3 * STAGE_GRID.columns * STAGE_GRID.rows;
const [DARK, BRIGHT] = [0, 1].map((level) => new Float32Array(BLOCKS).fill(level)) as [Float32Array, Float32Array];

/** A stage whose picture pulses once a second, is shown a frame after it is drawn, and is limited as pictures are. */
const room = () => {
  let next: (stamp: number) => void = () => {};
  vi.stubGlobal("requestAnimationFrame", (frame: (stamp: number) => void) => {
    next = frame;
  });
  let stamp = 0;
  let offset = 700_000;
  const drawn: { seen: number; moment: number; share: number }[] = [];
  const shares: number[] = [];
  let restaged = 0;
  const stage = new Stage((error) => expect.fail(String(error)));
  const seen = (): number => stamp + FRAME + offset;
  let waiting: { number: number; moment: Ms } | null = null;
  stage.compositor = {
    free: true,
    restage: () => restaged++,
    prepare: () => {},
    brightnessOf: () => null,
    hit: () => {},
    render: ({ share }) => {
      const { at } = stage.performance.frame;
      drawn.push({ seen: seen(), moment: at, share });
      waiting = { number: drawn.length, moment: at };
      return drawn.length;
    },
    show: (at) => {
      if (waiting === null) return null;
      shares.push(stage.limiter.limit(Math.floor(stamp / 500) % 2 === 0 ? DARK : BRIGHT, at));
      return waiting;
    },
  } as Partial<Compositor> as Compositor;
  const loop = new FrameLoop({
    stage,
    graphics: { drawn: true, size: { width: 1280, height: 720 } } as Partial<Graphics> as Graphics,
    server: { known: true, toServer: (page) => ms(page + offset) } as Partial<ServerTime> as ServerTime,
    time: new VirtualTime(),
    delay: () => ms(0),
    resolution: null,
    onShown: () => {},
    onFrame: () => {},
  });
  const run = (milliseconds: number): void => {
    for (const until = stamp + milliseconds; stamp < until; ) {
      stamp += FRAME;
      next(stamp);
    }
  };
  return {
    ...{ stage, loop, drawn, shares, run, seen },
    leap: (by: number) => {
      offset += by;
    },
    restaged: () => restaged,
  };
};

describe("the loop of frames", () => {
  beforeEach(() => vi.unstubAllGlobals());
  afterEach(() => vi.unstubAllGlobals());

  it("draws each picture for the moment at which it will be seen", () => {
    const { stage, drawn, run } = room();
    stage.welcome(snapshot());
    run(1000);
    for (const { seen, moment } of drawn.slice(-20)) expect(moment - seen).toBeCloseTo(FRAME, 0);
  });

  it("goes on at once where the server's time goes back, as when another machine takes over", () => {
    const { stage, drawn, shares, run, leap, seen, restaged } = room();
    stage.welcome(snapshot());
    run(3000);
    stage.cue(aCue({ at: ms(seen()), beat: beats(4), transition: "crossfade", transitionBeats: beats(8) }));
    stage.performance.add([note(1, { at: ms(seen() + 100) })]);
    run(100);
    expect(drawn.at(-1)?.share).toBeLessThan(1);
    const before = drawn.length;

    leap(-600_000);
    run(3000);
    const after = drawn.slice(before);
    for (const { seen, moment } of after) expect(moment - seen).toBeCloseTo(FRAME, 0);
    expect(after.length).toBeGreaterThan(150);
    // Scenes may not have their past in the future, a change under way is over, and a slow pulse is not a flash too many.
    expect(restaged()).toBe(2);
    expect(after.every(({ share }) => share === 1)).toBe(true);
    expect(Math.min(...shares)).toBe(1);
    expect(stage.onsets.figures().maxMs).toBeLessThan(2 * FRAME);
  });

  it("never goes back by less: a delay that is turned down is waited for", () => {
    const { stage, drawn, run, leap, restaged } = room();
    stage.welcome(snapshot());
    run(1000);
    leap(-400);
    run(1000);
    const moments = drawn.map(({ moment }) => moment);
    expect(moments).toEqual(moments.toSorted((one, other) => one - other));
    expect(restaged()).toBe(1);
  });
});
