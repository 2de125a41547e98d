import { z } from "zod";
import { DRUMS } from "../music/drums.ts";
import type { SceneAbout } from "../picture/scene-about.ts";

/** What a scene may be called: it is a folder's name, part of an address, and what a cue says. */
export const SCENE_NAME = /^[a-z][a-z0-9-]{0,39}$/;
export const SCENE_NAME_RULE = "a lower-case letter, then lower-case letters, digits and -, at most 40 in all";

const Version = z.string().min(1).max(40);
const Share = z.number().min(0).max(1);

/** A scene of the show's own: a folder with an index.ts or index.js, or an ISF shader, in the folder `scenes` beside the show. */
export interface OwnScene {
  readonly name: string;
  readonly kind: "module" | "isf";
  /** Its first file, seen from the show's folder: what people are told. */
  readonly file: string;
  /** Of the last version that could be compiled; another with every change. null when none could. */
  readonly version: string | null;
  /** What is wrong with it, with its place: most often that the version on the disk is not the one that is shown. */
  readonly fault: string | null;
  /** What it says of itself; null until a stage has loaded it. */
  readonly about: SceneAbout | null;
  /** Address of a picture of what it draws, of the newest version a stage has sent one of; null until then. */
  readonly thumbnail: string | null;
}

/** Where a stage loads a version from. */
export const sceneAddress = (name: string, version: string, kind: OwnScene["kind"]): string =>
  `/scenes/${name}/${version}/${kind === "module" ? "index.js" : "shader.json"}`;

/** A stage has loaded a scene, and tells what it says of itself; the server checks that by `SceneWords`. */
export const SceneMessage = z.strictObject({
  scene: z.string().min(1).max(80),
  version: Version,
  words: z.looseObject({}),
});
export type SceneMessage = z.infer<typeof SceneMessage>;

const Parameter = z
  .strictObject({
    name: z.string().min(1).max(40),
    about: z.string().max(200).default(""),
    min: z.number(),
    max: z.number(),
    default: z.number(),
  })
  .refine(({ min, max, default: usual }) => min < max && usual >= min && usual <= max, {
    error: "must have min below max, and default between them",
  });

const MOST_PARAMETERS = 24;
/** How far back a scene may ask to be told. */
const LONGEST_MEMORY_MS = 180_000;

/** What a scene of one's own may say of itself, beside how it is drawn. */
export const SceneWords = z.strictObject({
  about: z.string().max(300).default(""),
  gestures: z.partialRecord(z.enum(DRUMS), z.string().max(120)).default({}),
  parameters: z
    .array(Parameter)
    .max(MOST_PARAMETERS)
    .refine((parameters) => new Set(parameters.map(({ name }) => name)).size === parameters.length, {
      error: "must not have two of one name",
    })
    .default([]),
  /** For the flash limiter's foresight; see SceneAbout. */
  flashes: z.partialRecord(z.enum(DRUMS), Share).exactOptional(),
  /** For the director. */
  wildness: Share.default(0.5),
  density: Share.default(0.5),
  stages: z.record(z.string().max(40), Share).default({}),
  /** For the stage. */
  depth: z.boolean().default(true),
  remembers: z.number().min(0).max(LONGEST_MEMORY_MS).exactOptional(),
});
export type SceneWords = z.infer<typeof SceneWords>;

/**
 * What is right of what a scene says of itself: whatever is wrong costs itself and nothing else. Server and stage take the
 * same; the server tells what was left out.
 */
export const soundWords = (said: Readonly<Record<string, unknown>>): SceneWords => {
  const fields = Object.entries(SceneWords.shape).flatMap(([name, field]) => {
    const right = Object.hasOwn(said, name) ? soundPart(field, said[name]) : undefined;
    return right === undefined ? [] : [[name, right]];
  });
  return SceneWords.parse(Object.fromEntries(fields));
};

/** All of it if it is right, otherwise those of its entries that are; undefined where nothing is. */
const soundPart = (field: z.ZodType, said: unknown): unknown => {
  if (field.safeParse(said).success) return said;
  if (typeof said !== "object" || said === null) return undefined;
  let right: readonly unknown[] | Record<string, unknown> = Array.isArray(said) ? [] : {};
  for (const [key, entry] of Object.entries(said)) {
    const more: typeof right = Array.isArray(right) ? [...right, entry] : { ...right, [key]: entry };
    if (field.safeParse(more).success) right = more;
  }
  return field.safeParse(right).success ? right : undefined;
};

/** A scene has failed on a stage, or has been found to be wrong there. */
export const FaultMessage = z.strictObject({
  scene: z.string().min(1).max(80),
  /** Left out for a scene of ours. */
  version: Version.exactOptional(),
  message: z.string().max(2000),
  /** As the browser gives it: from it comes the place in the author's file. */
  stack: z.string().max(8000),
  /** Something is wrong in it, but it is not so bad that it had to give way. */
  goesOn: z.literal(true).exactOptional(),
});
export type FaultMessage = z.infer<typeof FaultMessage>;

/**
 * A stage tries a version of a scene: it begins with it, and it ends well, or lasts, that is, it has been on for so long
 * that it may be trusted, or breaks: the graphics context was lost meanwhile. A stage that vanishes while it tries one says
 * enough.
 */
export const TrialMessage = z.strictObject({
  scene: z.string().min(1).max(80),
  version: Version,
  is: z.enum(["begun", "ended", "lasting", "broken"]),
});
export type TrialMessage = z.infer<typeof TrialMessage>;
