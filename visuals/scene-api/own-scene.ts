import { DRUMS } from "../../shared/music/drums.ts";
import type { SceneAbout } from "../../shared/picture/scene-about.ts";
import type { SceneWords } from "../../shared/protocol/own-scenes.ts";
import { ms } from "../../shared/time/units.ts";
import { NumberCheck } from "./number-check.ts";
import type { SceneModule } from "./own.ts";
import type { Scene, SceneKind } from "./scene.ts";

/** Frames between two looks at a scene's numbers. */
const LOOK_EVERY = 30;

/** What stands for a drum of which nothing is said. */
export const NO_GESTURES = Object.fromEntries(DRUMS.map((drum) => [drum, ""])) as SceneAbout["gestures"];

/**
 * A scene of a show's own as the stage knows scenes. `words` is what is right of what it says of itself; `tell` is told, once
 * each, what is wrong in it and can go on.
 */
export const ownKind = (
  name: string,
  scene: SceneModule,
  { about, gestures, parameters, flashes, depth, remembers }: SceneWords,
  tell: (sentence: string) => void,
): SceneKind => ({
  name,
  about,
  gestures: { ...NO_GESTURES, ...gestures },
  parameters,
  ...(flashes === undefined ? {} : { flashes }),
  depth,
  ...(remembers === undefined ? {} : { remembers: ms(remembers) }),
  init: (context) => watched(scene.init({ ...context, parameters: declared(context.parameters, tell) }), tell),
});

/**
 * One appearance of a scene: what its `init` gave is looked through, and so are its numbers, now and
 * then. Throws a sentence for what cannot be drawn.
 */
const watched = (made: unknown, tell: (sentence: string) => void): Scene => {
  const scene = demandScene(made);
  const numbers = new NumberCheck();
  const told = new Set<string>();
  let frames = 0;
  const look = (): void => {
    const blind = numbers.inCamera(scene.camera);
    if (blind !== null) throw new Error(`nothing can be seen: ${blind}`);
    const wrong = numbers.inWorld(scene.world);
    if (wrong === null || told.has(wrong)) return;
    told.add(wrong);
    tell(wrong);
  };
  const { vanish, draw, compile } = scene;
  return {
    get world() {
      return scene.world;
    },
    get camera() {
      return scene.camera;
    },
    get behind() {
      return scene.behind;
    },
    hit: (note, at, voice) => scene.hit(note, at, voice),
    update(frame) {
      scene.update(frame);
      if (frames++ % LOOK_EVERY === 0) look();
    },
    ...(vanish === undefined ? {} : { vanish: (note, at, now, voice) => vanish.call(scene, note, at, now, voice) }),
    ...(draw === undefined ? {} : { draw: (renderer, width, height) => draw.call(scene, renderer, width, height) }),
    ...(compile === undefined ? {} : { compile: (compiled) => compile.call(scene, compiled) }),
    dispose: () => scene.dispose(),
  };
};

const MUST = ["hit", "update", "dispose"] as const;
const MAY = ["vanish", "draw", "compile"] as const;

const demandScene = (made: unknown): Scene => {
  if (typeof made !== "object" || made === null)
    throw new Error("init must return an object with world, camera, hit, update and dispose; see docs/scenes.md");
  const scene = made as Partial<Scene>;
  if (scene.world?.isObject3D !== true) throw new Error("init must return a world: an Object3D of three, a Group say");
  if (!isCamera(scene.camera)) throw new Error("init must return a camera: one of three's");
  for (const name of MUST)
    if (typeof scene[name] !== "function") throw new Error(`init must return a function "${name}"`);
  for (const name of MAY)
    if (scene[name] !== undefined && typeof scene[name] !== "function")
      throw new Error(`what init returns as "${name}" must be a function, or be left out`);
  return scene as Scene;
};

const isCamera = (camera: Partial<Scene>["camera"]): boolean => camera !== undefined && "isCamera" in camera;

/** The values of the declared parameters; `tell` is told of each other name that is asked for, which gives undefined. */
const declared = (
  parameters: Readonly<Record<string, number>>,
  tell: (sentence: string) => void,
): Readonly<Record<string, number>> => {
  const told = new Set<string>();
  return new Proxy(parameters, {
    get(target, name) {
      if (typeof name === "string" && !Object.hasOwn(target, name) && !FOUND_ANYWHERE.has(name) && !told.has(name)) {
        told.add(name);
        const names = Object.keys(target).join(", ");
        tell(`it asks for the parameter "${name}", which it does not declare; it declares ${names || "none"}`);
      }
      return Reflect.get(target, name);
    },
  });
};

/** What any object is asked for. */
const FOUND_ANYWHERE = new Set([...Object.getOwnPropertyNames(Object.prototype), "toJSON", "then"]);
