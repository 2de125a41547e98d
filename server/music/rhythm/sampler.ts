import type { Random } from "../../../shared/chance/random.ts";
import { PATTERN_COUNT, type Pattern, SILENCE } from "../../core/music/pattern.ts";
import type { Answer, Ask } from "../../core/music/voice.ts";
import { natsOf } from "./likelihood.ts";

/**
 * Draws patterns from what a network expects. The wishes work in this order: drums that are not
 * allowed, then temperature, then the bias on silence, then the nucleus; what is left is drawn from
 * with one random number a step.
 *
 * @realtime yes: one instance keeps its scratch.
 */
export class Sampler {
  readonly #weights = new Float64Array(PATTERN_COUNT);
  readonly #ascending = new Float64Array(PATTERN_COUNT);

  /** `silenceBias` is added to silence's logit after the temperature; see Density. */
  sample(logits: Float32Array, ask: Ask, silenceBias: number, random: Random): Answer {
    const total = this.#nucleus(this.#weigh(logits, ask, silenceBias), ask.topP);
    const pattern = this.#draw(random.next() * total);
    return {
      pattern,
      surprise: natsOf(logits, pattern, 1),
      sampledSurprise: -Math.log(this.#weights[pattern]! / total),
    };
  }

  /** Fills `#weights` with unnormalised probabilities, the largest 1, and returns their sum. */
  #weigh(logits: Float32Array, { temperature, allowed, density }: Ask, silenceBias: number): number {
    const bias = density === null ? 0 : silenceBias;
    const forbidden = ~allowed;
    let highest = Number.NEGATIVE_INFINITY;
    for (let symbol = 0; symbol < PATTERN_COUNT; symbol++) {
      const possible =
        (symbol & forbidden) === 0 && (symbol === SILENCE ? density !== 1 || allowed === SILENCE : density !== 0);
      const weight = possible ? logits[symbol]! / temperature + (symbol === SILENCE ? bias : 0) : -Infinity;
      this.#weights[symbol] = weight;
      if (weight > highest) highest = weight;
    }
    let total = 0;
    for (let symbol = 0; symbol < PATTERN_COUNT; symbol++)
      total += this.#weights[symbol] = Math.exp(this.#weights[symbol]! - highest);
    return total;
  }

  /** Sets all but the likeliest symbols that make up `topP` of `total` to 0 and returns what is left; equals stay together. */
  #nucleus(total: number, topP: number): number {
    if (topP >= 1) return total;
    const ascending = this.#ascending;
    ascending.set(this.#weights);
    ascending.sort();
    let least = PATTERN_COUNT - 1;
    for (let sum = ascending[least]!; sum < topP * total && least > 0; ) sum += ascending[--least]!;
    let kept = 0;
    for (let symbol = 0; symbol < PATTERN_COUNT; symbol++) {
      if (this.#weights[symbol]! < ascending[least]!) this.#weights[symbol] = 0;
      kept += this.#weights[symbol]!;
    }
    return kept;
  }

  /** The symbol at which the running sum of the weights passes `point`. */
  #draw(point: number): Pattern {
    let last = 0;
    for (let symbol = 0, sum = 0; symbol < PATTERN_COUNT; symbol++) {
      if (this.#weights[symbol] === 0) continue;
      last = symbol;
      sum += this.#weights[symbol]!;
      if (sum > point) break;
    }
    return last as Pattern;
  }
}
