import { afterEach, describe, expect, it } from "vitest";
import { MindFeed } from "../../../server/io/stage/mind-feed.ts";
import type { MindAtStep } from "../../../shared/music/mind.ts";
import type { MindMessage } from "../../../shared/protocol/mind.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, beatsOfSteps, bpm, ms } from "../../../shared/time/units.ts";
import { next, openStageRoom, type StageRoom } from "../../helpers/stage-room.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const STEP_MS = 125;

const mindOf = (step: number, voice = "model1", played = true): MindAtStep => ({
  voice,
  step,
  beat: beatsOfSteps(played ? step : step + 0.5),
  played,
  surprise: 1,
  layers: [1],
  cells: Uint8Array.of(step & 255, 255),
  expected: [],
});

/** A feed at 120 bpm from moment 0, and what it told. */
const openFeed = () => {
  const time = new VirtualTime(0);
  const batches: (readonly MindMessage[])[] = [];
  const forgotten: [string, number][] = [];
  const pages = {
    minds: (minds: readonly MindMessage[]) => void batches.push(minds),
    forget: (voice: string, step: number) => void forgotten.push([voice, step]),
  };
  const feed = new MindFeed(pages, new Timeline(bpm(120), beats(0), ms(0)), time);
  return { time, feed, batches, forgotten };
};

describe("the feed of minds", () => {
  it("sends those of one step together, each with the moment at which it is so", async () => {
    const { time, feed, batches } = openFeed();
    for (const voice of ["model1", "model2", "video"]) feed.mind(mindOf(8, voice));
    feed.mind(mindOf(3, "model1", false));
    await time.advance(20);
    expect(batches).toHaveLength(1);
    expect(batches[0]?.map(({ voice, at }) => [voice, at])).toEqual([
      ["model1", 8 * STEP_MS],
      ["model2", 8 * STEP_MS],
      ["video", 8 * STEP_MS],
      ["model1", 3.5 * STEP_MS],
    ]);
    expect([...Buffer.from(batches[0]?.[0]?.cells ?? "", "base64")]).toEqual([8, 255]);
  });

  it("remembers the last sixteen of each voice and what is still to come, and moves that with the tempo", async () => {
    const { time, feed } = openFeed();
    for (let step = 0; step < 48; step++) {
      await time.advanceTo(step * STEP_MS);
      feed.mind(mindOf(step));
    }
    for (let step = 48; step < 60; step++) feed.mind(mindOf(step));
    feed.retime(new Timeline(bpm(240), beatsOfSteps(47), ms(47 * STEP_MS)));
    const { told } = feed;
    expect(told.map(({ step }) => step)).toEqual(Array.from({ length: 28 }, (_, i) => 32 + i));
    expect(told.at(-1)?.at).toBeCloseTo(47 * STEP_MS + (12 * STEP_MS) / 2, 6);
  });

  it("forgets what will not be, and says from which step on; what has been stays", async () => {
    const { time, feed, forgotten } = openFeed();
    for (let step = 0; step < 16; step++) feed.mind(mindOf(step));
    await time.advanceTo(4.5 * STEP_MS);
    feed.forget("model1", Number.NEGATIVE_INFINITY);
    feed.forget("model1", Number.NEGATIVE_INFINITY);
    expect(forgotten).toEqual([["model1", 5]]);
    expect(feed.told.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
  });

  it("leaves out what is more than pages can do with", async () => {
    const { time, feed, batches } = openFeed();
    for (let step = 0; step < 20_000; step++) feed.mind(mindOf(step));
    await time.advance(1000);
    expect(batches.flat().length).toBeLessThanOrEqual(400);
    expect(feed.told.length).toBeLessThanOrEqual(400);
  });
});

describe("the stage server and minds", () => {
  let room: StageRoom;
  afterEach(() => room.close());

  it("tells them to those who ask, and looks into the networks only while there are any", async () => {
    const watched: boolean[] = [];
    const message: MindMessage = { ...mindOf(1), at: ms(125), cells: "AP8=" };
    room = await openStageRoom({ minds: { told: () => [message], watch: (on) => void watched.push(on) } });
    const desk = room.page("desk");
    const [plain] = await next(desk, "welcome");
    expect(plain.minds).toBeUndefined();
    expect(watched).toEqual([]);
    let overheard = 0;
    desk.on("minds", () => overheard++);
    const stage = room.page("stage", { minds: true });
    const [welcome] = await next(stage, "welcome");
    expect(welcome.minds).toEqual([message]);
    expect(watched).toEqual([true]);
    const told = next(stage, "minds");
    room.server.tell.minds([message]);
    expect(await told).toEqual([[message]]);
    const forgotten = next(stage, "forget");
    room.server.tell.forget("model1", 4);
    expect(await forgotten).toEqual(["model1", 4]);
    stage.disconnect();
    await expect.poll(() => watched).toEqual([true, false]);
    expect(overheard).toBe(0);
  });
});
