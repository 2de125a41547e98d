import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { Films } from "../../../server/takes/films/films.ts";
import type { Render, RenderEnd, RenderProgress } from "../../../server/takes/films/render-process.ts";
import type { Report } from "../../../shared/events/report.ts";
import type { FilmJobState } from "../../../shared/protocol/film-job.ts";
import type { TakeEntry } from "../../../shared/protocol/takes.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

/** A process that a test leads: what it was asked for, and how it goes. */
interface Led {
  readonly words: readonly string[];
  readonly tell: (progress: RenderProgress) => void;
  readonly end: (end: RenderEnd) => void;
}

const ENTRY: TakeEntry = {
  name: "evening",
  began: "2026-01-01T20:00:00Z",
  seconds: 60,
  tempo: 120,
  notes: 1,
  hits: 1,
  marks: [],
  bytes: 1,
  whole: true,
  films: [],
  thumbnail: null,
  fault: null,
};

describe("films of takes", () => {
  const { path } = temporaryFolder();
  let time: VirtualTime;
  let led: Led[];
  let films: Films;
  let told: FilmJobState[];
  let reports: Report[];
  let count = 0;
  let folder = "";
  const render: Render = (words, tell) => {
    let end: Led["end"] = () => {};
    const ended = new Promise<RenderEnd>((resolve) => {
      end = resolve;
    });
    led.push({ words, tell, end });
    return { ended, stop: () => end({ how: "stopped" }) };
  };
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));
  const request = new Request("http://127.0.0.1/");
  beforeEach(async () => {
    folder = path(`takes-${++count}`);
    await mkdir(folder, { recursive: true });
    [led, told, reports] = [[], [], []];
    time = new VirtualTime();
    films = new Films({
      takes: {
        finished: (take) => {
          if (take !== ENTRY.name) throw new Error(`There is no take ${take}.`);
          return { folder, entry: { ...ENTRY, films: ["film.webm"] } };
        },
      },
      render,
      time,
      report: (report) => reports.push(report),
      onListenerError: (error) => {
        throw error;
      },
    });
    films.changed.on((state) => told.push(state));
  });

  it("are made one at a time, and say how far they are", async () => {
    films.order({ do: "film", take: "evening", width: 1280, height: 720, fps: 30, from: 10, projector: "left" });
    await settled();
    const file = "film_1280x720_30fps_10-end_left.mp4";
    expect(led[0]?.words).toEqual([
      ...[folder, "--out", join(folder, file), "--size", "1280x720", "--fps", "30"],
      ...["--from", "10.000", "--projector=left"],
    ]);
    expect(() => films.order({ do: "film", take: "evening" })).toThrow(
      "A film of evening is being made; wait until it is done, or stop it.",
    );
    expect(() => films.demandIdle("evening")).toThrow("stop it first");
    films.demandIdle("another");
    led[0]?.tell({ done: 0.25, secondsLeft: 30 });
    led[0]?.tell({ done: 0.26, secondsLeft: 29 });
    expect(told.at(-1)).toMatchObject({ take: "evening", file, done: 0.25, secondsLeft: 30, ended: null });
    led[0]?.end({ how: "done" });
    await settled();
    expect(films.state).toMatchObject({ done: 1, secondsLeft: null, ended: "done", fault: null });
    expect(reports.map(({ text }) => text)).toEqual([`A film of evening is made: ${file}.`]);
    films.demandIdle("evening");
  });

  it("take nothing away unasked", async () => {
    await writeFile(join(folder, "film_1920x1080_60fps.mp4"), "");
    expect(() => films.order({ do: "film", take: "evening" })).toThrow(
      'There is film_1920x1080_60fps.mp4 of evening already; order it with "replace" to have it made again.',
    );
    films.order({ do: "film", take: "evening", fps: 30 });
    films.stop();
    await settled();
    films.order({ do: "film", take: "evening", replace: true });
    await settled();
    expect(films.state?.ended).toBe(null);
    expect(() => films.order({ do: "film", take: "gone" })).toThrow("A film of evening is being made");
  });

  it("are stopped, and say why they fail", async () => {
    expect(() => films.stop()).toThrow("No film is being made.");
    films.order({ do: "film", take: "evening" });
    await settled();
    films.stop();
    await settled();
    expect(films.state).toMatchObject({ ended: "stopped", fault: null });
    films.order({ do: "film", take: "evening" });
    await settled();
    led.at(-1)?.end({ how: "failed", reason: "A film is drawn by Chromium, and none is found here." });
    await settled();
    expect(films.state).toMatchObject({ ended: "failed", fault: expect.stringContaining("Chromium") });
    expect(reports.map(({ level }) => level)).toEqual(["error"]);
    films.order({ do: "film", take: "evening" });
    await settled();
    await films.dispose();
    expect(films.state?.ended).toBe("stopped");
  });

  it("come before pictures, which are made when they are first looked at", async () => {
    expect(await films.thumbnail("gone", request)).toBe(null);
    expect(await films.thumbnail("evening", request)).toBe(null);
    expect(await films.thumbnail("evening", request)).toBe(null);
    const begun = () => expect.poll(() => led.map(({ words }) => words[1]));
    await begun().toEqual(["--frames"]);
    films.order({ do: "film", take: "evening" });
    // The picture was put off.
    await begun().toEqual(["--frames", "--out"]);
    led[1]?.end({ how: "done" });
    await begun().toEqual(["--frames", "--out", "--frames"]);
    const frames = led[2]?.words[2] ?? "";
    await mkdir(frames);
    await writeFile(join(frames, "frame-000000.png"), "first");
    await writeFile(join(frames, "frame-000001.png"), "last");
    led[2]?.end({ how: "done" });
    await expect.poll(async () => (await films.thumbnail("evening", request))?.text()).toBe("last");
    expect(led).toHaveLength(3);
  });

  it("are tried once where no picture comes of it", async () => {
    await films.thumbnail("evening", request);
    await settled();
    led[0]?.end({ how: "failed", reason: "No browser." });
    await settled();
    await films.thumbnail("evening", request);
    await settled();
    expect(led).toHaveLength(1);
    expect(reports.map(({ text }) => text)).toEqual(["A take has no picture: No browser."]);
  });

  it("of a take that is renamed or deleted meanwhile are nothing to complain of", async () => {
    await films.thumbnail("evening", request);
    await settled();
    await rm(folder, { recursive: true });
    led[0]?.end({ how: "failed", reason: "There is no such take." });
    await settled();
    expect(reports).toEqual([]);
  });

  it("are handed out by their names, and nothing else of the folder", async () => {
    await writeFile(join(folder, "film.webm"), "film");
    await writeFile(join(folder, "take.json"), "{}");
    const film = await films.film("evening", "film.webm", request);
    expect(film?.headers.get("content-type")).toBe("video/webm");
    expect(await film?.text()).toBe("film");
    expect(await films.film("evening", "take.json", request)).toBe(null);
    expect(await films.film("evening", "../film.webm", request)).toBe(null);
  });
});
