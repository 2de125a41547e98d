import type { Pattern } from "../../core/music/pattern.ts";
import type { Likelihood } from "../../core/music/voice.ts";

/**
 * How well `logits` expected `pattern`: at temperature 1, and at `temperature` as Magenta scores its
 * calls (events_rnn_model._generate_events sums the latter over a call and its response).
 *
 * @realtime yes
 */
export const likelihoodOf = (logits: Float32Array, pattern: Pattern, temperature: number): Likelihood => ({
  surprise: natsOf(logits, pattern, 1),
  sampledSurprise: natsOf(logits, pattern, temperature),
});

/**
 * `likelihood` is that of `pattern` under `expected`, which network and memory expect together: the same told both ways.
 *
 * @realtime yes
 */
export const toldBothWays = <L extends Likelihood>(
  likelihood: L,
  pattern: Pattern,
  network: Float32Array,
  expected: Float32Array,
): L =>
  expected === network
    ? likelihood
    : { ...likelihood, surprise: natsOf(network, pattern, 1), surpriseWithMemory: likelihood.surprise };

/** -ln softmax(logits / temperature)[pattern], in nats. */
export const natsOf = (logits: Float32Array, pattern: Pattern, temperature: number): number => {
  const own = logits[pattern]! / temperature;
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > highest) highest = logit;
  highest /= temperature;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit / temperature - highest);
  return highest + Math.log(sum) - own;
};
