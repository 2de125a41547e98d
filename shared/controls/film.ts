import { z } from "zod";
import { FILM_KINDS } from "../protocol/film.ts";
import { defineCommand } from "./control.ts";
import { NAMES } from "./names.ts";

/** Longest side a WebGL 2 canvas is sure to have, and the shortest that is worth it. */
export const LONGEST_SIDE = 4096;
export const SHORTEST_SIDE = 16;
/** Frames a second. */
export const HIGHEST_FPS = 240;

const Side = z.int().min(SHORTEST_SIDE).max(LONGEST_SIDE);
const Seconds = z.number().min(0);

export const FILM_COMMANDS = {
  film: defineCommand({
    takes: {
      take: NAMES.take,
      kind: z.enum(FILM_KINDS).exactOptional(),
      width: Side.exactOptional(),
      height: Side.exactOptional(),
      fps: z.number().min(1).max(HIGHEST_FPS).exactOptional(),
      from: Seconds.exactOptional(),
      to: Seconds.exactOptional(),
      projector: NAMES.projector.exactOptional(),
      replace: z.boolean().exactOptional(),
    },
    about:
      "makes a film of a take, beside it in its folder, while nobody else needs the machine: mp4, 1920 × 1080, 60 frames a second, from its beginning to its end, unless the order says otherwise. Ordered again it goes on where it was stopped; one that is there already stays unless `replace` is true",
  }),
  "film-stop": defineCommand({
    takes: {},
    about: "stops the film that is being made; what is made of it is kept, and the same order goes on with it",
  }),
};
