import type { Random } from "../../../../shared/chance/random.ts";
import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { CLUES, Evidence } from "../../../music/rhythm/memory/evidence.ts";
import { NetworkTree } from "../../../music/rhythm/memory/network-tree.ts";
import { CODE_OF, nodeAt } from "../../../music/rhythm/memory/pattern-tree.ts";
import type { DrumModel } from "../../../music/rhythm/network/drum-model.ts";
import type { SourcedSequence } from "../sequences.ts";
import { listen } from "./listening.ts";

/** More steps than this are not fitted on: it would take hundreds of megabytes and change nothing. */
const MOST_STEPS = 1 << 16;

/** Steps as the mix sees them: for each its nine decisions on the way to the pattern that came. */
export interface MixSamples {
  readonly steps: number;
  /** CLUES numbers for each decision of each step. */
  readonly clues: Float32Array;
  /** For each decision: 1 where the drum was hit. */
  readonly hits: Uint8Array;
  /** For each step the rows of MixWeights that belong to it. */
  readonly repeated: Uint8Array;
  readonly heard: Uint8Array;
}

/** Listens to whole pieces, drawn when there are too many. */
export const collectSamples = (model: DrumModel, sequences: readonly SourcedSequence[], random: Random): MixSamples => {
  const chosen = chooseSome(sequences, random);
  // The first step of a piece is the network's alone.
  const steps = chosen.reduce((sum, { symbols }) => sum + symbols.length - 1, 0);
  const samples = {
    steps,
    clues: new Float32Array(steps * DRUM_COUNT * CLUES),
    hits: new Uint8Array(steps * DRUM_COUNT),
    repeated: new Uint8Array(steps),
    heard: new Uint8Array(steps),
  };
  const evidence = new Evidence();
  const network = new NetworkTree();
  const clues = new Float64Array(CLUES);
  let at = 0;
  listen(model, chosen, ({ logits, memory, place, pattern }) => {
    if (memory.steps === 0) return;
    network.weigh(logits);
    evidence.gather(memory, memory, place);
    const code = CODE_OF[pattern]!;
    for (let depth = 0; depth < DRUM_COUNT; depth++) {
      const node = nodeAt(code, depth);
      const decision = at * DRUM_COUNT + depth;
      evidence.clues(node, depth, network.stretched(node), clues);
      samples.clues.set(clues, decision * CLUES);
      samples.hits[decision] = (code >> (DRUM_COUNT - 1 - depth)) & 1;
    }
    samples.repeated[at] = evidence.repeated;
    samples.heard[at] = evidence.heard;
    at++;
  });
  return samples;
};

/** All that there are, or as many drawn from them as come to MOST_STEPS. */
const chooseSome = (sequences: readonly SourcedSequence[], random: Random): SourcedSequence[] => {
  const left = [...sequences];
  const chosen: SourcedSequence[] = [];
  for (let steps = 0; left.length > 0; ) {
    const [next] = left.splice(random.integer(left.length), 1);
    steps += next!.symbols.length;
    if (steps > MOST_STEPS && chosen.length > 0) break;
    chosen.push(next!);
  }
  return chosen;
};
