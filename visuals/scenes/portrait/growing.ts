import type { Course } from "./fibres.ts";

/** Whose body is where. */
export interface BodyPlan {
  readonly kind: "head" | "hand" | "iris" | "lids";
  /** Index of its voice in the frame's voices. */
  readonly voice: number;
  /** −1 looks from the left, 1 from the right, 0 neither. */
  readonly side: number;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** One voice's body, and which fibres are its. */
export interface Body extends BodyPlan {
  readonly slot: number;
  readonly first: number;
  readonly count: number;
}

/** What a fibre is to its body. */
export interface Fibre {
  /** Where on the body: 0 the throat, over the face and the crown, to 1 the nape; round the iris; the finger's drum. */
  readonly place: number;
  /** 0 in the inner layer, 1 in the outer; SKIN is no cell. */
  readonly layer: number;
}

/** Fibres of one layer of a body. */
export const LAYER = 128;
/** The layer of what only draws the outline. */
export const SKIN = 2;

/** Where bodies grow, one after the other, out of fibres. */
export interface Growing {
  /** All chance in how they grow comes from it. */
  readonly seed: number;
  /** The next body, of the fibres that `grow` adds. */
  add(body: BodyPlan, grow: () => void): void;
  /** A fibre of the body that grows. */
  fibre(of: Fibre, course: Omit<Course, "body">): void;
}

/** The bow of a curve that passes through `middle` half way. */
export const through = (from: Course["foot"], middle: Course["bow"], to: Course["tip"]): Course["bow"] => [
  2 * middle[0] - (from[0] + to[0]) / 2,
  2 * middle[1] - (from[1] + to[1]) / 2,
  2 * middle[2] - (from[2] + to[2]) / 2,
];
