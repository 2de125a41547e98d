import { beforeAll, describe, expect, it } from "vitest";
import { activationOf, byteOf } from "../../../shared/music/mind.ts";
import type { MindMessage } from "../../../shared/protocol/mind.ts";
import { beats, ms } from "../../../shared/time/units.ts";
import { scene as portrait } from "../../../visuals/scenes/portrait/index.ts";
import { Performance } from "../../../visuals/stage/performance.ts";
import { bandScore } from "../../helpers/band-score.ts";
import { mindsOf } from "../../helpers/minds-of.ts";
import { bandOfFour, SceneRoom, START } from "../../helpers/scene-room.ts";
import { snapshot } from "../../helpers/snapshot.ts";

const FRAME = ms(20);

/** A mind of one cell that puts out `output` from step `step` of 120 bpm on. */
const mindAt = (step: number, output: number): MindMessage => ({
  voice: "model1",
  step,
  beat: beats(step / 4),
  at: ms(step * 125),
  played: true,
  surprise: 2,
  layers: [1],
  cells: Buffer.from([byteOf(output), byteOf(-output)]).toString("base64"),
  expected: [output, 0, 0, 0, 0, 0, 0, 0, 0],
});

const room = (minds: readonly MindMessage[]) => {
  const performance = new Performance(() => {});
  performance.welcome(snapshot({ minds }));
  const run = (until: number, spacing = 20): void => {
    for (let at = performance.frame.at + spacing; at <= until; at += spacing) performance.moveTo(ms(at), FRAME, FRAME);
    performance.moveTo(ms(until), FRAME, FRAME);
  };
  const output = (): number => performance.frame.voices[1]?.mind?.output(0) ?? Number.NaN;
  return { performance, run, output };
};

describe("the minds on a page", () => {
  it("pass from state to state at their moments, by time alone", () => {
    const minds = [mindAt(0, 0), mindAt(8, 1), mindAt(9, -0.5)];
    const [smooth, jerky] = [room(minds), room(minds)];
    smooth.run(990);
    expect(smooth.output()).toBeCloseTo(0, 2);
    smooth.run(1060);
    jerky.run(1060, 47);
    expect(smooth.output()).toBeGreaterThan(0.2);
    expect(smooth.output()).toBeLessThan(0.9);
    expect(jerky.output()).toBe(smooth.output());
    smooth.run(1120);
    expect(smooth.output()).toBe(activationOf(byteOf(1)));
    expect(smooth.performance.frame.voices[1]?.mind?.memory(0)).toBe(activationOf(byteOf(-1)));
    smooth.run(1300);
    expect(smooth.output()).toBeCloseTo(-0.5, 2);
    expect(smooth.performance.frame.voices[0]?.mind).toBeNull();
  });

  it("move with the tempo, do not come when they are forgotten, and are void after a panic", () => {
    const { performance, run, output } = room([mindAt(0, 0), mindAt(8, 0.5), mindAt(10, 1), mindAt(20, -1)]);
    run(500);
    performance.setTransport({ ...snapshot().transport, tempo: 240, originBeats: 1, originMs: 500 }, ms(500));
    run(862);
    expect(output()).toBeCloseTo(0.5, 2);
    performance.forget("model1", 9);
    run(1200);
    expect(output()).toBeCloseTo(0.5, 2);
    performance.addMinds([mindAt(19, 1)]);
    performance.panic();
    run(3000);
    expect(output()).toBeCloseTo(0.5, 2);
  });

  it("are not hoarded by a page that draws nothing", () => {
    const { performance, output } = room([]);
    for (let step = 0; step < 5000; step++) {
      performance.addMinds([mindAt(step, step % 2)]);
      performance.prune(ms(step * 125));
    }
    performance.moveTo(ms(5000 * 125), ms(0), ms(0));
    expect(output()).not.toBeNaN();
  });
});

describe("the portrait", () => {
  const notes = bandScore(3, [
    [1, 0.2, 0, 0.4],
    [0.3, 1, 0, 0.4],
    [0.3, 0, 1, 0.4],
  ]);
  let minds: readonly MindMessage[];
  beforeAll(async () => {
    minds = await mindsOf(notes, START, 48);
  });

  const drawn = (told: readonly MindMessage[], spacing: number, late = 0): number[] => {
    const performance: Performance = new Performance((note, at, voice) => page.scene.hit(note, at, voice));
    performance.welcome({ ...bandOfFour(), minds: told.filter(({ at }) => at > START + late) });
    const page = new SceneRoom(portrait, 1, performance);
    performance.add(notes);
    page.run(4700, spacing);
    return page.state();
  };
  const same = (one: readonly number[], other: readonly number[]): boolean =>
    one.length === other.length && one.every((value, i) => Object.is(value, other[i]));

  it("shows the networks' real states, the same on every page, however many frames it draws and however late it came", () => {
    const picture = drawn(minds, 20);
    expect(same(drawn(minds, 61), picture)).toBe(true);
    expect(same(drawn(minds, 20, 3000), picture)).toBe(true);
    expect(same(drawn([], 20), picture)).toBe(false);
    const others = minds.map((mind) => ({ ...mind, cells: Buffer.alloc(512, 127).toString("base64") }));
    expect(same(drawn(others, 20), picture)).toBe(false);
  });
});
