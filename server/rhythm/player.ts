import type { Random, RandomState } from "../../shared/chance/random.ts";
import type { Pattern } from "../../shared/music/pattern.ts";
import { type Answer, type Ask, type Likelihood, MARKS_KEPT, type Mark } from "../../shared/music/voice.ts";
import { type BeamOptions, beamSearch } from "./beam.ts";
import { ComposedLine } from "./composed-line.ts";
import { Density } from "./density.ts";
import { likelihoodOf } from "./likelihood.ts";
import type { DrumModel } from "./network/drum-model.ts";
import type { NetworkState } from "./network/network-state.ts";
import { Sampler } from "./sampler.ts";

/** Steps a new model is told of when it takes over: four bars, the period of the position counter. */
const STEPS_RETOLD = 64;
/** Steps remembered, so that even the oldest mark has enough before it to be retold. */
const STEPS_KEPT = MARKS_KEPT + STEPS_RETOLD;

/** What a mark holds. `model` tells whose state it is: after a change of model it is of no use. */
interface Snapshot {
  readonly mark: Mark;
  readonly model: DrumModel;
  readonly state: NetworkState;
  readonly chance: RandomState;
  readonly silenceBias: number;
  readonly heard: number;
}

/** A model that is being told what was played; `told` is the index of the next step to tell. */
interface Successor {
  readonly model: DrumModel;
  readonly state: NetworkState;
  told: number;
}

/**
 * One voice inside the rhythm worker: a model's state, chance, and marks. Synchronous; the calls are
 * those of Voice.
 */
export class Player {
  #model: DrumModel;
  #state: NetworkState;
  readonly #random: Random;
  readonly #density = new Density();
  readonly #sampler = new Sampler();
  readonly #marks: (Snapshot | undefined)[] = new Array(MARKS_KEPT).fill(undefined);
  /** The last steps, played and heard, in rings; `#heard` counts them all. */
  readonly #patterns = new Uint16Array(STEPS_KEPT);
  readonly #steps = new Float64Array(STEPS_KEPT);
  #heard = 0;
  #successor: Successor | null = null;

  constructor(model: DrumModel, random: Random) {
    this.#model = model;
    this.#random = random;
    this.#state = model.network.newState();
  }

  /** Like `answer`, throws when the model gives no numbers; it has then forgotten everything and may be asked again. @realtime yes */
  hear(pattern: Pattern, step: number, temperature: number): Likelihood {
    const likelihood = likelihoodOf(this.#expectation(), pattern, temperature);
    this.#moveOn(pattern, step);
    return likelihood;
  }

  /** @realtime yes */
  answer(step: number, ask: Ask): Answer {
    const answer = this.#sampler.sample(this.#expectation(), ask, this.#density.bias, this.#random);
    this.#played(answer, step, ask);
    return answer;
  }

  /**
   * Plays `count` steps from `step` on, the likeliest that a beam search finds at the ask's
   * temperature. Takes beamSize * branchFactor * count steps of inference.
   */
  compose(step: number, count: number, ask: Ask, beam: BeamOptions): readonly Answer[] {
    const composer = { model: this.#model, sampler: this.#sampler, random: this.#random, ask };
    const start = new ComposedLine(composer, this.#state, this.#density.bias, step);
    const { answers } = beamSearch(start, count, beam);
    for (const [index, answer] of answers.entries()) this.#played(answer, step + index, ask);
    return answers;
  }

  /** @realtime yes */
  mark(mark: Mark): void {
    const slot = mark % MARKS_KEPT;
    const old = this.#marks[slot];
    const state = old?.model === this.#model ? old.state : this.#model.network.newState();
    state.copyFrom(this.#state);
    this.#marks[slot] = {
      mark,
      model: this.#model,
      state,
      chance: this.#random.save(),
      silenceBias: this.#density.bias,
      heard: this.#heard,
    };
  }

  /** False when the mark is not known any more: then everything heard is forgotten. @realtime yes, but after a change of model */
  rewind(mark: Mark): boolean {
    const snapshot = this.#marks[mark % MARKS_KEPT];
    if (snapshot?.mark !== mark) {
      this.reset();
      return false;
    }
    this.#random.restore(snapshot.chance);
    this.#density.bias = snapshot.silenceBias;
    this.#heard = snapshot.heard;
    this.#successor = null;
    if (snapshot.model === this.#model) this.#state.copyFrom(snapshot.state);
    else this.handOver(this.#model, STEPS_RETOLD);
    return true;
  }

  reset(): void {
    this.#state.values.fill(0);
    this.#density.bias = 0;
    this.#heard = 0;
    this.#successor = null;
  }

  /**
   * Lets another model take over. A state means nothing to other weights, even of the same shape, so
   * the model is first told the last STEPS_RETOLD steps, at most `count` of them in one call. Returns
   * true when it has taken over, else wants to be called again; the voice plays on in between.
   */
  handOver(model: DrumModel, count: number): boolean {
    if (this.#successor?.model !== model) this.#successor = this.#introduce(model);
    const { state } = this.#successor;
    const until = Math.min(this.#heard, this.#successor.told + count);
    while (this.#successor.told < until) this.#tell(model, state, this.#successor.told++);
    if (until < this.#heard) return false;
    this.#model = model;
    this.#state = state;
    this.#successor = null;
    return true;
  }

  #introduce(model: DrumModel): Successor {
    return { model, state: model.network.newState(), told: Math.max(0, this.#heard - STEPS_RETOLD) };
  }

  #tell(model: DrumModel, state: NetworkState, index: number): void {
    const slot = index % STEPS_KEPT;
    model.step(state, this.#patterns[slot]! as Pattern, this.#steps[slot]!);
  }

  #expectation(): Float32Array {
    const logits = this.#model.network.logits(this.#state);
    if (logits.every(Number.isFinite)) return logits;
    this.reset();
    throw new Error("the network's output is not a number; load another checkpoint");
  }

  #played(answer: Answer, step: number, ask: Ask): void {
    this.#density.played(answer.pattern, ask.density);
    this.#moveOn(answer.pattern, step);
  }

  #moveOn(pattern: Pattern, step: number): void {
    this.#model.step(this.#state, pattern, step);
    const slot = this.#heard++ % STEPS_KEPT;
    this.#patterns[slot] = pattern;
    this.#steps[slot] = step;
  }
}
