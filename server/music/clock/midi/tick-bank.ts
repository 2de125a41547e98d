import { clamp } from "../../../../shared/math/numbers.ts";
import { LONGEST_PERIOD, SHORTEST_PERIOD } from "./tick.ts";
import type { TickHypothesis } from "./tick-hypothesis.ts";

/** Explanations kept beside one another. */
const KEPT = 24;
/** Those less likely than the best by this (natural log) are given up. */
const GIVEN_UP = 18;
/** Another explanation leads once it is likelier by MARGIN, and by YOUNG / (its age in ticks) more: the young have little to show. */
const MARGIN = 1;
const YOUNG = 3;
/** One by which the tempo leapt, by more than this share of it, must be this old: everybody would leap with it. */
const LEAP = 0.1;
const LEAP_AGE = 4;

/** No explanation that does not lead draws the beat further than this. */
const LONGEST_LEAN_MS = 1.5;

/** Log probabilities, per tick, of what may happen to a clock... */
const TURNED = Math.log(1e-3);
const LEAPT = Math.log(3e-4);
const SHIFTED = Math.log(1e-6);
const LOST = Math.log(2e-3);
/** ...and how far it then goes: the tempo turned a little or leapt, as a share of it; the phase, in ms. */
const TURNED_BY = 0.025;
const LEAPT_BY = 0.4;
const SHIFTED_BY = 10;
/** Ticks this much too late or too early, in periods, may be others than the next one. */
const MAY_BE_LOST = 0.5;
const MAY_BE_ECHO = -0.4;
/** A new bank only chooses between its beginnings: nothing is taken for a change, and no noise is learnt, before this many ticks. */
const UNQUESTIONED = 16;

/** Noise of a tick, ms: at first, at least, and over how many ticks it is learnt. */
const FIRST_NOISE = 0.8;
const LEAST_NOISE = 0.03;
const NOISE_MEMORY = 48;
/** Mean square of a standard normal cut at 3. */
const CUT_MEAN_SQUARE = 0.96;

/**
 * Follows a train of ticks: when each was due, free of jitter, and how long the period is. It keeps
 * a small bank of explanations (TickHypothesis), lets every tick confirm or refute them, and adds
 * what may have happened just now: the tempo turned, the phase shifted, ticks were lost, a tick is
 * an echo. The likeliest leads. So a stall, a lost tick and a new tempo, which look alike for a tick
 * or two, are told apart by what comes after, and a mistake is taken back. This is Bayesian online
 * change-point detection (Adams and MacKay 2007) over Kalman filters.
 */
export class TickBank {
  #hypotheses: readonly TickHypothesis[];
  /** The likeliest explanation. */
  leader: TickHypothesis;
  /** Ticks heard since the bank was made. */
  heard = 0;
  #noiseVariance = FIRST_NOISE ** 2;

  /** `beginnings`: one explanation or more of how things stand at the last tick. */
  constructor(...beginnings: readonly [TickHypothesis, ...TickHypothesis[]]) {
    this.#hypotheses = beginnings;
    this.leader = beginnings[0];
  }

  /**
   * When the leader's newest tick was due, in the mean of all explanations by their likelihood: while
   * a change is in doubt, the beat leans towards it.
   */
  get due(): number {
    const { index, due } = this.leader;
    let weights = 0;
    let lean = 0;
    for (const hypothesis of this.#hypotheses) {
      if (hypothesis.index !== index) continue;
      const weight = Math.exp(hypothesis.score);
      weights += weight;
      lean += weight * clamp(hypothesis.due - due, -LONGEST_LEAN_MS, LONGEST_LEAN_MS);
    }
    return due + lean / weights;
  }

