import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";
import { DrawQueue } from "../../../visuals/time/draw-queue.ts";

const event = (id: number, at: number) => ({ id, at: ms(at), beat: beats(at / 500) });
const FRAME = ms(1000 / 60);

const shown = (queue: DrawQueue<ReturnType<typeof event>>, displayAt: number, frame: Ms = FRAME): number[] => {
  const ids: number[] = [];
  queue.draw(ms(displayAt), frame, ({ id }) => ids.push(id));
  return ids;
};

describe("the draw queue", () => {
  it("hands over in order what is nearer to this frame than to the next", () => {
    const queue = new DrawQueue<ReturnType<typeof event>>();
    for (const at of [1030, 1000, 1008, 1009]) queue.add(event(at, at));
    expect(shown(queue, 1000)).toEqual([1000, 1008]);
    expect(shown(queue, 1000 + FRAME)).toEqual([1009]);
    expect(queue.size).toBe(1);
  });

  it("drops what is more than 250 ms late and counts it, as after a hidden tab", () => {
    const queue = new DrawQueue<ReturnType<typeof event>>();
    for (let i = 0; i < 100; i++) queue.add(event(i, 1000 + i * 100));
    expect(shown(queue, 10_900)).toEqual([97, 98, 99]);
    expect(queue.dropped).toBe(97);
  });

  it("moves what is waiting to where its beat is on a new timeline", () => {
    const queue = new DrawQueue<ReturnType<typeof event>>();
    queue.add(event(1, 1000));
    queue.add(event(2, 2000));
    queue.retime(new Timeline(bpm(60), beats(0), ms(0)), ms(0));
    expect(shown(queue, 1990)).toEqual([]);
    const seen: number[] = [];
    queue.draw(ms(2000), FRAME, (_, at) => seen.push(at));
    expect(seen).toEqual([2000]);
    expect(shown(queue, 4000)).toEqual([2]);
  });

  it("leaves what lies before a change of tempo where it was", () => {
    const queue = new DrawQueue<ReturnType<typeof event>>();
    for (const at of [1000, 2000]) queue.add(event(at, at));
    queue.retime(new Timeline(bpm(60), event(0, 1500).beat, ms(1500)), ms(0));
    const seen: number[] = [];
    queue.draw(
      ms(4000),
      FRAME,
      () => {},
      (_, at) => seen.push(at),
    );
    expect(seen).toEqual([1000, 2500]);
  });

  it("moves nothing that was due, though it waits: its beat may come again", () => {
    const queue = new DrawQueue<ReturnType<typeof event>>();
    queue.add(event(1, 1000));
    queue.add(event(2, 2000));
    queue.retime(new Timeline(bpm(60), beats(0), ms(1500)), ms(1500));
    const seen: [number, number][] = [];
    for (const at of [1000, 5500]) queue.draw(ms(at), FRAME, ({ id }, due) => seen.push([id, due]));
    expect(seen).toEqual([
      [1, 1000],
      [2, 5500],
    ]);
  });

  it("passes what is not to be shown any more, and does not call it dropped", () => {
    const queue = new DrawQueue<ReturnType<typeof event>>();
    for (let i = 0; i < 100; i++) queue.add(event(i, 1000 + i * 100));
    const passed: number[] = [];
    queue.pass(ms(10_650), ({ id }) => passed.push(id));
    expect(passed).toHaveLength(97);
    expect(shown(queue, 10_900)).toEqual([97, 98, 99]);
    expect(queue.dropped).toBe(0);
  });

  it("forgets what is revoked or cleared", () => {
    const queue = new DrawQueue<ReturnType<typeof event>>();
    for (const id of [1, 2, 3]) queue.add(event(id, 1000));
    queue.revoke([2, 77]);
    expect(shown(queue, 1000)).toEqual([1, 3]);
    queue.add(event(4, 1000));
    queue.clear();
    expect(shown(queue, 1000)).toEqual([]);
  });

  it("shows what is coming without taking it", () => {
    const queue = new DrawQueue<ReturnType<typeof event>>();
    for (const at of [1500, 1100, 3000]) queue.add(event(at, at));
    const seen: number[] = [];
    queue.upcoming(ms(2000), ({ id }) => seen.push(id));
    expect(seen).toEqual([1100, 1500]);
    expect(queue.size).toBe(3);
  });

  it("may be added to while it hands over", () => {
    const queue = new DrawQueue<ReturnType<typeof event>>();
    queue.add(event(1, 1000));
    const seen: number[] = [];
    queue.draw(ms(1000), FRAME, ({ id }) => {
      seen.push(id);
      if (id < 4) queue.add(event(id + 1, 990));
    });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it("shows every event at most half a frame from its moment while the tempo ramps 100 to 140 in 16 beats", () => {
    const random = new Random(11);
    const queue = new DrawQueue<{ id: number; at: Ms; beat: ReturnType<typeof beats> }>();
    let line = new Timeline(bpm(100), beats(0), ms(0));
    for (let i = 1; i < 64; i++) {
      const beat = beats(i / 4 + random.next() * 0.1);
      queue.add({ id: i, at: line.toMs(beat), beat });
    }
    const errors: number[] = [];
    for (let display = 0; display < 10_000; display += FRAME) {
      const beat = line.toBeats(ms(display));
      line = line.withTempo(bpm(100 + Math.min(40, Math.max(0, beat) * 2.5)), ms(display));
      queue.retime(line, ms(display));
      queue.draw(ms(display), FRAME, (item) => errors.push(Math.abs(line.toMs(item.beat) - display)));
    }
    expect(errors.length).toBe(63);
    expect(Math.max(...errors)).toBeLessThanOrEqual(FRAME / 2 + 0.1);
  });
});
