import { clamp01 } from "../../../shared/math/numbers.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import type { Form } from "../../../shared/protocol/picture.ts";
import { activityOf, type BarSummary } from "./bar-summary.ts";

/** What the picture should be like. */
export interface Mood {
  /** 0 calm to 1 wild. */
  readonly wildness: number;
  /** 0 sparse to 1 dense. */
  readonly density: number;
  /** 0 to 1: how much of itself the scene gives. */
  readonly intensity: number;
  readonly surprise: number;
  readonly form: Form;
  /** Each voice's share of the dialogue. */
  readonly voices: Readonly<Record<VoiceName, number>>;
}

/** What a form adds to wildness and to intensity: a drop is more than its loudness, a break less. */
const LIFT: Readonly<Record<Form, readonly [number, number]>> = {
  silence: [-0.3, -0.1],
  break: [-0.25, -0.12],
  steady: [0, 0],
  build: [0.1, 0.1],
  drop: [0.3, 0.3],
};

/** The level of a full band at full tilt; level 1 is out of reach. */
const FULL_LEVEL = 0.92;
/** Never quite still: somebody is looking at it. */
const LEAST_INTENSITY = 0.08;

/** `bar` is a bar, or a phrase taken together. */
export const moodOf = (bar: BarSummary, form: Form): Mood => {
  const [wilder, fuller] = LIFT[form];
  const level = activityOf(bar) / FULL_LEVEL;
  return {
    wildness: clamp01(0.55 * (bar.energy / FULL_LEVEL) + 0.45 * bar.surprise + wilder),
    density: clamp01(bar.density / FULL_LEVEL),
    intensity: Math.max(LEAST_INTENSITY, clamp01(0.9 * level + 0.2 * (bar.surprise - 0.5) + fuller)),
    surprise: bar.surprise,
    form,
    voices: bar.voices,
  };
};
