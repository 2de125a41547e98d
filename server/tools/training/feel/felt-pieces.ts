import { type Metre, stepInBar, stepsPerBar } from "../../../../shared/time/metre.ts";
import type { Figure } from "../../../core/music/learnt-feel.ts";
import type { HeardHit, StepPlace } from "../../../music/band/feel/heard-hit.ts";
import { HIT_FIELDS, OFFSET_UNITS, type Piece } from "../dataset/piece.ts";
import { WRITTEN } from "../dataset/read-written.ts";
import type { FileRecord, Split } from "../dataset/record.ts";

/** A step in which somebody has hit something. */
export interface FeltStep {
  readonly place: StepPlace;
  /** In the order of the drums, one of each. */
  readonly hits: readonly HeardHit[];
}

export interface FeltPiece {
  readonly metre: Metre;
  readonly steps: readonly FeltStep[];
}

/** The pieces of the split that people have played, in time order: a written pattern has no feel. */
export function* feltPieces(records: readonly FileRecord[], split: Split): Generator<FeltPiece> {
  for (const record of records) {
    if (record.split !== split || record.found === WRITTEN) continue;
    for (const piece of record.pieces) yield { metre: piece.metre, steps: feltSteps(piece) };
  }
}

const feltSteps = ({ hits, ornaments = [], metre }: Piece): FeltStep[] => {
  const figures = new Map<number, number[]>();
  for (let at = 0; at < ornaments.length; at += HIT_FIELDS) {
    const key = keyOf(ornaments, at);
    const further = figures.get(key);
    if (further === undefined) figures.set(key, [ornaments[at + 3]!, ornaments[at + 2]!]);
    else further.push(ornaments[at + 3]!, ornaments[at + 2]!);
  }
  const steps: { place: StepPlace; hits: HeardHit[] }[] = [];
  for (let at = 0; at < hits.length; at += HIT_FIELDS) {
    const step = hits[at]!;
    if (steps.at(-1)?.place.step !== step) steps.push({ place: placeOf(step, metre), hits: [] });
    const velocity = hits[at + 2]!;
    const offset = hits[at + 3]!;
    const further = figures.get(keyOf(hits, at));
    steps.at(-1)!.hits.push({
      drum: hits[at + 1]!,
      velocity,
      offset: offset / OFFSET_UNITS,
      ornament: further === undefined ? null : figureOf(further, velocity, offset),
    });
  }
  return steps;
};

const keyOf = (hits: readonly number[], at: number): number => hits[at]! * 16 + hits[at + 1]!;

/** Offsets in thousandths and velocities, as distances from a main hit and shares of it. */
const figureOf = (further: readonly number[], velocity: number, offset: number): Figure =>
  further.map((value, index) => (index % 2 === 0 ? (value - offset) / OFFSET_UNITS : value / velocity));

export const placeOf = (step: number, metre: Metre): StepPlace => ({
  step,
  stepInBar: stepInBar(step, metre),
  stepsPerBar: stepsPerBar(metre),
});
