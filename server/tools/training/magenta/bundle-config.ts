import { PATTERN_COUNT } from "../../../core/music/pattern.ts";
import { drumConfig, type RnnConfig } from "../../../music/rhythm/checkpoint/config.ts";
import { LOGITS_BIASES } from "../../../music/rhythm/checkpoint/tensor-names.ts";
import type { MagentaBundle } from "./bundle.ts";

/** Attention lengths of Magenta's own configurations (drums_rnn_model.py, melody_rnn_model.py). */
const ATTENTION_LENGTHS: Readonly<Record<string, number>> = { drum_kit: 32, attention_rnn: 40 };

/** Position counter of `drum_kit` (drums_rnn_model.py). */
const DRUM_KIT_COUNTER_BITS = 6;

interface BundleConfig {
  readonly config: RnnConfig;
  /** Whether what it plays is the alphabet of nine drums; otherwise it can be looked at but not played here. */
  readonly playsDrums: boolean;
}

/**
 * A bundle does not hold its hyper-parameters as data: they follow from the name of its configuration,
 * and sizes from the weights. `attentionLength` is for bundles of a configuration of one's own.
 */
export const configOfBundle = ({ id, description, weights }: MagentaBundle, attentionLength?: number): BundleConfig => {
  const playsDrums = weights.get(LOGITS_BIASES)?.values.length === PATTERN_COUNT;
  const hasAttention = [...weights.keys()].some((name) => name.endsWith("/attn_v"));
  const card = { bundle: id, description };
  const config = playsDrums
    ? drumConfig(DRUM_KIT_COUNTER_BITS, { card })
    : { type: "MusicRNN" as const, dataConverter: { type: "MelodyConverter", args: {} }, antiphon: { card } };
  return {
    playsDrums,
    config: hasAttention ? { ...config, attentionLength: attentionLength ?? ATTENTION_LENGTHS[id] ?? 32 } : config,
  };
};
