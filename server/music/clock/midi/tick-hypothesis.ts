/** What the follower expects of ticks; the noise itself is learnt. Times in ms. */
/** So many ticks come late by a stall: a blocked driver, a busy computer... */
const STALL_SHARE = 0.04;
/** ...nearly all of them by up to this, all latenesses alike... */
const STALL_MS = 15;
/** ...and this share by much more, falling off by so many ms: a program hung. */
const HANG_SHARE = 0.1;
const HANG_MS = 150;
/** What was held up by a stall comes in a bunch after it: this close together, as likely as not. */
const BUNCH_MS = 3;
const BUNCH_SHARE = 0.5;
/** A tick far too early has no such cause: so much rarer than a stall, falling off by so many ms. */
const EARLY_SHARE = 1e-3;
const EARLY_MS = 5;
/** How often a tick is an echo, where none was before; and how fast a second clock on the port is got used to, per tick. */
const ECHO_SHARE = 1e-3;
const ECHO_LEARNING = 1 / 8;
/** How far the period wanders from tick to tick, as a share of itself: a hand on a tempo knob is a change, not this. */
const WANDER = 2.2e-4;

/**
 * One explanation of the ticks heard: which of them were lost, doubled or stalled, when the tempo
 * changed, and so when tick `index` was due and how long the period is. A Kalman filter of two
 * states (Kalman 1960), made robust by a mixture: a tick is either on time with Gaussian noise, or
 * stalled and then teaches nothing; it is believed by the share the first case has in its likelihood.
 *
 * @realtime yes: only `branch` allocates.
 */
export class TickHypothesis {
  /** The last tick accounted for. */
  index: number;
  /** When that tick was due, as far as all ticks tell. */
  due: number;
  period: number;
  /** Log-likelihood of all ticks so far under this explanation; only differences mean anything. */
  score = 0;
  /** How many ticks ago its last change of tempo or phase was. */
  age = 0;
  lost = 0;
  doubled = 0;
  /** How far the newest tick was from where it was expected, in standard deviations, and how surely it was on time (0 to 1). */
  deviation = 0;
  onTime = 1;
  /** Whether the newest tick was taken for the echo of another. */
  echo = false;
  #echoShare = ECHO_SHARE;
  /** When the newest tick came, and whether it was late by a stall. */
  #cameAt = Number.NEGATIVE_INFINITY;
  #stalled = false;
  /** Variances of `due` and `period`, and what they have in common. */
  #dueVariance: number;
  #covariance: number;
  #periodVariance: number;

  /** `dueError` and `periodError`: standard deviations of what is given. */
  constructor(index: number, due: number, period: number, dueError: number, periodError: number) {
    this.index = index;
    this.due = due;
    this.period = period;
    this.#dueVariance = dueError ** 2;
    this.#covariance = 0;
    this.#periodVariance = periodError ** 2;
  }

  /** The same explanation with one more event in it, of natural log probability `score`, that leaves due and period less sure. */
  branch(score: number, dueError: number, periodError: number): TickHypothesis {
    const other = new TickHypothesis(this.index, this.due, this.period, 0, 0);
    other.#dueVariance = this.#dueVariance + dueError ** 2;
    other.#covariance = this.#covariance;
    other.#periodVariance = this.#periodVariance + periodError ** 2;
    other.score = this.score + score;
    other.age = dueError > 0 || periodError > 0 ? 0 : this.age;
    other.lost = this.lost;
    other.doubled = this.doubled;
    other.#echoShare = this.#echoShare;
    other.#cameAt = this.#cameAt;
    other.#stalled = this.#stalled;
    return other;
  }

  /** Standard deviation of `period`. */
  get periodError(): number {
    return Math.sqrt(this.#periodVariance);
  }

  /** How much later than expected a tick at `time` is if it is the next one, in periods. */
  lateness(time: number): number {
    return (time - this.due) / this.period - 1;
  }

  /**
   * Takes a tick at `time` to be the one `steps` after the last, and learns from it. `noise`: standard
   * deviation of a tick. `changed`: the tick is taken to show a change, so it is no stall.
   */
  hear(time: number, steps: number, noise: number, changed = false): void {
    this.#advance(steps);
    this.age++;
    this.#countEcho(false);
    const variance = this.#dueVariance + noise * noise;
    const error = time - this.due;
    const bunched = this.#stalled && error > 0 && time - this.#cameAt < BUNCH_MS;
    this.#cameAt = time;
    const stallShare = changed ? 0 : bunched ? BUNCH_SHARE : STALL_SHARE;
    const onTime = ((1 - stallShare) * Math.exp((-0.5 * error * error) / variance)) / Math.sqrt(2 * Math.PI * variance);
    const likelihood = onTime + stallShare * (bunched ? 1 / BUNCH_MS : stallDensity(error)) + Number.MIN_VALUE;
    this.score += Math.log(likelihood);
    this.onTime = changed ? 1 : onTime / likelihood;
    this.#stalled = error > 0 && this.onTime < 0.5;
    this.deviation = error / Math.sqrt(variance);
    const dueGain = (this.#dueVariance / variance) * this.onTime;
    const periodGain = (this.#covariance / variance) * this.onTime;
    this.due += dueGain * error;
    this.period += periodGain * error;
    this.#periodVariance -= periodGain * this.#covariance;
    this.#covariance -= dueGain * this.#covariance;
    this.#dueVariance -= dueGain * this.#dueVariance;
  }

  /** Takes a tick at `time` to be the echo of another: it is anywhere, with the same probability, and teaches nothing. */
  ignore(time: number): void {
    this.#cameAt = time;
    this.age++;
    this.doubled++;
    this.onTime = 0;
    this.score += Math.log(this.#echoShare / this.period);
    this.#countEcho(true);
  }

  /** Whether the two will go on alike. */
  resembles(other: TickHypothesis, noise: number): boolean {
    return (
      this.index === other.index &&
      Math.abs(this.due - other.due) < 0.15 * noise &&
      Math.abs(this.period - other.period) < 0.02 * noise &&
      Math.abs(this.#periodVariance / other.#periodVariance - 1) < 0.5
    );
  }

  #countEcho(echo: boolean): void {
    this.echo = echo;
    this.#echoShare += ((echo ? 1 : ECHO_SHARE) - this.#echoShare) * ECHO_LEARNING;
  }

  #advance(steps: number): void {
    this.index += steps;
    this.due += steps * this.period;
    this.#dueVariance += steps * (2 * this.#covariance + steps * this.#periodVariance);
    this.#covariance += steps * this.#periodVariance;
    this.#periodVariance += steps * (WANDER * this.period) ** 2;
  }
}

/** Probability density of a stalled tick being late by `error` ms. */
const stallDensity = (error: number): number => {
  if (error < 0) return (EARLY_SHARE / STALL_MS) * Math.exp(error / EARLY_MS);
  const hang = (HANG_SHARE / HANG_MS) * Math.exp(-error / HANG_MS);
  return error < STALL_MS ? (1 - HANG_SHARE) / STALL_MS + hang : hang;
};
