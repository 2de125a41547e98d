import { z } from "zod";
import type { Ms } from "../../shared/time/units.ts";
import { Show } from "../core/show/show.ts";
import { LOG_VERSION } from "./log/record.ts";

const Moment = z.number() as unknown as z.ZodType<Ms>;
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What `take.json` says. It is written when the take begins, with `to` open, and again when it ends. */
export const TakeHeader = z.object({
  /** What the folder is. */
  take: z.literal("antiphon"),
  version: z.int().min(1),
  /** Of the program and of its protocol. */
  antiphon: z.string(),
  protocol: z.int(),
  /** The whole show, and the name of its file; null for the default show. */
  show: Show,
  showFile: z.string().nullable(),
  /** All chance came from it. */
  seed: z.int(),
  /** Another with every start of a server. */
  run: z.int(),
  /** The time of day at `from`. */
  began: z.iso.datetime({ offset: true }),
  /** The take is the part of its log from here to there, in milliseconds on the server's axis; `to` is null while it runs or when it was cut off. */
  from: Moment,
  to: Moment.nullable(),
  /** Whether its log goes back to the start of the server: then it can be played again from what came from outside. */
  whole: z.boolean(),
  /** Where its log lies while that is not in the folder itself, seen from the folder; null when it is. */
  logAt: z.string().nullable(),
  /** The checkpoints that the voices played, by hashOfCheckpoint, and the show's own scenes; null for what could not be read. */
  models: z.array(z.object({ voice: z.string(), model: z.string(), hash: Hash.nullable() })),
  scenes: z.array(z.object({ name: z.string(), version: z.string().nullable() })),
  /** From each moment on, the tempo and metre. */
  tempi: z.array(
    z.object({
      at: Moment,
      beat: z.number(),
      tempo: z.number(),
      metre: z.tuple([z.int(), z.int()]),
      playing: z.boolean(),
    }),
  ),
  marks: z.array(z.object({ at: Moment, words: z.string() })),
  counts: z.object({ hits: z.int(), notes: z.int(), cues: z.int(), orders: z.int() }),
  /** Of the log, as it lies on the disk. */
  bytes: z.int(),
});
export type TakeHeader = z.infer<typeof TakeHeader>;

export const HEADER_FILE = "take.json";
/** Its folder of segments, `000012.jsonl` while they grow, `000012.jsonl.gz` when they are full. */
export const LOG_FOLDER = "log";

export const TAKE_VERSION = LOG_VERSION;

type Known = "antiphon" | "protocol" | "show" | "showFile" | "seed" | "run" | "began" | "from" | "to" | "whole";

/** The header of a take that begins, by what is known of it then; the rest is found in its log when it is finished. */
export const newHeader = (known: Pick<TakeHeader, Known> & Partial<TakeHeader>): TakeHeader => ({
  take: "antiphon",
  version: TAKE_VERSION,
  logAt: null,
  models: [],
  scenes: [],
  tempi: [],
  marks: [],
  counts: { hits: 0, notes: 0, cues: 0, orders: 0 },
  bytes: 0,
  ...known,
});
