import { z } from "zod";
import type { Extent } from "../mapping/canvas.ts";
import { isConvex } from "../mapping/homography.ts";
import { FEWEST_LINES, MOST_LINES } from "../mapping/mesh.ts";
import {
  LARGEST_DELAY_MS,
  MOST_MASK_POINTS,
  MOST_MASKS,
  PROJECTOR_NAME,
  TEST_PATTERNS,
} from "../mapping/plain-projector.ts";
import type { Ms } from "../time/units.ts";

/** More than these are not kept. */
export const MOST_PROJECTORS = 32;

export const ProjectorName = z
  .string({ error: "must be a name" })
  .regex(PROJECTOR_NAME, { error: "must be a name of at most 40 letters, digits, spaces, - and _" });

const Share = z.number().min(0).max(1);
/** Somewhat beyond the projector's own picture, on every side. */
const Place = z
  .tuple([z.number().min(-1).max(2), z.number().min(-1).max(2)], { error: "must be a place [x, y]" })
  .readonly();

const Crop = z
  .strictObject({ x: Share, y: Share, width: z.number().min(0.01).max(1), height: z.number().min(0.01).max(1) })
  .refine(({ x, y, width, height }) => x + width < 1.000001 && y + height < 1.000001, {
    error: "must lie inside the canvas: x + width and y + height are at most 1",
  });

const PinnedCorners = z
  .tuple([Place, Place, Place, Place], { error: "must be four places, clockwise from the top left" })
  .refine(isConvex, {
    error: "must go round clockwise from the top left without crossing, caving in or lying in a line",
  })
  .readonly();

const Lines = z.int().min(FEWEST_LINES).max(MOST_LINES);

const MeshSetup = z
  .strictObject({
    columns: Lines,
    rows: Lines,
    smooth: z.boolean(),
    points: z
      .array(Place)
      .max(MOST_LINES ** 2)
      .readonly(),
  })
  .refine(({ columns, rows, points }) => points.length === columns * rows, {
    error: "must have columns × rows points, row by row",
  });

const MaskSetup = z.strictObject({
  keep: z.boolean(),
  feather: z.number().min(0).max(0.5),
  points: z.array(Place).min(3).max(MOST_MASK_POINTS).readonly(),
});

const Blend = z
  .strictObject({ left: Share, right: Share, top: Share, bottom: Share })
  .refine(({ left, right, top, bottom }) => left + right < 1.000001 && top + bottom < 1.000001, {
    error: "must leave the middle: left + right and top + bottom are at most 1",
  });

/** How one projector shows its part of the picture. Lengths are shares, as `shared/mapping` has them. */
export const ProjectorSetup = z.strictObject({
  /** The part of the canvas that it shows. */
  crop: Crop,
  /** How far the picture is turned, clockwise, for a projector that hangs on its side. */
  turn: z.literal([0, 90, 180, 270]),
  /** Swaps left and right, for projection from behind. */
  mirror: z.boolean(),
  corners: PinnedCorners,
  /** null is flat. */
  mesh: MeshSetup.nullable(),
  masks: z.array(MaskSetup).max(MOST_MASKS).readonly(),
  /** Soft edges, in shares of its own part. */
  blend: Blend,
  brightness: z.number().min(0).max(2),
  /** The projector's own: how its light follows the signal. */
  gamma: z.number().min(1).max(4),
  pattern: z.enum(TEST_PATTERNS),
  /** Milliseconds the projector takes to show a picture: everything is drawn for that much later. */
  delay: z.number().min(-LARGEST_DELAY_MS).max(LARGEST_DELAY_MS),
});
export type ProjectorSetup = z.infer<typeof ProjectorSetup>;

/** Some of a setup anew. */
export const ProjectorChanges = z.strictObject({
  crop: Crop.exactOptional(),
  turn: ProjectorSetup.shape.turn.exactOptional(),
  mirror: z.boolean().exactOptional(),
  corners: PinnedCorners.exactOptional(),
  mesh: MeshSetup.nullable().exactOptional(),
  masks: ProjectorSetup.shape.masks.exactOptional(),
  blend: Blend.exactOptional(),
  brightness: ProjectorSetup.shape.brightness.exactOptional(),
  gamma: ProjectorSetup.shape.gamma.exactOptional(),
  pattern: ProjectorSetup.shape.pattern.exactOptional(),
  delay: ProjectorSetup.shape.delay.exactOptional(),
});
export type ProjectorChanges = z.infer<typeof ProjectorChanges>;

const Side = z.int().min(1).max(32_768);

/** The shape of the whole picture that several projectors show parts of, in pixels. */
export const Canvas = z
  .strictObject({ width: Side, height: Side })
  .refine(({ width, height }) => width <= height * 32 && height <= width * 32, {
    error: "must not be more than 32 times as long as it is wide",
  });

/** What the desk and the stages may order of projectors; part of DeskCommand. */
export const PROJECTOR_COMMANDS = [
  z.strictObject({ do: z.literal("projector"), projector: ProjectorName, set: ProjectorChanges }),
  /** Its name is shown on it for a few seconds. */
  z.strictObject({ do: z.literal("identify"), projector: ProjectorName }),
  /** What is kept of it goes; if it is connected it stays, untouched. */
  z.strictObject({ do: z.literal("forget-projector"), projector: ProjectorName }),
  /** null: each projector's own shape. */
  z.strictObject({ do: z.literal("canvas"), canvas: Canvas.nullable() }),
] as const;

export type ProjectorCommand = z.infer<(typeof PROJECTOR_COMMANDS)[number]>;

const PROJECTOR_ORDERS: ReadonlySet<string> = new Set(PROJECTOR_COMMANDS.map(({ shape }) => shape.do.value));

/** Whether the command is about projectors. */
export const isProjectorCommand = (command: { readonly do: string }): command is ProjectorCommand =>
  PROJECTOR_ORDERS.has(command.do);

/** One projector as the pages see it. */
export interface ProjectorState {
  readonly name: string;
  /** Stages that are connected under this name. */
  readonly stages: number;
  readonly setup: ProjectorSetup;
  /** When its name was last asked to be shown, on the server's axis; null if never. */
  readonly identifiedAt: Ms | null;
}

export interface ProjectorsState {
  readonly canvas: Extent | null;
  /** Those that are kept and those that are connected, by name. */
  readonly projectors: readonly ProjectorState[];
}
