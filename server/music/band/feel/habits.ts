import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { STEPS_PER_BEAT } from "../../../../shared/time/units.ts";
import { patternOf } from "../../../core/music/pattern.ts";
import type { HeardHit, StepPlace } from "./heard-hit.ts";
import { Line } from "./line.ts";

/** Places of a bar that are told apart: two bars of 4/4; longer bars go round again. */
export const PLACES = 32;
/** How long a drum has been silent before a hit: 1, 2, 3, 4 and more steps; 0 for its first. */
const GAPS = 5;
/** What else sounds in the step: kick, snare, a hat or ride, a tom or crash. */
const COMPANIES = 16;

/** Numbers of one running mean: hits counted, velocity, offset. */
const FIELDS = 3;

/** Running means by key, where they begin; each hit moves its own by `rate`, the first ones by more. */
interface Means {
  readonly at: number;
  readonly rate: number;
}

let size = 0;
const means = (keys: number, rate: number): Means => {
  const at = size;
  size += keys * FIELDS;
  return { at, rate };
};

const AT_PLACE = means(DRUM_COUNT * PLACES, 0.35);
const IN_BEAT = means(DRUM_COUNT * STEPS_PER_BEAT, 0.15);
const LATELY = means(DRUM_COUNT, 0.25);
const ALL_ALONG = means(DRUM_COUNT, 0.02);
const ANY_AT_PLACE = means(PLACES, 0.2);
const ANY_IN_BEAT = means(STEPS_PER_BEAT, 0.08);
const AFTER_GAP = means(DRUM_COUNT * GAPS, 0.15);
const IN_COMPANY = means(DRUM_COUNT * COMPANIES, 0.2);
const ANY_SLOWLY = means(1, 0.1);
const ANY_LATELY = means(1, 0.3);
/** The last two hits of a drum at a place: step, velocity, offset of each. */
const LAST_AT_PLACE = size;
const LAST_FIELDS = 6;
size += DRUM_COUNT * PLACES * LAST_FIELDS;
/** How far a drum's velocities stray from their mean. */
const STRAYING = size;
size += DRUM_COUNT;

/** Velocities and offsets as they are reckoned with: about -1 to 1. */
export const ofVelocity = (velocity: number): number => (velocity - 64) / 32;
export const toVelocity = (reckoned: number): number => reckoned * 32 + 64;
export const ofOffset = (offset: number): number => offset * 8;
export const toOffset = (reckoned: number): number => reckoned / 8;

/** The step of a hit that there was not. */
const NEVER = Number.NEGATIVE_INFINITY;

/**
 * How somebody plays tonight: velocity and offset of each drum by its place in the bar and in the beat, after how long
 * a pause, and in what company. Velocities of any drum count from what the drum has all along. Everything lies in one
 * array, so that a copy is one too.
 *
 * @realtime yes, but `copy` allocates.
 */
export class Habits {
  readonly #values = new Float32Array(size);
  readonly line: Line;

  constructor(line = new Line()) {
    this.line = line;
    for (let at = LAST_AT_PLACE; at < STRAYING; at += FIELDS) this.#values[at] = NEVER;
    this.#values.fill(0.5, STRAYING);
  }

  copy(): Habits {
    const copy = new Habits(this.line.copy());
    copy.#values.set(this.#values);
    return copy;
  }

  /** Steps mean other moments now. */
  reseat(): void {
    this.line.clear();
    for (let at = LAST_AT_PLACE; at < STRAYING; at += FIELDS) this.#values[at] = NEVER;
  }

