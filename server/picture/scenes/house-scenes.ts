import type { SceneTraits } from "../../core/show/scene-traits.ts";

/** The scenes under `visuals/scenes`, as the director knows them: one line each, added with the scene. */
export const HOUSE_SCENES: readonly [SceneTraits, ...SceneTraits[]] = [
  { name: "antiphony", wildness: 0.5, density: 0.5, stages: { drummer: 1, model1: 1, model2: 1, video: 0.8 } },
  { name: "bricks", wildness: 0.75, density: 0.7, stages: { drummer: 0.8, model1: 1, model2: 1, video: 0.8 } },
  { name: "terrain", wildness: 0.25, density: 0.35, stages: { drummer: 1, model1: 1, model2: 1, video: 0.6 } },
  { name: "architecture", wildness: 0.45, density: 0.6, stages: { drummer: 1, model1: 1, model2: 1, video: 0.5 } },
  { name: "ink", wildness: 0.35, density: 0.4, stages: { drummer: 1, model1: 1, model2: 1, video: 0.9 } },
  { name: "flow", wildness: 0.55, density: 0.5, stages: { drummer: 1, model1: 1, model2: 1, video: 0.8 } },
  { name: "porcelain", wildness: 0.3, density: 0.45, stages: { drummer: 1, model1: 1, model2: 1, video: 0.7 } },
  { name: "words", wildness: 0.6, density: 0.6, stages: { drummer: 1, model1: 1, model2: 1, video: 0.7 } },
  { name: "fresco", wildness: 0.45, density: 0.5, stages: { drummer: 1, model1: 1, model2: 1, video: 0.8 } },
  { name: "clips", wildness: 0.7, density: 0.6, stages: { drummer: 1, model1: 1, model2: 1, video: 1 } },
  { name: "portrait", wildness: 0.3, density: 0.5, stages: { drummer: 0.9, model1: 1, model2: 1, video: 0.8 } },
];

/** What can be turned of each of them, as its about.ts declares it. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  antiphony: ["glow", "sparks", "waves", "camera"],
  bricks: ["bend", "shards", "mortar", "shake", "glow"],
  terrain: ["relief", "aurora", "mist", "look", "lines"],
  architecture: ["walk", "windows", "air", "explode"],
  ink: ["size", "drying", "sketch", "move", "paper"],
  flow: ["grains", "wind", "reach", "light", "hits", "camera"],
  porcelain: ["melt", "glaze", "inside", "window", "hits", "camera"],
  words: ["weight", "paper", "bars", "gestures", "move", "score"],
  fresco: ["brush", "flow", "drying", "relief", "stir"],
  clips: ["grade", "chop", "wall", "layers", "tear", "move"],
  portrait: ["cells", "memory", "unrest", "leaning", "fracture", "recall", "eye", "gaze"],
};

/** null where there is no such scene among ours. */
export const houseParameters = (scene: string): readonly string[] | null =>
  Object.hasOwn(PARAMETERS, scene) ? (PARAMETERS[scene] ?? null) : null;

/** The scene that shows what goes on in the networks, for pages that are told of it. */
export const MINDS_SCENE = "portrait";

/** The scene that plays with the user's own clips: it is chosen only while there are some. */
export const CLIPS_SCENE = "clips";
