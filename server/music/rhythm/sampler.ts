import type { Random } from "../../../shared/chance/random.ts";
import { PATTERN_COUNT, type Pattern, SILENCE } from "../../core/music/pattern.ts";
import type { Answer, Ask } from "../../core/music/voice.ts";
import { natsOf } from "./likelihood.ts";
import { costOfDifference, differences } from "./similarity.ts";

/**
 * Draws patterns from what a voice expects. The wishes work in this order: drums that are not
 * allowed, then temperature, then the bias on silence, then the likeness to the call, then the nucleus;
 * what is left is drawn from with one random number a step.
 *
 * @realtime yes: one instance keeps its scratch.
 */
export class Sampler {
  readonly #weights = new Float64Array(PATTERN_COUNT);
  readonly #ascending = new Float64Array(PATTERN_COUNT);

  /**
   * `silenceBias` is added to silence's logit after the temperature; see Density. `call` is what the call had in this
   * place; null where there is none.
   */
  sample(logits: Float32Array, ask: Ask, silenceBias: number, random: Random, call: Pattern | null = null): Answer {
    const total = this.#nucleus(this.#weigh(logits, ask, silenceBias, call), ask.topP);
    const pattern = this.#draw(random.next() * total);
    return {
      pattern,
      surprise: natsOf(logits, pattern, 1),
      sampledSurprise: -Math.log(this.#weights[pattern]! / total),
    };
  }

  /** Fills `#weights` with unnormalised probabilities, the largest 1, and returns their sum. */
  #weigh(logits: Float32Array, ask: Ask, silenceBias: number, call: Pattern | null): number {
    const { temperature, allowed, density, similarity } = ask;
    const bias = density === null ? 0 : silenceBias;
    const cost = call === null ? 0 : costOfDifference(similarity);
    const forbidden = ~allowed;
    let highest = Number.NEGATIVE_INFINITY;
    for (let symbol = 0; symbol < PATTERN_COUNT; symbol++) {
      const possible =
        (symbol & forbidden) === 0 && (symbol === SILENCE ? density !== 1 || allowed === SILENCE : density !== 0);
      let weight = possible ? logits[symbol]! / temperature + (symbol === SILENCE ? bias : 0) : -Infinity;
      if (cost > 0 && call !== null) weight -= cost * differences(symbol as Pattern, call, allowed);
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
