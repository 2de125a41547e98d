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
  /** What is wrong with the version on the disk, with its place; null when that is the one that is shown. */
  readonly fault: string | null;
  /** What it says of itself; null until a stage has loaded it. */
  readonly about: SceneAbout | null;
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

/** What a scene of one's own may say of itself, beside how it is drawn. */
export const SceneWords = z.strictObject({
  about: z.string().max(300).default(""),
  gestures: z.partialRecord(z.enum(DRUMS), z.string().max(120)).default({}),
  parameters: z.array(Parameter).max(24).default([]),
  /** For the flash limiter's foresight; see SceneAbout. */
  flashes: z.partialRecord(z.enum(DRUMS), Share).exactOptional(),
  /** For the director. */
  wildness: Share.default(0.5),
  density: Share.default(0.5),
  stages: z.record(z.string().max(40), Share).default({}),
});
export type SceneWords = z.infer<typeof SceneWords>;

/** A scene has failed on a stage. */
export const FaultMessage = z.strictObject({
  scene: z.string().min(1).max(80),
  /** Left out for a scene of ours. */
  version: Version.exactOptional(),
  message: z.string().max(2000),
  /** As the browser gives it: from it comes the place in the author's file. */
  stack: z.string().max(8000),
});
export type FaultMessage = z.infer<typeof FaultMessage>;
