import type { Random } from "../../shared/chance/random.ts";
import type { Answer, Ask } from "../../shared/music/voice.ts";
import type { Line } from "./beam.ts";
import { Density } from "./density.ts";
import type { DrumModel } from "./network/drum-model.ts";
import type { NetworkState } from "./network/network-state.ts";
import type { Sampler } from "./sampler.ts";

/** What all lines of one search share. */
export interface Composer {
  readonly model: DrumModel;
  readonly sampler: Sampler;
  readonly random: Random;
  readonly ask: Ask;
}

/** A line of a beam search over what a model might play, each with a network state of its own. */
export class ComposedLine implements Line<ComposedLine> {
  readonly #composer: Composer;
  readonly #state: NetworkState;
  readonly #density = new Density();
  readonly #answers: Answer[];
  #step: number;
  #logLikelihood: number;

  /** Goes on from `state`, which it copies, at `step` of the grid. */
  constructor(
    composer: Composer,
    state: NetworkState,
    silenceBias: number,
    step: number,
    answers: readonly Answer[] = [],
    logLikelihood = 0,
  ) {
    this.#composer = composer;
    this.#state = composer.model.network.newState();
    this.#state.copyFrom(state);
    this.#density.bias = silenceBias;
    this.#step = step;
    this.#answers = [...answers];
    this.#logLikelihood = logLikelihood;
  }

  get answers(): readonly Answer[] {
    return this.#answers;
  }

  /** At the sampling temperature, as Magenta's beam search counts. */
  get logLikelihood(): number {
    return this.#logLikelihood;
  }

  copy(): ComposedLine {
    return new ComposedLine(
      this.#composer,
      this.#state,
      this.#density.bias,
      this.#step,
      this.#answers,
      this.#logLikelihood,
    );
  }

  extend(steps: number): void {
    const { model, sampler, random, ask } = this.#composer;
    for (let i = 0; i < steps; i++) {
      const answer = sampler.sample(model.network.logits(this.#state), ask, this.#density.bias, random);
      this.#density.played(answer.pattern, ask.density);
      model.step(this.#state, answer.pattern, this.#step++);
      this.#answers.push(answer);
      this.#logLikelihood -= answer.sampledSurprise;
    }
  }
}