  /** Everything one player has hit in a step. */
  learn({ step, stepInBar }: StepPlace, hits: readonly HeardHit[]): void {
    const place = stepInBar % PLACES;
    const inBeat = stepInBar % STEPS_PER_BEAT;
    let pattern = 0;
    for (const { drum } of hits) pattern |= 1 << drum;
    for (const hit of hits) {
      const { drum } = hit;
      const velocity = ofVelocity(hit.velocity);
      const offset = ofOffset(hit.offset);
      const usual =
        this.#values[ALL_ALONG.at + drum * FIELDS]! > 0 ? this.#values[ALL_ALONG.at + drum * FIELDS + 1]! : velocity;
      const beyond = velocity - usual;
      this.#move(AT_PLACE, drum * PLACES + place, velocity, offset);
      this.#move(IN_BEAT, drum * STEPS_PER_BEAT + inBeat, velocity, offset);
      this.#move(LATELY, drum, velocity, offset);
      this.#move(ALL_ALONG, drum, velocity, offset);
      this.#move(ANY_AT_PLACE, place, beyond, offset);
      this.#move(ANY_IN_BEAT, inBeat, beyond, offset);
      this.#move(AFTER_GAP, drum * GAPS + gapOf(this.line, drum, step), velocity, offset);
      this.#move(IN_COMPANY, drum * COMPANIES + companyOf(drum, pattern), velocity, offset);
      this.#move(ANY_SLOWLY, 0, beyond, offset);
      this.#move(ANY_LATELY, 0, beyond, offset);
      this.#values[STRAYING + drum]! += 0.1 * (Math.abs(beyond) - this.#values[STRAYING + drum]!);
      const last = LAST_AT_PLACE + (drum * PLACES + place) * LAST_FIELDS;
      this.#values.copyWithin(last + FIELDS, last, last + FIELDS);
      this.#values[last] = step;
      this.#values[last + 1] = velocity;
      this.#values[last + 2] = offset;
    }
    for (const { drum, velocity, offset } of hits) this.line.add(drum, step, ofVelocity(velocity), ofOffset(offset));
  }

  #move({ at, rate }: Means, key: number, velocity: number, offset: number): void {
    const slot = at + key * FIELDS;
    const values = this.#values;
    const share = Math.max(rate, 1 / (values[slot]! + 1));
    values[slot]!++;
    values[slot + 1]! += share * (velocity - values[slot + 1]!);
    values[slot + 2]! += share * (offset - values[slot + 2]!);
  }

  /** Writes what is known of such a hit into `out` from `at` on, and returns where it ends. */
  describe(
    out: Float32Array,
    at: number,
    drum: number,
    { step, stepInBar, stepsPerBar }: StepPlace,
    pattern: number,
    line: Line,
  ): number {
    const place = stepInBar % PLACES;
    const inBeat = stepInBar % STEPS_PER_BEAT;
    const values = this.#values;
    let end = at;
    for (let back = 0; back < 2; back++) {
      const last = LAST_AT_PLACE + (drum * PLACES + place) * LAST_FIELDS + back * FIELDS;
      const when = values[last]!;
      const known = when > NEVER;
      out[end++] = known ? 1 / (1 + Math.max(1, (step - when) / stepsPerBar)) : 0;
      out[end++] = known ? values[last + 1]! : 0;
      out[end++] = known ? values[last + 2]! : 0;
    }
    end = this.#tell(out, end, AT_PLACE, drum * PLACES + place);
    end = this.#tell(out, end, IN_BEAT, drum * STEPS_PER_BEAT + inBeat);
    end = this.#tell(out, end, LATELY, drum);
    end = this.#tell(out, end, ALL_ALONG, drum);
    end = this.#tell(out, end, ANY_AT_PLACE, place);
    end = this.#tell(out, end, ANY_IN_BEAT, inBeat);
    end = this.#tell(out, end, AFTER_GAP, drum * GAPS + gapOf(line, drum, step));
    end = this.#tell(out, end, IN_COMPANY, drum * COMPANIES + companyOf(drum, pattern));
    end = this.#tell(out, end, ANY_SLOWLY, 0);
    end = this.#tell(out, end, ANY_LATELY, 0);
    out[end++] = values[STRAYING + drum]!;
    return end;
  }

  /** Writes one running mean, and how much it is worth, from `at` on. Returns where it ends. */
  #tell(out: Float32Array, at: number, means: Means, key: number): number {
    const slot = means.at + key * FIELDS;
    const count = this.#values[slot]!;
    out[at] = count / (count + 1.5);
    out[at + 1] = this.#values[slot + 1]!;
    out[at + 2] = this.#values[slot + 2]!;
    return at + FIELDS;
  }
}

const gapOf = (line: Line, drum: number, step: number): number => {
  const last = line.step(drum, 0);
  return last < step && last > NEVER ? Math.min(step - last, GAPS - 1) : 0;
};

const KICK = patternOf("kick");
const SNARE = patternOf("snare");
const CYMBALS_IN_TIME = patternOf("closed_hat", "open_hat", "ride");

const companyOf = (drum: number, pattern: number): number => {
  const others = pattern & ~(1 << drum);
  const rest = others & ~(KICK | SNARE | CYMBALS_IN_TIME);
  return (others & KICK ? 1 : 0) | (others & SNARE ? 2 : 0) | (others & CYMBALS_IN_TIME ? 4 : 0) | (rest ? 8 : 0);
};
