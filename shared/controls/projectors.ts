import { z } from "zod";
import { isConvex } from "../mapping/homography.ts";
import { FEWEST_LINES, MOST_LINES } from "../mapping/mesh.ts";
import {
  LARGEST_DELAY_MS,
  MOST_MASK_POINTS,
  MOST_MASKS,
  PLAIN_PROJECTOR,
  TEST_PATTERNS,
} from "../mapping/plain-projector.ts";
import { defineCommand, defineSetting, reading, type Setting, turning } from "./control.ts";
import { NAMES } from "./names.ts";
import { VALUE } from "./template.ts";

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

/** How one projector shows its part of the picture. Lengths are shares of its own picture, from the top left. */
const SCHEMAS = {
  crop: Crop,
  turn: z.literal([0, 90, 180, 270]),
  mirror: z.boolean(),
  corners: PinnedCorners,
  mesh: MeshSetup.nullable(),
  masks: z.array(MaskSetup).max(MOST_MASKS).readonly(),
  blend: Blend,
  brightness: z.number().min(0).max(2),
  gamma: z.number().min(1).max(4),
  pattern: z.enum(TEST_PATTERNS),
  delay: z.number().min(-LARGEST_DELAY_MS).max(LARGEST_DELAY_MS),
};
type Schemas = typeof SCHEMAS;
export type ProjectorSettingName = keyof Schemas;

export const ProjectorSetup = z.strictObject(SCHEMAS);
export type ProjectorSetup = z.infer<typeof ProjectorSetup>;

/** Some of a setup anew. */
export const ProjectorChanges = z.strictObject(
  Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, schema.exactOptional()])) as unknown as {
    [Name in ProjectorSettingName]: z.ZodExactOptional<Schemas[Name]>;
  },
);
export type ProjectorChanges = z.infer<typeof ProjectorChanges>;

const setting = (name: ProjectorSettingName, about: string, more: Partial<Setting> = {}): Setting =>
  defineSetting({
    path: `projector/<projector>/${name}`,
    schema: SCHEMAS[name] as z.ZodType,
    default: PLAIN_PROJECTOR[name],
    kept: "file",
    about,
    ...more,
    template: { do: "projector", projector: "<projector>", set: { [name]: VALUE } },
    read: ({ projectors }) =>
      projectors?.projectors.map((one) => ({ names: { projector: one.name }, value: one.setup[name] })) ?? [],
  });

const PROJECTOR = {
  crop: setting("crop", "the part of the canvas that it shows: `x`, `y`, `width`, `height` in shares of the canvas"),
  turn: setting("turn", "how far the picture is turned, clockwise, for a projector that hangs on its side", {
    unit: "degrees",
  }),
  mirror: setting("mirror", "swaps left and right, for projection from behind"),
  corners: setting("corners", "four places [x, y] clockwise from the top left, -1 to 2, convex"),
  mesh: setting(
    "mesh",
    "null for none, or `columns` and `rows` 2 to 9, `smooth` (bent, or flat between the points), `points` row by row before the corners are pinned",
  ),
  masks: setting(
    "masks",
    "each of `points`, `feather` 0 to 0.5 of the height, `keep` (dark outside instead of inside)",
  ),
  blend: setting("blend", "the widths of soft edges `left`, `right`, `top`, `bottom`"),
  brightness: setting("brightness", "how much of the light; 0 is dark", { reach: { min: 0, max: 1.5 } }),
  gamma: setting("gamma", "how the projector's own light follows the signal"),
  pattern: setting("pattern", "a test pattern in place of the picture"),
  delay: setting("delay", "the time it takes to show a picture: everything is drawn for that much later", {
    unit: "ms",
  }),
} satisfies Record<ProjectorSettingName, Setting>;

const Side = z.int().min(1).max(32_768);

/** The shape of the whole picture that several projectors show parts of, in pixels. */
export const Canvas = z
  .strictObject({ width: Side, height: Side })
  .refine(({ width, height }) => width <= height * 32 && height <= width * 32, {
    error: "must not be more than 32 times as long as it is wide",
  });

export const PROJECTOR_SETTINGS = {
  ...PROJECTOR,
  canvas: defineSetting({
    path: "canvas",
    schema: Canvas.nullable(),
    default: null,
    kept: "file",
    about: "the shape of the whole picture, `width` and `height` in pixels; null is each projector's own",
    template: { do: "canvas", canvas: VALUE },
    osc: null,
    read: reading("projectors", ({ canvas }) => canvas),
  }),
};

const ONE_PROJECTOR = { projector: NAMES.projector };

export const PROJECTOR_COMMANDS = {
  projector: defineCommand({
    takes: { ...ONE_PROJECTOR, set: ProjectorChanges },
    about: "sets it up; it need not be connected. Kept in a file",
    hand: "shape",
  }),
  identify: defineCommand({
    takes: ONE_PROJECTOR,
    about: "it shows its name for six seconds",
    osc: [{ address: "projector/<projector>/identify", values: "button" }],
  }),
  "forget-projector": defineCommand({
    takes: ONE_PROJECTOR,
    about: "what is kept of it goes; one that is connected stays, untouched",
  }),
  canvas: turning(PROJECTOR_SETTINGS.canvas),
};
