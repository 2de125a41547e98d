import type { Random, RandomState } from "../../../shared/chance/random.ts";
import type { Mind } from "../../../shared/music/mind.ts";
import { type Pattern, SILENCE } from "../../core/music/pattern.ts";
import { type Answer, type Ask, type Hearing, type Likelihood, MARKS_KEPT, type Mark } from "../../core/music/voice.ts";
import { beamSearch } from "./beam.ts";
import { ComposedLine, type Composer } from "./composed-line.ts";
import { Density } from "./density.ts";
import { likelihoodOf, toldBothWays } from "./likelihood.ts";
import type { RecentPatterns } from "./memory/bar-place.ts";
import type { Memory } from "./memory/memory.ts";
import { mindOf } from "./mind.ts";
import type { DrumModel } from "./network/drum-model.ts";
import type { NetworkState } from "./network/network-state.ts";
import { type MemoryOf, Recollection } from "./recollection.ts";
import { Sampler } from "./sampler.ts";

/** Steps a new model is told of when it takes over: four bars, the period of the position counter. */
const STEPS_RETOLD = 64;
/** Steps that can be looked back on from the oldest mark too: a call of 32 bars of 4/4 from the end of an answer as long, or 15 of the longest bars there are. */
const STEPS_BACK = 3840;
const STEPS_KEPT = MARKS_KEPT + STEPS_BACK;

/** A model that is to take over trails by a bar, so that it need not be told anew when the voice is sent back by less. */
const STEPS_TRAILED = 16;
/** Continuations that a search tries of each line. */
const BRANCHES = 2;

/** What a mark holds. `model` tells whose state it is: after a change of model it is of no use. */
interface SavedState {
  readonly mark: Mark;
  readonly model: DrumModel;
  readonly state: NetworkState;
  readonly chance: RandomState;
  readonly silenceBias: number;
  readonly heard: number;
  readonly plan: Plan | null;
}

/** Steps that a search has decided and that were not all asked for yet. */
interface Plan {
  readonly from: number;
  readonly ask: Ask;
  readonly answers: readonly Answer[];
}

/**
 * A model that is being told what was played; `told` is the index of the next step to tell, `furthest` that of the step
 * after the last that was played meanwhile.
 */
interface Successor {
  readonly model: DrumModel;
  readonly state: NetworkState;
  told: number;
  furthest: number;
}

/**
 * Generates the patterns of one voice inside the rhythm worker: a model's state, what it remembers, chance, and marks.
 * Synchronous; the calls are those of Voice.
 */
export class PatternGenerator implements RecentPatterns {
  #model: DrumModel;
  #state: NetworkState;
  readonly #random: Random;
  readonly #density = new Density();
  readonly #sampler = new Sampler();
  readonly #recollection: Recollection;
  readonly #marks: (SavedState | undefined)[] = new Array(MARKS_KEPT).fill(undefined);
  /** The last steps, played and heard, in rings; `#heard` counts them all. */
  readonly #patterns = new Uint16Array(STEPS_KEPT);
  readonly #steps = new Float64Array(STEPS_KEPT);
  #heard = 0;
  #successor: Successor | null = null;
  #plan: Plan | null = null;
  /** What the network expects next, where its mind was asked for: then it need not be computed again. */
  #foreseen: Float32Array | null = null;

  constructor(model: DrumModel, random: Random, memoryOf: MemoryOf = () => null) {
    this.#model = model;
    this.#random = random;
    this.#recollection = new Recollection(model.mix, memoryOf);
    this.#state = model.network.newState();
  }

  /** Like `answer`, throws when the model gives no numbers; it has then forgotten everything and may be asked again. @realtime yes */
  hear(pattern: Pattern, step: number, temperature: number, hearing?: Hearing): Likelihood {
    const network = this.#expectation();
    const expected = hearing === undefined ? network : this.#recollection.expect(network, this, step, hearing);
    const likelihood = toldBothWays(likelihoodOf(expected, pattern, temperature), pattern, network, expected);
    if (hearing?.follows) this.#recollection.follow(pattern);
    this.#plan = null;
    this.#moveOn(pattern, step);
    return likelihood;
  }

  /** What a search has planned for the step, else sampled. @realtime yes */
  answer(step: number, ask: Ask): Answer {
    const answer = this.#planned(step, ask) ?? this.#sampled(step, ask);
    this.#density.played(answer.pattern, ask.density);
    this.#moveOn(answer.pattern, step);
    return answer;
  }

  /** What is in the network now and what it expects next; null when it gives no numbers. @realtime yes */
  mind(): Mind | null {
    this.#foreseen ??= this.#model.network.logits(this.#state);
    return this.#foreseen.every(Number.isFinite) ? mindOf(this.#state, this.#foreseen) : null;
  }

  /** Whether `search` must be carried out before the step can be answered as asked. */
  wantsSearch(step: number, ask: Ask): boolean {
    const { search } = ask;
    return search !== undefined && search.beams > 1 && search.steps > 1 && this.#planned(step, ask) === null;
  }

