import type { Random } from "../../../shared/chance/random.ts";
import { type Pattern, SILENCE } from "../../core/music/pattern.ts";
import type { Answer, Ask } from "../../core/music/voice.ts";
import type { Line } from "./beam.ts";
import { Density } from "./density.ts";
import { toldBothWays } from "./likelihood.ts";
import type { RecentPatterns } from "./memory/bar-place.ts";
import type { DrumModel } from "./network/drum-model.ts";
import type { NetworkState } from "./network/network-state.ts";
import type { Recollection } from "./recollection.ts";
import type { Sampler } from "./sampler.ts";

/** What all lines of one search share. */
export interface Composer {
  readonly model: DrumModel;
  readonly recollection: Recollection;
  readonly sampler: Sampler;
  readonly random: Random;
  /** What was heard and played before the search. */
  readonly before: { earlier(steps: number): Pattern | null };
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
class Place implements RecentPatterns {
  readonly #composer: Composer;
  readonly #step: number;
  readonly #from: Way | null;
  readonly #ways = new Map<Pattern, Place>();
  #state: NetworkState | null;
  #network: Float32Array | null = null;
  #expected: Float32Array | null = null;

  /** `step` is the next one. */
  constructor(composer: Composer, step: number, from: Way | null, state: NetworkState | null) {
    this.#composer = composer;
    this.#step = step;
    this.#from = from;
    this.#state = state;
  }

  /** What the network expects next. */
  get network(): Float32Array {
    this.#network ??= this.#composer.model.network.logits(this.state);
    return this.#network;
  }

  /** What network and memory expect next; the network's own where it is left alone. */
  get expected(): Float32Array {
    if (this.#expected !== null) return this.#expected;
    const { recollection, ask } = this.#composer;
    const { network } = this;
    const expected = recollection.expect(network, this, this.#step, ask);
    this.#expected = expected === network ? network : expected.slice();
    return this.#expected;
  }

  /** What was played on the way here, and before it. */
  back(steps: number): Pattern {
    return this.earlier(steps) ?? SILENCE;
  }

  /** The same; null where that is not known. */
  earlier(steps: number): Pattern | null {
    let place: Place = this;
    for (let left = steps; ; left--) {
      if (place.#from === null) return this.#composer.before.earlier(left);
      if (left === 1) return place.#from.pattern;
      place = place.#from.place;
    }
  }

  get state(): NetworkState {
    if (this.#state === null) {
      const { model } = this.#composer;
      this.#state = model.network.newState();
      if (this.#from !== null) {
        const { place, pattern, step } = this.#from;
        this.#state.copyFrom(place.state);
        model.step(this.#state, pattern, step);
      }
    }
    return this.#state;
  }

  /** Where one is after `pattern`. */
  after(pattern: Pattern): Place {
    let way = this.#ways.get(pattern);
    if (way === undefined) {
      way = new Place(this.#composer, this.#step + 1, { place: this, pattern, step: this.#step }, null);
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

  private constructor(composer: Composer, place: Place, silenceBias: number) {
    this.#composer = composer;
    this.#place = place;
    this.#density.bias = silenceBias;
  }

  /** Goes on from `state`, which it copies, at `step` of the grid. */
  static from(composer: Composer, state: NetworkState, silenceBias: number, step: number): ComposedLine {
    const own = composer.model.network.newState();
    own.copyFrom(state);
    return new ComposedLine(composer, new Place(composer, step, null, own), silenceBias);
  }

  copy(): ComposedLine {
    const copy = new ComposedLine(this.#composer, this.#place, this.#density.bias);
    copy.answers.push(...this.answers);
    copy.logLikelihood = this.logLikelihood;
    return copy;
  }

  extend(steps: number): void {
    const { sampler, random, ask } = this.#composer;
    for (let i = 0; i < steps; i++) {
      const { network, expected } = this.#place;
      const call = ask.call === undefined ? null : this.#place.earlier(ask.call);
      const sampled = sampler.sample(expected, ask, this.#density.bias, random, call);
      const answer = toldBothWays(sampled, sampled.pattern, network, expected);
      this.#density.played(answer.pattern, ask.density);
      this.#place = this.#place.after(answer.pattern);
      this.answers.push(answer);
      this.logLikelihood -= answer.sampledSurprise;
    }
  }
}
