import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { spawnProcess } from "../../server/core/threads/spawn.ts";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { openTake } from "../../server/takes/read-take.ts";
import type { RenderOptions, RenderOrder } from "../../server/tools/film/render-order.ts";
import { type Rendered, renderTake } from "../../server/tools/film/render-take.ts";
import type { Report } from "../../shared/events/report.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
import type { FilmNews } from "../../shared/protocol/film.ts";
import { beats } from "../../shared/time/units.ts";
import { alphaModeOf, alphaOf, brightnessOf, hasFfmpeg, onsetsOf, pixelsAt } from "../helpers/decode-film.ts";
import { changesOf, mostFlashes } from "../helpers/flash-oracle.ts";
import { writeTake } from "../helpers/synthetic-take.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** White from the frame of a hit on for a tenth of a second, else black. */
const FLASH = `
import type { OwnScene } from "antiphon/scene";
import { uniform, vec3 } from "three/tsl";
import { Mesh, MeshBasicNodeMaterial, OrthographicCamera, PlaneGeometry } from "three/webgpu";

export const scene: OwnScene = {
  depth: false,
  init() {
    const light = uniform(0);
    const material = new MeshBasicNodeMaterial();
    material.colorNode = vec3(light);
    const mesh = new Mesh(new PlaneGeometry(2, 2), material);
    let at = -Infinity;
    return {
      world: mesh,
      camera: new OrthographicCamera(-1, 1, 1, -1, -1, 1),
      hit(note, when) { at = Math.max(at, when); },
      update(frame) { light.value = frame.at - at < 100 ? 1 : 0; },
      dispose() {},
    };
  },
};
`;

const SMALL = {
  fps: 20,
  width: 160,
  height: 90,
  projector: null,
  alpha: false,
  out: null,
  frames: null,
  hashes: null,
  audio: null,
};

