import type { Random } from "../../../shared/chance/random.ts";
import { TRANSITION_TRAITS, TRANSITIONS, type TransitionName } from "../../../shared/picture/transitions.ts";
import type { Form } from "../../../shared/protocol/picture.ts";
import type { SceneTraits, SetListEntry } from "../../core/show/scene-traits.ts";
import type { Mood } from "./mood.ts";
import { pick } from "./pick.ts";
import { Recent } from "./recent.ts";

/** A palette as the director knows it. */
export interface PaletteTraits {
  readonly name: string;
  /** 0 cool to 1 hot. */
  readonly heat: number;
}

/** How far traits may be from the mood before a scene becomes unlikely. */
const TOLERANCE = 0.35;
/** A voice that a scene says nothing of is staged like this. */
const USUAL_STAGING = 0.5;
const SCENES_REMEMBERED = 6;
const PALETTES_REMEMBERED = 4;
/** What a transition that was used last time is still worth. */
const AGAIN = 0.15;

/** How hard an edge suits what the music does. */
const EDGE: Readonly<Record<Form, number>> = { silence: 0, break: 0.1, steady: 0.4, build: 0.6, drop: 1 };

export interface RepertoireState {
  readonly scenes: readonly string[];
  readonly palettes: readonly string[];
  readonly transition: TransitionName | null;
}

/** What there is to show, and the taste by which one of it is chosen. */
export class Repertoire {
  #scenes: readonly [SceneTraits, ...SceneTraits[]];
  readonly #palettes: readonly [PaletteTraits, ...PaletteTraits[]];
  #weights: ReadonlyMap<string, number>;
  /** Every scene there has been, in the order in which they came. */
  #order: readonly string[];
  readonly #recentScenes = new Recent(SCENES_REMEMBERED);
  readonly #recentPalettes = new Recent(PALETTES_REMEMBERED);
  #lastTransition: TransitionName | null = null;

  /** An empty set list holds every scene alike. */
  constructor(
    scenes: readonly [SceneTraits, ...SceneTraits[]],
    palettes: readonly [PaletteTraits, ...PaletteTraits[]],
    setList: readonly SetListEntry[],
  ) {
    this.#scenes = scenes;
    this.#palettes = palettes;
    this.#weights = weightsOf(setList);
    this.#order = scenes.map((scene) => scene.name);
  }

  /** From now on there are these; those that were there keep their order, and new ones come after them. */
  offer(scenes: readonly [SceneTraits, ...SceneTraits[]], setList: readonly SetListEntry[]): void {
    const names = scenes.map((scene) => scene.name);
    this.#order = [...new Set([...this.#order, ...names])];
    const orderOf = ({ name }: SceneTraits): number => this.#order.indexOf(name);
    const scenesInOrder: [SceneTraits, ...SceneTraits[]] = [...scenes];
    this.#scenes = scenesInOrder.sort((one, other) => orderOf(one) - orderOf(other));
    this.#weights = weightsOf(setList);
  }

  get sceneNames(): readonly string[] {
    return this.#scenes.map((scene) => scene.name);
  }

  get paletteNames(): readonly string[] {
    return this.#palettes.map((palette) => palette.name);
  }

  /** A scene that suits the mood and has not been on lately. */
  scene(mood: Mood, random: Random): string {
    const eligible = this.#scenes.filter((scene) => this.#weightOf(scene) > 0).length;
    const worth = (scene: SceneTraits): number =>
      this.#weightOf(scene) *
      closenessOf(scene, mood) *
      stagingOf(scene, mood) *
      this.#recentScenes.freshness(scene.name, eligible);
    return pick(this.#scenes, worth, random).name;
  }

  palette(mood: Mood, random: Random): string {
    const worth = (palette: PaletteTraits): number =>
      closeness(palette.heat - mood.wildness) * this.#recentPalettes.freshness(palette.name, this.#palettes.length);
    return pick(this.#palettes, worth, random).name;
  }

  transition(form: Form, random: Random): TransitionName {
    const worth = (name: TransitionName): number =>
      closeness(TRANSITION_TRAITS[name].edge - EDGE[form]) * (name === this.#lastTransition ? AGAIN : 1);
    return pick(TRANSITIONS, worth, random);
  }

  /** How much worse the scene fits the mood than the best one there is, 0 to 1. */
  misfit(name: string, mood: Mood): number {
    const best = Math.max(...this.#scenes.map((scene) => closenessOf(scene, mood)));
    const scene = this.#scenes.find((known) => known.name === name);
    return scene === undefined ? 1 : 1 - closenessOf(scene, mood) / best;
  }

  /** These are on now. */
  remember(scene: string, palette: string): void {
    this.#recentScenes.add(scene);
    this.#recentPalettes.add(palette);
  }

  rememberTransition(name: TransitionName): void {
    this.#lastTransition = name;
  }

  save(): RepertoireState {
    return {
      scenes: this.#recentScenes.save(),
      palettes: this.#recentPalettes.save(),
      transition: this.#lastTransition,
    };
  }

  restore({ scenes, palettes, transition }: RepertoireState): void {
    this.#recentScenes.restore(scenes);
    this.#recentPalettes.restore(palettes);
    this.#lastTransition = transition;
  }

  #weightOf(scene: SceneTraits): number {
    return this.#weights.size === 0 ? 1 : (this.#weights.get(scene.name) ?? 0);
  }
}

const weightsOf = (setList: readonly SetListEntry[]): ReadonlyMap<string, number> =>
  new Map(setList.map(({ scene, weight }) => [scene, weight]));

/** 1 where the difference is 0, falling off like a bell. */
const closeness = (difference: number): number => Math.exp(-0.5 * (difference / TOLERANCE) ** 2);

const closenessOf = (scene: SceneTraits, mood: Mood): number =>
  closeness(scene.wildness - mood.wildness) * closeness(scene.density - mood.density);

/** How well the scene shows those who lead the dialogue; 1 at best. In silence every scene does. */
const stagingOf = (scene: SceneTraits, mood: Mood): number => {
  const shares = Object.entries(mood.voices);
  if (shares.length === 0) return 1;
  return shares.reduce((sum, [voice, share]) => sum + share * (scene.stages[voice] ?? USUAL_STAGING), 0);
};
