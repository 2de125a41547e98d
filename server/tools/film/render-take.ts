import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../core/files/write-whole.ts";
import { FilmRun } from "./film-run.ts";
import { joinFilm } from "./join-film.ts";
import { notWritten } from "./not-written.ts";
import type { RenderOptions, RenderOrder } from "./render-order.ts";

export interface Rendered {
  readonly ended: "done" | "interrupted";
  readonly frames: number;
  /** Where what is made so far lies; null where nothing is. */
  readonly kept: string | null;
}

/**
 * Makes a film of a take, its hashes, or its frames. What is made is kept piece by piece beside it; asked again, it goes
 * on from there. Rejects with one sentence.
 */
export const renderTake = async (order: RenderOrder, options: RenderOptions): Promise<Rendered> => {
  const { take, out } = order;
  const target = out?.path ?? order.frames ?? order.hashes;
  if (!existsSync(join(options.pages, "film", "index.html")))
    throw new Error('The pages are not built yet: run "npm run build".');
  if (target === null) throw new Error("There is nothing to be made: name --out, --frames or --hashes.");
  const film = await FilmRun.open(order, options, `${target}.parts`);
  try {
    const isDone = await film.run();
    const { frames } = film;
    if (!isDone) return { ended: "interrupted", frames, kept: film.pieces.isEmpty ? null : film.pieces.folder };
    for (const loss of take.losses) options.report({ room: "film", level: "warning", text: loss });
    const pieces = film.pieces;
    const { hashes } = order;
    if (hashes !== null)
      await writeWhole(hashes, await pieces.hashes(pieces.count)).catch((error) => {
        throw notWritten(hashes, error);
      });
    if (out !== null)
      await joinFilm(
        {
          pieces: Array.from({ length: pieces.count }, (_, number) => pieces.pathOf("piece", number)),
          sound: pieces.hasSound ? pieces.soundPath : null,
          fps: order.fps,
          kind: out.kind,
        },
        out.path,
      ).catch((error) => {
        throw notWritten(out.path, error);
      });
    await pieces.remove();
    return { ended: "done", frames, kept: target };
  } finally {
    if (film.pieces.isEmpty) await film.pieces.remove();
    await film.dispose();
  }
};
