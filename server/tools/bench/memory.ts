import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Random } from "../../../shared/chance/random.ts";
import { PATTERN_COUNT, type Pattern } from "../../core/music/pattern.ts";
import { monotonicNow } from "../../core/time/monotonic.ts";
import { Memory } from "../../music/rhythm/memory/memory.ts";
import { DEFAULT_MIX_WEIGHTS } from "../../music/rhythm/memory/mix-weights.ts";
import { Mixer } from "../../music/rhythm/memory/mixer.ts";
import { tryBackends } from "../../music/rhythm/network/backends.ts";
import { DrumModel } from "../../music/rhythm/network/drum-model.ts";
import { benchCheckpoint } from "./bench-checkpoint.ts";
import { type Figure, figure, type Measure } from "./measure.ts";
import { percentile } from "./percentile.ts";

const VOICES = 3;
const STEPS_PER_BAR = 16;
/** 16ths at 240 bpm. */
const STEP_MS = 62.5;
/** Steps that are timed, after so many that are not. */
const TIMED = 2000;
const WARM_UP = 500;
/** 16ths in two hours at 120 bpm. */
const TWO_HOURS = 2 * 60 * 60 * 8;

/** What a memory costs: one step of three voices with it and without, and what two hours of playing leave. */
export const memory: Measure = {
  name: "memory",
  about: `one step of ${VOICES} voices with a memory of the drummer and without, early and after two hours of playing`,
  run: async () => {
    const bytes = heldAfterTwoHours();
    await tryBackends(["wasm"]);
    const model = new DrumModel(benchCheckpoint(), "the bench's model");
    const band = new BenchBand(model);
    band.play(WARM_UP);
    const early = band.time(TIMED);
    band.learn(TWO_HOURS);
    const late = band.time(TIMED);
    model.dispose();
    const with99 = percentile(late.withMemory, 0.99);
    const share = (100 * VOICES * mean(late.withMemory)) / STEP_MS;
    const slower = percentile(late.mixing, 0.5) / percentile(early.mixing, 0.5);
    const figures: Figure[] = [
      figure("one step of a voice with memory, p99", with99, "ms", "<= 0.4", with99 <= 0.4),
      figure("one step of a voice without, p99", percentile(late.without, 0.99), "ms"),
      figure("with memory against without, p50", percentile(late.withMemory, 0.5) / percentile(late.without, 0.5), "x"),
      figure(`${VOICES} voices with memory at 240 bpm`, share, "% of one core", "< 10", share < 10),
      figure("what memory takes of a step, after two hours against early, p50", slower, "x", "<= 1.2", slower <= 1.2),
      figure("a memory after two hours", bytes / 1e6, "MB", "< 5", bytes < 5e6),
    ];
    return figures;
  },
};

interface Times {
  /** Of each step of a voice, in ms: its network with what memory takes; its network alone; what memory takes: mixing and adapting. */
  readonly withMemory: number[];
  readonly without: number[];
  readonly mixing: number[];
}

/** Voices that hear one drummer, who has bars that come back, and slips. */
class BenchBand {
  readonly #model: DrumModel;
  readonly #memory = new Memory();
  readonly #random = new Random(1);
  readonly #bars: readonly (readonly Pattern[])[];
  readonly #voices;
  readonly #out = new Float32Array(PATTERN_COUNT);
  #step = 0;

  constructor(model: DrumModel) {
    this.#model = model;
    this.#voices = Array.from({ length: VOICES }, () => ({
      state: model.network.newState(),
      mixer: new Mixer(DEFAULT_MIX_WEIGHTS),
    }));
    this.#bars = Array.from({ length: 64 }, () => Array.from({ length: STEPS_PER_BAR }, () => this.#somePattern()));
  }

  play(steps: number): void {
    for (let left = steps; left > 0; left--) this.#playStep();
  }

  time(steps: number): Times {
    const times: Times = { withMemory: [], without: [], mixing: [] };
    for (let left = steps; left > 0; left--) this.#playStep(times);
    return times;
  }

  /** As `play`, but only the memory listens. */
  learn(steps: number): void {
    for (let left = steps; left > 0; left--) {
      const place = this.#place();
      this.#memory.learn(this.#next(), place);
    }
  }

  #playStep(times?: Times): void {
    const place = this.#place();
    const step = this.#step;
    const pattern = this.#next();
    for (const { state, mixer } of this.#voices) {
      const start = monotonicNow();
      const logits = this.#model.network.logits(state);
      const expected = monotonicNow();
      mixer.mix(logits, this.#memory, this.#memory, place, this.#out);
      mixer.adapt(pattern);
      const mixed = monotonicNow();
      this.#model.step(state, pattern, step);
      const end = monotonicNow();
      times?.withMemory.push(end - start);
      times?.without.push(end - mixed + expected - start);
      times?.mixing.push(mixed - expected);
    }
    this.#memory.learn(pattern, place);
  }

  #place(): { readonly stepInBar: number; readonly stepsPerBar: number } {
    return { stepInBar: this.#step % STEPS_PER_BAR, stepsPerBar: STEPS_PER_BAR };
  }

  #next(): Pattern {
    const bar = this.#bars[Math.floor(this.#step / STEPS_PER_BAR / 4) % this.#bars.length]!;
    const pattern = bar[this.#step++ % STEPS_PER_BAR]!;
    return this.#random.next() < 0.1 ? this.#somePattern() : pattern;
  }

  #somePattern(): Pattern {
    return (this.#random.next() < 0.4 ? 0 : this.#random.integer(PATTERN_COUNT)) as Pattern;
  }
}

/** What a memory holds in bytes, all else that was made meanwhile being collected. */
const heldAfterTwoHours = (): number => {
  const before = heldBytes();
  const memory = new Memory();
  const random = new Random(1);
  for (let step = 0; step < TWO_HOURS; step++)
    memory.learn(random.integer(PATTERN_COUNT) as Pattern, {
      stepInBar: step % STEPS_PER_BAR,
      stepsPerBar: STEPS_PER_BAR,
    });
  const after = heldBytes();
  // Asked again, so that it is not collected before.
  memory.forget();
  return after - before;
};

const heldBytes = (): number => {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
};

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