  /** Standard deviation of a tick that is not stalled, ms. */
  get noise(): number {
    return Math.sqrt(this.#noiseVariance);
  }

  tick(time: number): void {
    this.heard++;
    const noise = this.noise;
    const all: TickHypothesis[] = [];
    for (const hypothesis of this.#hypotheses) this.#consider(hypothesis, time, noise, all);
    if (this.heard > UNQUESTIONED) this.#change(time, noise, all);
    for (const hypothesis of this.#hypotheses) hypothesis.hear(time, 1, noise);
    this.#prune([...this.#hypotheses, ...all], noise);
    this.#lead();
    if (this.heard > UNQUESTIONED) this.#learnNoise();
  }

  /**
   * Takes the tick at `time` for the next one, of which it is not known whether it is in step with
   * those before: goes on from the leader alone, both ways.
   */
  restart(time: number): void {
    const inStep = this.leader;
    inStep.score = 0;
    const anew = inStep.branch(0, this.noise, 0);
    anew.due = time - anew.period;
    inStep.hear(time, 1, this.noise);
    anew.hear(time, 1, this.noise);
    this.heard++;
    this.leader = anew;
    this.#hypotheses = inStep.score > anew.score ? [inStep, anew] : [anew, inStep];
    this.#lead();
  }

  /** If the tick is out of place: ticks were lost before it, or it is an echo. */
  #consider(hypothesis: TickHypothesis, time: number, noise: number, into: TickHypothesis[]): void {
    const lateness = hypothesis.lateness(time);
    if (lateness > MAY_BE_LOST) {
      const missing = Math.round(lateness);
      const lost = hypothesis.branch(LOST, 0, 0);
      lost.hear(time, 1 + missing, noise);
      lost.lost += missing;
      into.push(lost);
    }
    if (lateness < MAY_BE_ECHO) {
      const echoed = hypothesis.branch(0, 0, 0);
      echoed.ignore(time);
      into.push(echoed);
    }
  }

  /** What may have become of the likeliest explanation between the last tick and this. */
  #change(time: number, noise: number, into: TickHypothesis[]): void {
    const [likeliest] = this.#hypotheses;
    if (likeliest === undefined) return;
    const changes = [
      likeliest.branch(TURNED, 0, TURNED_BY * likeliest.period),
      likeliest.branch(LEAPT, 0, LEAPT_BY * likeliest.period),
      likeliest.branch(SHIFTED, SHIFTED_BY, 0),
    ];
    for (const change of changes) {
      change.hear(time, 1, noise, true);
      if (change.period >= SHORTEST_PERIOD && change.period <= LONGEST_PERIOD) into.push(change);
    }
  }

  /** Keeps the likeliest, one of each kind; scores are counted from the best, which gets 0. */
  #prune(all: TickHypothesis[], noise: number): void {
    all.sort((a, b) => b.score - a.score);
    const best = all[0]?.score ?? 0;
    const kept: TickHypothesis[] = [];
    for (const hypothesis of all) {
      hypothesis.score -= best;
      if (hypothesis.score < -GIVEN_UP || kept.length === KEPT) break;
      const twin = kept.find((known) => known.resembles(hypothesis, noise));
      if (twin === undefined) kept.push(hypothesis);
      else {
        twin.score += Math.log1p(Math.exp(hypothesis.score - twin.score));
        if (hypothesis === this.leader) this.leader = twin;
      }
    }
    this.#hypotheses = kept;
  }

  #lead(): void {
    const [best] = this.#hypotheses;
    if (best === undefined || best === this.leader) return;
    const deposed = !this.#hypotheses.includes(this.leader);
    const leaps = Math.abs(best.period / this.leader.period - 1) > LEAP;
    const sure = best.score - this.leader.score > MARGIN + YOUNG / best.age && !(leaps && best.age < LEAP_AGE);
    if (deposed || sure) this.leader = best;
  }

  #learnNoise(): void {
    const { deviation, onTime } = this.leader;
    const square = Math.min(9, deviation * deviation);
    const memory = Math.min(NOISE_MEMORY, this.heard);
    this.#noiseVariance *= 1 + (onTime * (square - CUT_MEAN_SQUARE)) / memory;
    this.#noiseVariance = Math.max(LEAST_NOISE ** 2, this.#noiseVariance);
  }
}
