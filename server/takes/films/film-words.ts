import { join } from "node:path";
import type { CommandOf } from "../../../shared/controls/controls.ts";

type FilmOrder = Omit<CommandOf<"film">, "do">;

/** What an order has that does not say otherwise. */
const PLAIN = { kind: "mp4", width: 1920, height: 1080, fps: 60 } as const;

/** The file's name: the same order's is the same, so that it goes on; another one's is another, and takes nothing away. */
export const filmName = (order: FilmOrder): string => {
  const { kind, width, height, fps, from, to, projector } = { ...PLAIN, ...order };
  const stretch = from === undefined && to === undefined ? [] : [`${from ?? 0}-${to ?? "end"}`];
  const named = projector === undefined ? [] : [projector];
  return `${["film", `${width}x${height}`, `${fps}fps`, ...stretch, ...named].join("_")}.${kind}`;
};

/** The same for `antiphon render`, of the take in a folder. */
export const wordsFor = (order: FilmOrder, folder: string, file: string): readonly string[] => {
  const { width, height, fps, from, to, projector } = { ...PLAIN, ...order };
  return [
    ...[folder, "--out", join(folder, file), "--size", `${width}x${height}`, "--fps", String(fps)],
    ...(from === undefined ? [] : ["--from", from.toFixed(3)]),
    ...(to === undefined ? [] : ["--to", to.toFixed(3)]),
    ...(projector === undefined ? [] : [`--projector=${projector}`]),
  ];
};