describe("a film of a take", () => {
  const { path } = temporaryFolder();
  const reports: Report[] = [];
  afterEach(() => {
    reports.length = 0;
  });

  const render = async (
    name: string,
    order: Partial<RenderOrder>,
    options: Partial<RenderOptions> = {},
  ): Promise<Rendered> => {
    const take = await openTake(path(`takes/${name}`));
    const { from, to } = take.header;
    return renderTake(
      { ...SMALL, take, from, to: to ?? from, ...order },
      {
        pages: inject("pages"),
        time: monotonicTime,
        report: (report) => reports.push(report),
        last: false,
        signal: new AbortController().signal,
        onNews: () => {},
        onBegin: () => {},
        ...options,
      },
    );
  };

  describe("of the house's scenes", () => {
    /** Longer than a film that goes on looks back. */
    const SECONDS = 7;
    const order = () => ({ fps: 10, hashes: path("again.txt"), frames: path("pictures") });
    const begun: number[] = [];
    let hashes: string[];

    /** Until so many frames are drawn, then does something about it, once. */
    const until = (frames: number, act: () => void): Partial<RenderOptions> => {
      let waits = true;
      return {
        onBegin: (begin) => begun.push(begin),
        onNews: (news) => {
          if (!waits || news.is !== "progress" || news.of !== "frames" || news.done < frames) return;
          waits = false;
          act();
        },
      };
    };

    beforeAll(async () => {
      const drums = ["kick", "closed_hat", "snare", "open_hat"] as const;
      await writeTake(path("takes/evening"), {
        seconds: SECONDS,
        hits: Array.from({ length: 8 * SECONDS }, (_, i) => ({
          at: 125 * i + 7,
          drum: drums[i % 4] ?? "kick",
          velocity: 50 + ((i * 37) % 70),
          ...(i % 3 === 0 ? {} : { voice: i % 3 === 1 ? "model1" : "model2" }),
        })),
        // With all that has a memory of its own: paint that flows, trails, one scene that gives way to another.
        cues: [
          { at: -1000, scene: "fresco", passes: { ...NO_PASSES, trails: 0.8, glitch: 0.3, bloom: 0.6, grain: 0.3 } },
          { at: 3000, scene: "flow", seed: 5, transition: "crossfade", transitionBeats: beats(2) },
        ],
      });
      await render("evening", { fps: 10, hashes: path("first.txt") });
      hashes = (await readFile(path("first.txt"), "utf8")).trim().split("\n");
    });

    it("has a frame for each moment, and hardly two are the same", () => {
      expect(hashes).toHaveLength(SECONDS * 10);
      expect(new Set(hashes).size).toBeGreaterThan(0.9 * hashes.length);
    });

    it("goes on by itself when the browser dies, once, and gives up with a sentence", async () => {
      // Each time in the third second of what there is.
      const dying = until(25, killBrowsers);
      const dyingAgain = until(45, killBrowsers);
      const news = (one: FilmNews): void => {
        dying.onNews?.(one);
        dyingAgain.onNews?.(one);
      };
      await expect(render("evening", order(), { ...dying, onNews: news })).rejects.toThrow(
        /in the middle of the film; what is made is kept in .*pictures\.parts, and the same command goes on with it/,
      );
      expect(reports.map(({ text }) => text)).toEqual([
        "The browser has ended in the middle of the film; it is started again, and goes on.",
      ]);
      expect(begun[0]).toBe(0);
      expect(begun[1]).toBeGreaterThan(0);
    });

    it("goes on when it is asked for again, as often as it is interrupted, and its frames are the same", async () => {
      const interrupt = new AbortController();
      const interrupting = until(62, () => interrupt.abort());
      const { ended } = await render("evening", order(), { ...interrupting, signal: interrupt.signal });
      expect(ended).toBe("interrupted");
      await render("evening", order(), { onBegin: (begin) => begun.push(begin) });
      // Pieces are whole, and none is made again.
      expect(begun).toHaveLength(4);
      expect(begun.filter((begin, n) => begin % 20 !== 0 || begin < (begun[n - 1] ?? 0))).toEqual([]);
      expect((await readFile(path("again.txt"), "utf8")).trim().split("\n")).toEqual(hashes);
      expect(await readdir(path("pictures"))).toHaveLength(SECONDS * 10);
      expect((await readFile(path("pictures/frame-000069.png"))).subarray(1, 4).toString()).toBe("PNG");
      expect(reports).toEqual([]);
    });
  });

  it("leaves no browser behind, even when it is killed", async () => {
    const owner = spawnProcess(new URL("../helpers/film-browser-process.ts", import.meta.url), []);
    await once(owner, "message");
    const [browser = 0] = browsersOf(owner.pid);
    expect(browser).not.toBe(0);
    owner.kill("SIGKILL");
    await once(owner, "exit");
    // One that is gone, and waits for nobody to look, has no words any more.
    await expect
      .poll(() => spawnSync("ps", ["-o", "args=", "-p", `${browser}`]).stdout.toString())
      .not.toMatch(/film-/);
  });

  describe("of a scene that flashes with each hit", () => {
    /** In milliseconds, on no frame's edge; further apart than the limiter minds. */
    const HITS = [213, 907, 1609.5];
    const SECONDS = 2;
    const cues = [{ at: -1000, scene: "flash", passes: NO_PASSES }];

    beforeAll(async () => {
      await mkdir(path("scenes/flash"), { recursive: true });
      await writeFile(path("scenes/flash/index.ts"), FLASH);
      const hits = HITS.map((at, i) => ({ at, ...(i % 2 === 0 ? {} : { voice: "model1" }) }));
      const corners = [
        [0.5, 0],
        [1, 0],
        [1, 1],
        [0.5, 1],
      ] as const;
      await writeTake(path("takes/flashes"), { seconds: SECONDS, hits, cues, projectors: { half: { corners } } });
    });

    it.each([
      [24, "mp4", null],
      [30, "webm", "half"],
      [60, "mp4", null],
    ] as const)("shows and sounds every hit within a frame, at %i a second in a .%s", async (fps, kind, projector) => {
      if (!hasFfmpeg()) return console.warn("skipped: no ffmpeg");
      const film = path(`flashes-${fps}.${kind}`);
      await render("flashes", { fps, projector, out: { path: film, kind } });
      const frames = brightnessOf(film);
      expect(frames).toHaveLength(SECONDS * fps);
      const seen = frames.filter(({ level }, n) => level > 64 && (frames[n - 1]?.level ?? 0) <= 64).map(({ at }) => at);
      const heard = onsetsOf(film);
      expect(seen).toHaveLength(HITS.length);
      expect(heard).toHaveLength(HITS.length);
      for (const [n, hit] of HITS.entries()) {
        expect(Math.abs((seen[n] ?? 0) - hit / 1000)).toBeLessThan(1 / fps);
        expect(Math.abs((heard[n] ?? 0) - hit / 1000)).toBeLessThan(1 / fps);
      }
    });

    it("has a projector's corners in it", () => {
      if (!hasFfmpeg()) return console.warn("skipped: no ffmpeg");
      const levelAt = (film: string, x: number): number =>
        pixelsAt(path(film), (HITS[1] ?? 0) / 1000 + 0.05)[3 * (45 * SMALL.width + x)] ?? 0;
      expect(levelAt("flashes-30.webm", 40)).toBeLessThan(20);
      expect(levelAt("flashes-30.webm", 120)).toBeGreaterThan(150);
      expect(levelAt("flashes-24.mp4", 40)).toBeGreaterThan(150);
    });

    it("takes another sound, from where it is told to, and can be seen through where it is dark", async () => {
      if (!hasFfmpeg()) return console.warn("skipped: no ffmpeg");
      const film = path("through.webm");
      await render("flashes", {
        alpha: true,
        frames: path("through"),
        out: { path: film, kind: "webm" },
        // From half a second before its beginning on.
        audio: { path: path("flashes-30.webm"), offset: -500 },
      });
      const heard = onsetsOf(film);
      const kept = HITS.filter((hit) => hit + 500 < 1000 * SECONDS);
      expect(heard).toHaveLength(kept.length);
      for (const [n, hit] of kept.entries()) expect(Math.abs((heard[n] ?? 0) - (hit + 500) / 1000)).toBeLessThan(0.02);
      const frame = (n: number): Buffer => alphaOf(path(`through/frame-${String(n).padStart(6, "0")}.png`));
      // But for the last bit, which hides steps of brightness.
      expect(frame(3).every((alpha) => alpha <= 2)).toBe(true);
      expect(frame(5).every((alpha) => alpha > 150)).toBe(true);
      expect(alphaModeOf(film)).toBe("1");
    });

    it("has the flash limiter in it, as long as it was on", async () => {
      if (!hasFfmpeg()) return console.warn("skipped: no ffmpeg");
      const hits = Array.from({ length: 20 }, (_, i) => ({ at: 50 + 200 * i }));
      await writeTake(path("takes/strobe"), { seconds: 4, hits, cues, limiterUntil: 2000 });
      const film = path("strobe.webm");
      await render("strobe", { out: { path: film, kind: "webm" } });
      const curve = brightnessOf(film).map(({ at, level }) => [1000 * at, (level / 255) ** 2.2, true] as const);
      const flashes = (from: number, to: number): number => {
        const part = curve.filter(([at]) => at >= from && at < to);
        return mostFlashes(changesOf(part, { change: 0.1, darkerBelow: 0.8 }));
      };
      expect(flashes(0, 2000)).toBeLessThanOrEqual(3);
      expect(flashes(2000, 4000)).toBeGreaterThan(3);
    });
  });
});

/** The browsers that a process has started to make films. */
const browsersOf = (parent: number | undefined): readonly number[] =>
  spawnSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
    .stdout.split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => Number(found?.[2]) === parent && found?.[3]?.includes("antiphon-film-"))
    .map((found) => Number(found?.[1]));

const killBrowsers = (): void => {
  for (const pid of browsersOf(process.pid)) process.kill(pid, "SIGKILL");
};
