import { describe, expect, it } from "vitest";
import { Media } from "../../../server/picture/media/media.ts";
import { SceneList } from "../../../server/picture/scenes/scene-list.ts";
import type { Report } from "../../../shared/events/report.ts";
import { reelOf } from "../../../shared/picture/reel.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

const folder = temporaryFolder();
const SEED = 4;

const rig = async () => {
  await Promise.all(Array.from({ length: 9 }, (_, i) => folder.write(`${i}.mp4`, "film")));
  const onListenerError = (error: unknown): never => {
    throw error;
  };
  const scenes = new SceneList(onListenerError);
  const reports: Report[] = [];
  const room = new Media({
    path: folder.path("."),
    seed: SEED,
    scenes,
    kept: { off: [] },
    keep: () => {},
    time: new VirtualTime(0),
    report: (report) => reports.push(report),
    onListenerError,
  });
  const found = new Promise<void>((resolve) => {
    room.board.changed.on(resolve);
  });
  room.open();
  await found;
  const offered = (): boolean => scenes.scenes.some(({ name }) => name === "clips");
  const reel = (): string => {
    const { clips, turn } = room.state;
    const usable = clips.filter(({ on, trouble }) => on && trouble === "");
    return reelOf(usable, SEED, turn).id;
  };
  return { room, reports, offered, reel };
};

describe("the clips and the director", () => {
  it("the scene of the clips is offered while every stage is ready, and never without a clip", async () => {
    const { room, offered, reel } = await rig();
    expect(offered()).toBe(false);
    room.heard({ reel: reel(), done: 1, troubles: [] }, "left");
    expect(offered()).toBe(true);
    room.heard({ reel: reel(), done: 0.2, troubles: [] }, "right");
    expect(offered()).toBe(false);
    room.heard({ reel: reel(), done: 1, troubles: [] }, "right");
    expect(offered()).toBe(true);
    for (const { name } of room.state.clips) room.board.use(name, false);
    expect(offered()).toBe(false);
    room.dispose();
  });

  it("other clips have their turn when the scene has been on", async () => {
    const { room, reel } = await rig();
    const [before, used] = [reel(), room.state.inUse];
    room.showing("clips");
    room.showing("clips");
    expect(reel()).toBe(before);
    room.showing("ink");
    expect(reel()).not.toBe(before);
    expect(room.state.inUse).not.toEqual(used);
    room.dispose();
  });

  it("a clip that a stage cannot use is reported once", async () => {
    const { room, reports, reel } = await rig();
    const [name = ""] = room.state.inUse;
    const message = { reel: reel(), done: 0, troubles: [{ name, reason: "it is damaged; convert it." }] };
    room.heard(message, "left");
    room.heard({ ...message, reel: reel() }, "left");
    expect(reports.map(({ text }) => text)).toEqual([`The clip "${name}" is left out: it is damaged; convert it.`]);
    expect(room.state.inUse).not.toContain(name);
    room.dispose();
  });
});
