import type { Likelihood } from "../../core/music/voice.ts";

/** Sums how well a model expected the steps of one call or response. */
export class LikelihoodTally {
  #steps = 0;
  #surprise = 0;
  #withMemory = 0;
  #sampled = 0;
  #first = 0;

  add(likelihood: Likelihood): void {
    if (this.#steps++ === 0) this.#first = likelihood.sampledSurprise;
    this.#surprise += likelihood.surprise;
    this.#withMemory += likelihood.surpriseWithMemory ?? likelihood.surprise;
    this.#sampled += likelihood.sampledSurprise;
  }

  /** Nats a step at temperature 1, under the network alone; null before the first step. */
  get perStep(): number | null {
    return this.#steps === 0 ? null : this.#surprise / this.#steps;
  }

  /** The same under network and memory, as far as it went by that. */
  get perStepWithMemory(): number | null {
    return this.#steps === 0 ? null : this.#withMemory / this.#steps;
  }

  /** Nats a step at the sampling temperature; null before the first step. */
  get sampledPerStep(): number | null {
    return this.#steps === 0 ? null : this.#sampled / this.#steps;
  }

  /** Sum of ln p at the sampling temperature, in nats: 0 or negative. */
  get logLikelihood(): number {
    return -this.#sampled;
  }

  /** The same without the first step. */
  get logLikelihoodAfterFirst(): number {
    return this.#first - this.#sampled;
  }
}
