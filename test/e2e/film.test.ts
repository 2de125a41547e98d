import { spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { openTake } from "../../server/takes/read-take.ts";
import type { RenderOptions, RenderOrder } from "../../server/tools/film/render-order.ts";
import { type Rendered, renderTake } from "../../server/tools/film/render-take.ts";
import type { Report } from "../../shared/events/report.ts";
import { NO_PASSES } from "../../shared/picture/passes.ts";
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
        signal: new AbortController().signal,
        onNews: () => {},
        onBegin: () => {},
        ...options,
      },
    );
  };

  describe("of the house's scenes", () => {
    const SECONDS = 9;
    let hashes: string[];

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
          {
            at: -1000,
            scene: "fresco",
            passes: {
              trails: 0.8,
              kaleidoscope: 0,
              glitch: 0.3,
              "chromatic-shift": 0,
              bloom: 0.6,
              grade: 0.3,
              grain: 0.3,
            },
          },
          { at: 3000, scene: "flow", seed: 5, transition: "crossfade", transitionBeats: beats(2) },
        ],
      });
      await render("evening", { hashes: path("first.txt") });
      hashes = (await readFile(path("first.txt"), "utf8")).trim().split("\n");
    });

    it("has a frame for each moment, and hardly two are the same", () => {
      expect(hashes).toHaveLength(SECONDS * SMALL.fps);
      expect(new Set(hashes).size).toBeGreaterThan(0.9 * hashes.length);
    });

    it("is the same again, also as pictures and encoded", async () => {
      await render("evening", {
        hashes: path("second.txt"),
        frames: path("pictures"),
        out: { path: path("film.webm"), kind: "webm" },
      });
      expect((await readFile(path("second.txt"), "utf8")).trim().split("\n")).toEqual(hashes);
      expect((await readFile(path("pictures/frame-000100.png"))).subarray(1, 4).toString()).toBe("PNG");
      expect(reports).toEqual([]);
    });

    it("is the same when it was interrupted and went on", async () => {
      const interrupt = new AbortController();
      const order = { hashes: path("third.txt") };
      const ended = await render("evening", order, {
        signal: interrupt.signal,
        onNews: (news) => {
          if (news.is === "progress" && news.done === 7 * SMALL.fps) interrupt.abort();
        },
      });
      expect(ended.ended).toBe("interrupted");
      const begun: number[] = [];
      await render("evening", order, { onBegin: (begin) => begun.push(begin) });
      expect(begun).toEqual([6 * SMALL.fps]);
      expect((await readFile(path("third.txt"), "utf8")).trim().split("\n")).toEqual(hashes);
    });
  });

  describe("of a scene that flashes with each hit", () => {
    /** In milliseconds, on no frame's edge; further apart than the limiter minds. */
    const HITS = [413, 1107, 1809.5, 2588, 3262.4];
    const SECONDS = 4;

    beforeAll(async () => {
      await mkdir(path("scenes/flash"), { recursive: true });
      await writeFile(path("scenes/flash/index.ts"), FLASH);
      const hits = HITS.map((at, i) => ({ at, ...(i % 2 === 0 ? {} : { voice: "model1" }) }));
      const cues = [{ at: -1000, scene: "flash", passes: NO_PASSES }];
      const corners = [
        [0.5, 0],
        [1, 0],
        [1, 1],
        [0.5, 1],
      ] as const;
      await writeTake(path("takes/flashes"), { seconds: SECONDS, hits, cues, projectors: { half: { corners } } });
      const many = Array.from({ length: 30 }, (_, i) => ({ at: 50 + 200 * i }));
      for (const limiter of [true, false])
        await writeTake(path(`takes/strobe-${limiter}`), { seconds: 6, hits: many, cues, limiter });
    });

    it.each([
      [24, "mp4"],
      [30, "webm"],
      [60, "mp4"],
    ] as const)("shows and sounds every hit within a frame, at %i a second in a .%s", async (fps, kind) => {
      if (!hasFfmpeg()) return console.warn("skipped: no ffmpeg");
      const film = path(`flashes-${fps}.${kind}`);
      await render("flashes", { fps, out: { path: film, kind } });
      const frames = brightnessOf(film);
      expect(frames).toHaveLength(SECONDS * fps);
      const seen = frames
        .filter(({ level }, n) => level > 128 && (frames[n - 1]?.level ?? 0) <= 128)
        .map(({ at }) => at);
      const heard = onsetsOf(film);
      expect(seen).toHaveLength(HITS.length);
      expect(heard).toHaveLength(HITS.length);
      for (const [n, hit] of HITS.entries()) {
        expect(Math.abs((seen[n] ?? 0) - hit / 1000)).toBeLessThan(1 / fps);
        expect(Math.abs((heard[n] ?? 0) - hit / 1000)).toBeLessThan(1 / fps);
      }
    });

    it("takes another sound, from where it is told to", async () => {
      if (!hasFfmpeg()) return console.warn("skipped: no ffmpeg");
      const [kit, film] = [path("kit.webm"), path("later.webm")];
      await render("flashes", { out: { path: kit, kind: "webm" } });
      // From half a second before its beginning on.
      await render("flashes", { out: { path: film, kind: "webm" }, audio: { path: kit, offset: -500 } });
      const heard = onsetsOf(film);
      const kept = HITS.filter((hit) => hit + 500 < 1000 * SECONDS);
      expect(heard).toHaveLength(kept.length);
      for (const [n, hit] of kept.entries()) expect(Math.abs((heard[n] ?? 0) - (hit + 500) / 1000)).toBeLessThan(0.02);
    });

    it("has a projector's corners in it", async () => {
      if (!hasFfmpeg()) return console.warn("skipped: no ffmpeg");
      const film = path("half.webm");
      await render("flashes", { projector: "half", out: { path: film, kind: "webm" } });
      const pixels = pixelsAt(film, (HITS[1] ?? 0) / 1000 + 0.05);
      const levelAt = (x: number, y: number): number => pixels[3 * (y * SMALL.width + x)] ?? 0;
      expect(levelAt(40, 45)).toBeLessThan(20);
      expect(levelAt(120, 45)).toBeGreaterThan(150);
    });

    it("has the flash limiter in it", async () => {
      if (!hasFfmpeg()) return console.warn("skipped: no ffmpeg");
      const flashes = async (limiter: boolean): Promise<number> => {
        const film = path(`strobe-${limiter}.webm`);
        await render(`strobe-${limiter}`, { out: { path: film, kind: "webm" } });
        const curve = brightnessOf(film).map(({ at, level }) => [1000 * at, (level / 255) ** 2.2, true] as const);
        return mostFlashes(changesOf(curve, { change: 0.1, darkerBelow: 0.8 }));
      };
      expect(await flashes(false)).toBeGreaterThan(3);
      expect(await flashes(true)).toBeLessThanOrEqual(3);
    });

    it("can be seen through where it is dark", async () => {
      if (!hasFfmpeg()) return console.warn("skipped: no ffmpeg");
      const film = path("through.webm");
      await render("flashes", { alpha: true, frames: path("through"), out: { path: film, kind: "webm" } });
      const frame = (n: number): Buffer => alphaOf(path(`through/frame-${String(n).padStart(6, "0")}.png`));
      // But for the last bit, which hides steps of brightness.
      expect(frame(5).every((alpha) => alpha <= 2)).toBe(true);
      expect(frame(9).every((alpha) => alpha > 150)).toBe(true);
      expect(alphaModeOf(film)).toBe("1");
    });

    it("goes on when the browser dies, once, and gives up with a sentence", async () => {
      await render("flashes", { hashes: path("whole.txt") });
      let kills = 1;
      const killing = (): Partial<RenderOptions> => ({
        onNews: (news) => {
          if (news.is === "progress" && news.done === 50 && kills-- > 0) killBrowsers();
        },
      });
      await render("flashes", { hashes: path("killed.txt") }, killing());
      expect(reports.map(({ text }) => text)).toEqual([
        "The browser has ended in the middle of the film; it is started again, and goes on.",
      ]);
      expect(await readFile(path("killed.txt"), "utf8")).toBe(await readFile(path("whole.txt"), "utf8"));
      kills = 2;
      await expect(render("flashes", { hashes: path("killed-twice.txt") }, killing())).rejects.toThrow(
        /in the middle of the film; what is made is kept in .*killed-twice\.txt\.parts, and the same command goes on/,
      );
      await render("flashes", { hashes: path("killed-twice.txt") });
      expect(await readFile(path("killed-twice.txt"), "utf8")).toBe(await readFile(path("whole.txt"), "utf8"));
    });
  });
});

/** Ends the browsers that this process has started to make films. */
const killBrowsers = (): void => {
  const { stdout } = spawnSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" });
  for (const line of stdout.split("\n")) {
    const [, pid, parent, words = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (Number(parent) === process.pid && words.includes("antiphon-film-")) process.kill(Number(pid), "SIGKILL");
  }
};
