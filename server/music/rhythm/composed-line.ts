import type { Random } from "../../../shared/chance/random.ts";
import type { Pattern } from "../../core/music/pattern.ts";
import type { Answer, Ask } from "../../core/music/voice.ts";
import type { Line } from "./beam.ts";
import { Density } from "./density.ts";
import type { DrumModel } from "./network/drum-model.ts";
import type { NetworkState } from "./network/network-state.ts";
import type { Sampler } from "./sampler.ts";

/** What all lines of one search share. */
interface Composer {
  readonly model: DrumModel;
  readonly sampler: Sampler;
  readonly random: Random;
  readonly ask: Ask;
}

/** How one came to a place. */
interface Way {
  readonly place: Place;
  readonly pattern: Pattern;
  readonly step: number;
}

/**
 * Where lines are that have played the same so far. The network is asked once for all of them, and
 * only when one goes on from there: most lines of a search share their way or are dropped.
 */
class Place {
  readonly #model: DrumModel;
  readonly #from: Way | null;
  readonly #ways = new Map<Pattern, Place>();
  #state: NetworkState | null;
  #logits: Float32Array | null = null;

  constructor(model: DrumModel, from: Way | null, state: NetworkState | null) {
    this.#model = model;
    this.#from = from;
    this.#state = state;
  }

  /** What the network expects next. */
  get logits(): Float32Array {
    this.#logits ??= this.#model.network.logits(this.state);
    return this.#logits;
  }

  get state(): NetworkState {
    if (this.#state === null) {
      this.#state = this.#model.network.newState();
      if (this.#from !== null) {
        const { place, pattern, step } = this.#from;
        this.#state.copyFrom(place.state);
        this.#model.step(this.#state, pattern, step);
      }
    }
    return this.#state;
  }

  /** Where one is after `pattern` in `step`. */
  after(pattern: Pattern, step: number): Place {
    let way = this.#ways.get(pattern);
    if (way === undefined) {
      way = new Place(this.#model, { place: this, pattern, step }, null);
      this.#ways.set(pattern, way);
    }
    return way;
  }
}

/** A line of a beam search over what a model might play. */
export class ComposedLine implements Line<ComposedLine> {
  readonly #composer: Composer;
  readonly #density = new Density();
  readonly answers: Answer[] = [];
  /** At the sampling temperature, as Magenta's beam search counts. */
  logLikelihood = 0;
  #place: Place;
  #step: number;

  private constructor(composer: Composer, place: Place, silenceBias: number, step: number) {
    this.#composer = composer;
    this.#place = place;
    this.#density.bias = silenceBias;
    this.#step = step;
  }

  /** Goes on from `state`, which it copies, at `step` of the grid. */
  static from(composer: Composer, state: NetworkState, silenceBias: number, step: number): ComposedLine {
    const own = composer.model.network.newState();
    own.copyFrom(state);
    return new ComposedLine(composer, new Place(composer.model, null, own), silenceBias, step);
  }

  copy(): ComposedLine {
    const copy = new ComposedLine(this.#composer, this.#place, this.#density.bias, this.#step);
    copy.answers.push(...this.answers);
    copy.logLikelihood = this.logLikelihood;
    return copy;
  }

  extend(steps: number): void {
    const { sampler, random, ask } = this.#composer;
    for (let i = 0; i < steps; i++) {
      const answer = sampler.sample(this.#place.logits, ask, this.#density.bias, random);
      this.#density.played(answer.pattern, ask.density);
      this.#place = this.#place.after(answer.pattern, this.#step++);
      this.answers.push(answer);
      this.logLikelihood -= answer.sampledSurprise;
    }
  }
}