  /**
   * Plans the ask's next steps, the likeliest that a beam search finds at its temperature. Takes
   * beams * steps steps of inference at most, and yields now and then; until it is done the voice
   * must not be asked for anything else.
   */
  *search(step: number, ask: Ask): Generator<void, void> {
    const { beams = 1, steps = 1 } = ask.search ?? {};
    this.#expectation();
    const composer: Composer = {
      model: this.#model,
      recollection: this.#recollection,
      sampler: this.#sampler,
      random: this.#random,
      before: this,
      ask,
    };
    const start = ComposedLine.from(composer, this.#state, this.#density.bias, step);
    const options = { beamSize: beams, branchFactor: BRANCHES, stepsPerIteration: 1 };
    const { answers } = yield* beamSearch(start, steps, options);
    this.#plan = { from: step, ask, answers };
  }

  /** See RecentPatterns. @realtime yes */
  back(steps: number): Pattern {
    return this.earlier(steps) ?? SILENCE;
  }

  /** What it heard or played so many steps ago, 1 being the newest; null where that is not known. */
  earlier(steps: number): Pattern | null {
    if (steps > Math.min(this.#heard, STEPS_BACK)) return null;
    return this.#patterns[(this.#heard - steps) % STEPS_KEPT]! as Pattern;
  }

  /** A live voice is forgotten. */
  forget(memory: Memory): void {
    this.#recollection.forget(memory);
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
      plan: this.#plan,
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
    this.#foreseen = null;
    if (snapshot.model === this.#model) {
      this.#state.copyFrom(snapshot.state);
      this.#plan = snapshot.plan;
    } else {
      this.#state = this.#briefed(this.#begin(this.#model), 0);
      this.#plan = null;
    }
    const successor = this.#successor;
    // It may have been told more than is true now. Whether it has been so far, or will be, is a matter of luck, which
    // must not decide what it plays.
    if (successor !== null && successor.furthest - STEPS_TRAILED > this.#heard) this.introduce(successor.model);
    return true;
  }

  reset(): void {
    this.#state.values.fill(0);
    this.#density.bias = 0;
    this.#heard = 0;
    this.#plan = null;
    this.#foreseen = null;
    if (this.#successor !== null) this.introduce(this.#successor.model);
  }

  /**
   * Another model is to take over. A state means nothing to other weights, even of the same shape, so
   * the model is first told the last STEPS_RETOLD steps, see `brief`; the voice plays on in between.
   */
  introduce(model: DrumModel): void {
    this.#successor = this.#begin(model);
  }

  /** Tells the model that was introduced at most `count` of the steps played; false while it wants to be told more. */
  brief(count: number): boolean {
    const successor = this.#successor;
    if (successor === null) return true;
    const behind = this.#heard - STEPS_TRAILED - successor.told;
    this.#briefed(successor, Math.max(0, behind - count) + STEPS_TRAILED);
    return behind <= count;
  }

  /** The model that was introduced plays from here on. Throws when there is none. */
  takeOver(): void {
    if (this.#successor === null) throw new Error("no other model is ready");
    this.#state = this.#briefed(this.#successor, 0);
    this.#model = this.#successor.model;
    this.#recollection.use(this.#model.mix);
    this.#successor = null;
    this.#plan = null;
    this.#foreseen = null;
  }

  #begin(model: DrumModel): Successor {
    const heard = this.#heard;
    return { model, state: model.network.newState(), told: Math.max(0, heard - STEPS_RETOLD), furthest: heard };
  }

  /** Tells everything but the last `trail` steps. */
  #briefed(successor: Successor, trail: number): NetworkState {
    const { model, state } = successor;
    for (; successor.told < this.#heard - trail; successor.told++) {
      const slot = successor.told % STEPS_KEPT;
      model.step(state, this.#patterns[slot]! as Pattern, this.#steps[slot]!);
    }
    return state;
  }

  #expectation(): Float32Array {
    const logits = this.#foreseen ?? this.#model.network.logits(this.#state);
    if (logits.every(Number.isFinite)) return logits;
    this.reset();
    throw new Error("the network's output is not a number; load another checkpoint");
  }

  #sampled(step: number, ask: Ask): Answer {
    const network = this.#expectation();
    const expected = this.#recollection.expect(network, this, step, ask);
    const call = ask.call === undefined ? null : this.earlier(ask.call);
    const answer = this.#sampler.sample(expected, ask, this.#density.bias, this.#random, call);
    return toldBothWays(answer, answer.pattern, network, expected);
  }

  #planned(step: number, ask: Ask): Answer | null {
    if (this.#plan === null || !wantsTheSame(this.#plan.ask, ask)) return null;
    return this.#plan.answers[step - this.#plan.from] ?? null;
  }

  #moveOn(pattern: Pattern, step: number): void {
    this.#model.step(this.#state, pattern, step);
    this.#foreseen = null;
    const slot = this.#heard++ % STEPS_KEPT;
    this.#patterns[slot] = pattern;
    this.#steps[slot] = step;
    if (this.#successor !== null) this.#successor.furthest = Math.max(this.#successor.furthest, this.#heard);
    // Twice as fast as it is played: it catches up.
    this.brief(2);
  }
}

const wantsTheSame = (one: Ask, other: Ask): boolean => {
  for (const name in one) if (name !== "search" && one[name as keyof Ask] !== other[name as keyof Ask]) return false;
  return one.search?.beams === other.search?.beams;
};
