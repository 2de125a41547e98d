import { mkdir, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { KeptFile } from "../../../server/core/files/kept-file.ts";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { MediaBoard } from "../../../server/picture/media/media-board.ts";
import { readChoice } from "../../../server/picture/media/media-choice.ts";
import { MediaFolder } from "../../../server/picture/media/media-folder.ts";
import { serveClip } from "../../../server/picture/media/serve-clip.ts";
import { DeskCommand } from "../../../shared/controls/controls.ts";
import type { Report } from "../../../shared/events/report.ts";
import { CLIPS_PER_REEL, reelOf } from "../../../shared/picture/reel.ts";
import { openStageRoom } from "../../helpers/stage-room.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const house = temporaryFolder();
let rooms = 0;
const open: { dispose(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.dispose();
});

const rig = async (make = true) => {
  const path = house.path(`media ${++rooms}`);
  if (make) await mkdir(path);
  const reports: Report[] = [];
  const onListenerError = (error: unknown): never => {
    throw error;
  };
  const folder = new MediaFolder({ path, time: monotonicTime, report: (one) => reports.push(one), onListenerError });
  const board = new MediaBoard({ folder, seed: 7, kept: { off: [] }, keep: () => {}, onListenerError });
  open.push(folder, board);
  const put = (name: string, content: string | Uint8Array = "x"): Promise<void> => writeFile(join(path, name), content);
  const ask = (name: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> =>
    serveClip(folder, name, new Request("http://127.0.0.1/media/x", { headers, method }));
  const names = (): string[] => folder.files.map(({ name }) => name);
  return { path, folder, board, reports, put, ask, names };
};

const until = async (holds: () => boolean): Promise<void> => {
  const patience = monotonicTime.now() + 20_000;
  while (!holds()) {
    if (monotonicTime.now() > patience) throw new Error("it never came");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe("the media folder", () => {
  it("lists videos and images by name, and neither other files, folders, hidden ones nor links", async () => {
    const { path, folder, put, names } = await rig();
    for (const name of ["b.mp4", "A.PNG", "c d?#%.webm", ".hidden.mp4", "notes.txt", "mp4"]) await put(name);
    await put("empty.mp4", "");
    await mkdir(join(path, "folder.mp4"));
    await symlink("/etc/hostname", join(path, "link.mp4"));
    await folder.open();
    expect(names()).toEqual(["A.PNG", "b.mp4", "c d?#%.webm"]);
    expect(folder.files.map(({ kind }) => kind)).toEqual(["image", "video", "video"]);
  });

  it("names what is no clip once, all of it in one sentence, and what comes later in another", async () => {
    const { path, folder, reports, put, names } = await rig();
    for (const name of ["old.avi", "notes.txt", "b.mp4", ".DS_Store", "Thumbs.db"]) await put(name);
    await folder.open();
    const plays = "what plays ends in .mp4, .m4v, .mov, .webm, .mkv, .ogv, .png, .jpg, .jpeg, .webp, .avif, .gif.";
    const first = `notes.txt, old.avi in ${path} are no clips and are left out; ${plays}`;
    expect(reports.map(({ text }) => text)).toEqual([first]);
    await put("later.wmv");
    await put("c.mp4");
    await until(() => names().length === 2 && reports.length === 2);
    expect(reports[1]!.text).toBe(`later.wmv in ${path} is no clip and is left out; ${plays}`);
    for (let i = 0; i < 700; i++) await put(`${i}.avi`);
    await put("d.mp4");
    await until(() => names().length === 3);
    const told = reports.map(({ text }) => text).join();
    expect(told.match(/old\.avi/g)).toHaveLength(1);
    expect(told.length).toBeLessThan(5000);
  });

  it("is nothing wrong when it is missing: one line says where to put files, and they are found when it comes", async () => {
    const { path, folder, reports, put, names } = await rig(false);
    await folder.open();
    expect(reports).toMatchObject([{ room: "media", level: "info", text: expect.stringContaining(path) }]);
    await mkdir(path);
    await put("late.mp4");
    await until(() => names().includes("late.mp4"));
    expect(reports.slice(1)).toMatchObject([{ level: "info", text: `Clips are taken from ${path}.` }]);
  });

  it("knows a clip whose name has its letters taken apart by the name that looks the same", async () => {
    const { folder, board, put, ask, names } = await rig();
    await put("U\u0308bung.mp4", "film");
    await folder.open();
    expect(names()).toEqual(["Übung.mp4"]);
    for (const name of ["Übung.mp4", "U\u0308bung.mp4"]) expect(await (await ask(name)).text()).toBe("film");
    const order = DeskCommand.parse({ do: "clip", name: "U\u0308bung.mp4", on: false });
    if (order.do === "clip") board.use(order.name, order.on);
    expect(board.state.clips.map(({ on }) => on)).toEqual([false]);
  });

  it("sees what is added, replaced and taken away while it plays", async () => {
    const { path, folder, put, names } = await rig();
    await put("one.mp4", "1");
    await folder.open();
    await put("two.mp4", "22");
    await until(() => names().length === 2);
    await put("one.mp4", "longer than before");
    await until(() => folder.files[0]?.size === 18);
    await rm(join(path, "two.mp4"));
    await until(() => names().length === 1);
  });

  it("looks at no more files than anybody could choose among, and says so", async () => {
    const { path, folder, board, reports, put } = await rig();
    const all = Array.from({ length: 10_000 }, (_, i) => `${String(i).padStart(5, "0")}.png`);
    for (let i = 0; i < all.length; i += 500) await Promise.all(all.slice(i, i + 500).map((name) => put(name)));
    await folder.open();
    expect(folder.files.length).toBe(500);
    expect(board.state.left).toBe(9500);
    expect(reports.map(({ text }) => text)).toEqual([expect.stringMatching(/10000 clips.*"media"/)]);
    expect(JSON.stringify(board.state).length).toBeLessThan(64 * 1024);
    await rm(path, { recursive: true });
  });

  it("serves the whole file, or the part that is asked for", async () => {
    const { folder, put, ask } = await rig();
    await put("a.mp4", "0123456789");
    await folder.open();
    const whole = await ask("a.mp4");
    expect([whole.status, whole.headers.get("content-type"), await whole.text()]).toEqual([
      200,
      "video/mp4",
      "0123456789",
    ]);
    const cases = {
      "bytes=2-4": "234",
      "bytes=7-": "789",
      "bytes=-3": "789",
      "bytes=5-900": "56789",
      "bytes=0-0": "0",
    };
    for (const [range, part] of Object.entries(cases)) {
      const response = await ask("a.mp4", { range });
      expect([response.status, await response.text()], range).toEqual([206, part]);
      expect(response.headers.get("content-length"), range).toBe(String(part.length));
    }
    expect((await ask("a.mp4", { range: "bytes=10-" })).status).toBe(416);
    expect((await ask("a.mp4", { range: "bytes=4-2" })).status).toBe(200);
    const etag = whole.headers.get("etag") ?? "";
    expect((await ask("a.mp4", { "if-none-match": etag })).status).toBe(304);
    expect((await ask("a.mp4", { range: "bytes=2-4", "if-range": '"other"' })).status).toBe(200);
    expect(await (await ask("a.mp4", {}, "HEAD")).text()).toBe("");
  });

  it("serves nothing that it does not list", async () => {
    const { path, folder, put, ask } = await rig();
    await house.write("secret.mp4", "secret");
    await put("a.mp4");
    await put("notes.txt");
    await folder.open();
    for (const name of ["../secret.mp4", "notes.txt", "..", "", "b.mp4", "a.mp4/", join(path, "a.mp4")])
      expect((await ask(name)).status, name).toBe(404);
    await rm(join(path, "a.mp4"));
    await symlink(house.path("secret.mp4"), join(path, "a.mp4"));
    expect((await ask("a.mp4")).status).toBe(404);
  });

  it("sends a file that is replaced meanwhile to its end, and fails alone where it is cut short", async () => {
    const { path, folder, put, ask } = await rig();
    const size = 4 * 2 ** 20;
    await put("a.mp4", new Uint8Array(size).fill(1));
    await folder.open();
    const before = await ask("a.mp4");
    await put("new.mp4", new Uint8Array(size).fill(2));
    await rename(join(path, "new.mp4"), join(path, "a.mp4"));
    expect(new Set(new Uint8Array(await before.arrayBuffer()))).toEqual(new Set([1]));
    // From when the folder is looked at again until what is there now has settled it is not listed.
    let cut = before;
    const again = async (): Promise<number> => {
      cut = await ask("a.mp4");
      return cut.status;
    };
    await expect.poll(again).toBe(200);
    await truncate(join(path, "a.mp4"), 10);
    expect((await cut.arrayBuffer()).byteLength).toBeLessThan(size);
  });

  it("goes over the house's own server, with the checks that hold for every page", async () => {
    const { folder, put } = await rig();
    await put("a b&ä.mp4", "0123");
    await folder.open();
    const room = await openStageRoom({ clip: (name, request) => serveClip(folder, name, request) });
    try {
      const address = `${room.url}/media/${encodeURIComponent("a b&ä.mp4")}?v=1`;
      const part = await fetch(address, { headers: { range: "bytes=1-2" } });
      expect([part.status, await part.text()]).toEqual([206, "12"]);
      expect(part.headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect((await fetch(`${room.url}/media/..%2f..%2fpackage.json`)).status).toBe(404);
    } finally {
      await room.close();
    }
  });
});

describe("the clips in use", () => {
  it("are all while they are few, and take turns when they are many, the same for the same seed", () => {
    const clips = Array.from({ length: 20 }, (_, i) => ({ name: `${i}.mp4`, size: 1, changed: 1 }));
    expect(reelOf(clips.slice(0, 3), 1, 0).clips.length).toBe(3);
    expect(reelOf([], 1, 0).id).toBe("");
    const turns = [0, 1, 2].map((turn) => reelOf(clips, 1, turn));
    for (const reel of turns) expect(reel.clips.length).toBe(CLIPS_PER_REEL);
    expect(new Set(turns.flatMap((reel) => reel.clips.map(({ name }) => name))).size).toBe(20);
    expect(reelOf([...clips].reverse(), 1, 1)).toEqual(turns[1]);
    expect(reelOf(clips, 2, 1).id).not.toBe(turns[1]?.id);
    const changed = clips.map((clip) => ({ ...clip, changed: 2 }));
    expect(reelOf(changed, 1, 1).id).not.toBe(turns[1]?.id);
  });

  it("are ready when every stage has made them ready", async () => {
    const { folder, board, put } = await rig();
    await put("a.mp4");
    await put("b.mp4");
    await folder.open();
    const reel = reelOf(board.state.clips, 7, 0).id;
    expect(board.ready).toBe(false);
    board.heard({ reel, done: 1, troubles: [] }, "left");
    expect(board.ready).toBe(true);
    board.heard({ reel, done: 0.4, troubles: [] }, "right");
    expect([board.ready, board.state.ready]).toEqual([false, 0.4]);
    board.gone("right");
    expect(board.ready).toBe(true);
  });

  it("are without one that a stage cannot use, until the file is another", async () => {
    const { folder, board, put } = await rig();
    await put("a.mp4");
    await put("b.mp4");
    await folder.open();
    const reel = reelOf(board.state.clips, 7, 0).id;
    board.heard({ reel, done: 0.5, troubles: [{ name: "a.mp4", reason: "it is broken." }] }, "left");
    expect(board.state.inUse).toEqual(["b.mp4"]);
    expect(board.state.clips[0]?.trouble).toBe("it is broken.");
    await put("a.mp4", "mended");
    await until(() => board.state.inUse.length === 2);
    expect(board.state.clips[0]?.trouble).toBe("");
  });

  it("are with one that a stage could not use when the operator switches it off and on again", async () => {
    const { folder, board, put } = await rig();
    await put("a.mp4");
    await folder.open();
    const reel = reelOf(board.state.clips, 7, 0).id;
    board.heard({ reel, done: 0, troubles: [{ name: "a.mp4", reason: "it did not come." }] }, "left");
    board.use("a.mp4", false);
    expect(board.state.inUse).toEqual([]);
    board.use("a.mp4", true);
    expect(board.state.inUse).toEqual(["a.mp4"]);
    expect(board.state.clips[0]?.trouble).toBe("");
  });

  it("are those that the operator leaves on", async () => {
    const { folder, board, put } = await rig();
    await put("a.mp4");
    await put("b.mp4");
    await folder.open();
    board.use("a.mp4", false);
    expect(board.state.inUse).toEqual(["b.mp4"]);
    board.use("a.mp4", true);
    expect(board.state.inUse.length).toBe(2);
    expect(() => board.use("nothing.mp4", true)).toThrow(/There is no clip "nothing.mp4" in /);
  });

  it("are left out again after a restart, also one that comes back later, and a broken file leaves none out", async () => {
    const { path, folder, put, reports } = await rig();
    const file = (): KeptFile =>
      new KeptFile({
        path: join(path, "tour.media.json"),
        room: "media",
        time: monotonicTime,
        report: (one) => reports.push(one),
      });
    const start = async () => {
      const kept = file();
      const board = new MediaBoard({
        folder,
        seed: 7,
        kept: await readChoice(kept),
        keep: (content) => kept.keep(content),
        onListenerError: () => {},
      });
      open.push(board);
      return { board, kept };
    };
    for (const name of ["a.mp4", "b.mp4", "c.mp4"]) await put(name);
    await folder.open();
    const first = await start();
    for (const name of ["a.mp4", "b.mp4", "c.mp4"]) first.board.use(name, name === "c.mp4");
    await first.kept.dispose();
    await rm(join(path, "a.mp4"));
    await until(() => folder.files.length === 2);
    const second = await start();
    expect(second.board.state.inUse).toEqual(["c.mp4"]);
    second.board.use("b.mp4", true);
    await second.kept.dispose();
    await put("a.mp4");
    await until(() => folder.files.length === 3);
    expect((await start()).board.state.inUse).toEqual(["b.mp4", "c.mp4"]);
    expect(reports).toEqual([]);
    await writeFile(join(path, "tour.media.json"), '{ "off": "a.mp4" }');
    expect((await start()).board.state.inUse.length).toBe(3);
    expect(reports[0]?.text).toMatch(/^tour\.media\.json: .*off.*; it is kept as tour\.media\.json\.broken/);
  });
});
