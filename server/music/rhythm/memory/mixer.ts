import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { PATTERN_COUNT, type Pattern } from "../../../core/music/pattern.ts";
import type { BarPlace, RecentPatterns } from "./bar-place.ts";
import type { Memory } from "./memory.ts";
import type { MixWeights } from "./mix-weights.ts";

/** Nearer to 0 and 1 than this no chance of a drum comes: ln(p / (1 - p)). */
const SUREST = 12;

/**
 * Mixes what a network expects with what a memory knows, for one voice: each drum in turn, given those
 * decided before it, by adding ln(p / (1 - p)) of all that have an opinion, each times a weight
 * (context mixing: M. Mahoney, "Adaptive weighing of context models for lossless data compression", 2005).
 */
export class Mixer {
  readonly #weights: MixWeights;
  /** Sums of chances below each node of the tree of drums decided. */
  readonly #mass = new Float64Array(2 * PATTERN_COUNT);
  readonly #logs = new Float64Array(2 * PATTERN_COUNT);

  constructor(weights: MixWeights) {
    this.#weights = weights;
  }

  /** Fills `out` with ln p of every pattern for the step at `place` that follows `line`. @realtime yes */
  mix(logits: Float32Array, memory: Memory, line: RecentPatterns, place: BarPlace, out: Float32Array): void {
    const { network, place: placeWeight, barAgo } = this.#weights;
    const mass = this.#mass;
    let highest = Number.NEGATIVE_INFINITY;
    for (const logit of logits) if (logit > highest) highest = logit;
    // Leaves lie at PATTERN_COUNT + the pattern's bits in the order of decision, kick first.
    for (let symbol = 0; symbol < PATTERN_COUNT; symbol++)
      mass[PATTERN_COUNT + reversed(symbol)] = Math.exp(Math.max(-100, logits[symbol]! - highest));
    for (let node = PATTERN_COUNT - 1; node >= 1; node--) mass[node] = mass[2 * node]! + mass[2 * node + 1]!;
    const known = memory.steps > 0;
    const before = line.back(place.stepsPerBar);
    this.#logs[1] = 0;
    for (let node = 1, drum = 0, end = 2; node < PATTERN_COUNT; node++) {
      if (node === end) {
        drum++;
        end *= 2;
      }
      let sum = Math.log(mass[2 * node + 1]! / mass[2 * node]!);
      if (known) {
        sum *= network;
        sum += placeWeight * memory.evidence(place.stepInBar, drum);
        if (memory.steps >= place.stepsPerBar) sum += barAgo * ((before >> drum) & 1 ? 2 : -2);
      }
      sum = Math.max(-SUREST, Math.min(SUREST, sum));
      this.#logs[2 * node + 1] = this.#logs[node]! - Math.log1p(Math.exp(-sum));
      this.#logs[2 * node] = this.#logs[node]! - Math.log1p(Math.exp(sum));
    }
    for (let symbol = 0; symbol < PATTERN_COUNT; symbol++) out[symbol] = this.#logs[PATTERN_COUNT + reversed(symbol)]!;
  }

  /** The drummer played `pattern` where `mix` was asked last: what was right is trusted a little more. @realtime yes */
  adapt(_pattern: Pattern): void {}
}

/** The bits of a pattern the other way round: the first drum highest. */
const reversed = (symbol: number): number => REVERSED[symbol]!;

const REVERSED = Uint16Array.from({ length: PATTERN_COUNT }, (_, symbol) => {
  let bits = 0;
  for (let drum = 0; drum < DRUM_COUNT; drum++) bits |= ((symbol >> drum) & 1) << (DRUM_COUNT - 1 - drum);
  return bits;
});
