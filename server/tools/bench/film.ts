import { join } from "node:path";
import type { Reporter } from "../../../shared/events/report.ts";
import { projectFolder } from "../../core/files/project-folder.ts";
import { monotonicNow, monotonicTime } from "../../core/time/monotonic.ts";
import { CLIPS_SCENE, HOUSE_SCENES } from "../../picture/scenes/house-scenes.ts";
import { RenderProcess } from "../../takes/films/render-process.ts";
import { openTake } from "../../takes/read-take.ts";
import { FilmRun } from "../film/film-run.ts";
import { writeFilmTake } from "./film-take.ts";
import { withGeneratingVoices } from "./generating-voices.ts";
import { type Delays, liveDelays } from "./live.ts";
import { type Figure, figure, type Measure } from "./measure.ts";
import { percentile } from "./percentile.ts";
import { PAGE_HEIGHT, PAGE_WIDTH } from "./running-show.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

const FPS = 30;
const SECONDS = 3;
const FASTEST_WANTED = 10;
/** Longer than the hits beside it are played. */
const FILM_BESIDE_SECONDS = 600;
/** Live hits alone and beside a film, by turns. */
const TURNS = 3;
const HITS_A_TURN = 200;

/** How fast films are made, of every scene but the one that needs clips, and what one that is being made does to a live note. */
export const film: Measure = {
  name: "film",
  about: `a film of each scene, ${PAGE_WIDTH} × ${PAGE_HEIGHT}, against the drawing alone; a live note while one is made, against none`,
  run: (report) =>
    withTemporaryFolder(async (folder) => {
      const figures: Figure[] = [];
      for (const { name } of HOUSE_SCENES)
        if (name !== CLIPS_SCENE) figures.push(...(await speedOf(name, join(folder, name), report)));
      return [...figures, ...(await liveBeside(join(folder, "beside"), report))];
    }),
};

const speedOf = async (scene: string, folder: string, report: Reporter): Promise<Figure[]> => {
  const take = join(folder, "takes", scene);
  await writeFilmTake(take, scene, SECONDS);
  const drawn = await framesASecond(take, join(folder, "drawn"), null, report);
  const made = await framesASecond(take, join(folder, "made"), join(folder, "film.mp4"), report);
  return [
    { ...figure("film", made, "fps", `>= ${FASTEST_WANTED}`, made >= FASTEST_WANTED), subject: scene },
    { ...figure("drawing alone", drawn, "fps"), subject: scene },
    { ...figure("film against drawing alone", made / drawn, "x"), subject: scene },
  ];
};

/** From the first frame on, which waits for shaders; without a film the frames are drawn, and nothing is made of them. */
const framesASecond = async (folder: string, parts: string, out: string | null, report: Reporter): Promise<number> => {
  const take = await openTake(folder);
  const told: { readonly at: number; readonly done: number }[] = [];
  const run = await FilmRun.open(
    {
      ...{ take, from: take.header.from, to: take.header.to ?? take.header.from, fps: FPS },
      ...{ width: PAGE_WIDTH, height: PAGE_HEIGHT, projector: null, alpha: false },
      ...{ out: out === null ? null : { path: out, kind: "mp4" }, frames: null, hashes: null, audio: null },
    },
    {
      pages: join(projectFolder, "dist", "visuals"),
      time: monotonicTime,
      report,
      last: false,
      signal: new AbortController().signal,
      onNews: (news) => {
        if (news.is === "progress" && news.of === "frames") told.push({ at: monotonicNow(), done: news.done });
      },
      onBegin: () => {},
    },
    parts,
  );
  try {
    await run.run();
  } finally {
    await run.dispose();
  }
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined || first === last) throw new Error("the film has too few frames");
  return (1000 * (last.done - first.done)) / (last.at - first.at);
};

/** As everybody makes films: in a process of the lowest priority. */
const liveBeside = async (folder: string, report: Reporter): Promise<Figure[]> => {
  const take = join(folder, "takes", "long");
  await writeFilmTake(take, HOUSE_SCENES[0].name, FILM_BESIDE_SECONDS);
  const alone: number[] = [];
  const beside: number[] = [];
  const keep = (delays: { readonly ours: Delays }, into: number[]): number => into.push(...delays.ours["all three"]);
  await withGeneratingVoices(report, async () => {
    for (let turn = 0; turn < TURNS; turn++) {
      keep(await liveDelays(join(folder, "log"), report, HITS_A_TURN), alone);
      const render = await begun([
        ...[take, "--out", join(folder, "film.mp4"), "--size", `${PAGE_WIDTH}x${PAGE_HEIGHT}`, "--fps", "60"],
      ]);
      try {
        keep(await liveDelays(join(folder, "log"), report, HITS_A_TURN), beside);
      } finally {
        render.stop();
        await render.ended;
      }
    }
  });
  const [p50, base50] = [percentile(beside, 0.5), percentile(alone, 0.5)];
  const [p99, base99] = [percentile(beside, 0.99), percentile(alone, 0.99)];
  return [
    figure("a live note while a film is made, p50", p50, "ms"),
    figure("without, p50", base50, "ms"),
    figure("p50 against without", p50 / base50, "x", "<= 1.2", p50 <= 1.2 * base50),
    figure("a live note while a film is made, p99", p99, "ms"),
    figure("without, p99", base99, "ms"),
    figure("p99 added", p99 - base99, "ms", "<= 2", p99 - base99 <= 2),
  ];
};

/** A film on its way: resolves when its first frames are drawn. Rejects with why there are none. */
const begun = async (words: readonly string[]): Promise<RenderProcess> => {
  let onProgress = (): void => {};
  const progressed = new Promise<void>((resolve) => {
    onProgress = resolve;
  });
  const render = new RenderProcess(words, () => onProgress());
  const ended = render.ended.then((end) => {
    throw new Error(end.how === "failed" ? end.reason : "the film has ended too soon");
  });
  await Promise.race([progressed, ended]);
  return render;
};
