import { clamp } from "../../../../shared/math/numbers.ts";
import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { PATTERN_COUNT, type Pattern } from "../../../core/music/pattern.ts";
import type { BarPlace, RecentPatterns } from "./bar-place.ts";
import { CLUES, Evidence } from "./evidence.ts";
import type { Memory } from "./memory.ts";
import type { MixWeights } from "./mix-weights.ts";
import { NetworkTree, SUREST } from "./network-tree.ts";
import { CODE_OF, nodeAt } from "./pattern-tree.ts";

/** Below a node that is less likely than this the network decides alone: it saves most of the work and changes nothing that is heard. */
const UNLIKELY = Math.log(1e-3);
const OPEN = Number.POSITIVE_INFINITY;
/** How fast the weights follow the drummer. */
const RATE = 0.004;

/**
 * Mixes what a network expects with what a memory knows, for one voice: each drum in turn, given those
 * decided before it, by adding up clues times weights in the logistic domain (context mixing:
 * M. Mahoney, "Adaptive weighing of context models for lossless data compression", 2005). The weights
 * were fitted, and follow the drummer a little.
 *
 * @realtime yes: one instance keeps its scratch.
 */
export class Mixer {
  readonly #fitted: MixWeights;
  readonly #evidence = new Evidence();
  /** What was learnt here on top of the fitted weights, a row a depth. */
  readonly #learnt = new Float64Array(DRUM_COUNT * CLUES);
  /** The weights of this step, a row a depth. */
  readonly #weights = new Float64Array(DRUM_COUNT * CLUES);
  readonly #clues = new Float64Array(CLUES);
  readonly #network = new NetworkTree();
  /** ln p of each node, but of those below an unlikely one. */
  readonly #logs = new Float64Array(2 * PATTERN_COUNT);
  /** Of an unlikely node and all below it: what is added to the network's logarithms there; OPEN for all others. */
  readonly #offsets = new Float64Array(2 * PATTERN_COUNT);
  #mixed = false;

  constructor(weights: MixWeights) {
    this.#fitted = weights;
  }

  /**
   * Fills `out` with ln p of all 512 patterns for the step at `place` that follows `line`. They add up
   * to 1, and none is 0. An empty memory changes nothing: `out` is then the network's ln p.
   */
  mix(logits: Float32Array, memory: Memory, line: RecentPatterns, place: BarPlace, out: Float32Array): void {
    this.#mixed = memory.steps > 0;
    this.#network.weigh(logits);
    if (this.#mixed) {
      this.#evidence.gather(memory, line, place);
      this.#chooseWeights();
    }
    const logs = this.#logs;
    const offsets = this.#offsets;
    const network = this.#network;
    logs[1] = 0;
    offsets[1] = this.#mixed ? OPEN : -network.logMass(1);
    for (let depth = 0; depth < DRUM_COUNT; depth++)
      for (let node = 1 << depth; node < 2 << depth; node++) {
        const rest = 2 * node;
        const hit = rest + 1;
        if (offsets[node] !== OPEN) {
          offsets[rest] = offsets[hit] = offsets[node]!;
          continue;
        }
        const stretched = this.#decide(node, depth);
        const doubt = Math.log1p(Math.exp(-Math.abs(stretched)));
        logs[hit] = logs[node]! - doubt + Math.min(0, stretched);
        logs[rest] = logs[node]! - doubt - Math.max(0, stretched);
        offsets[hit] = logs[hit]! < UNLIKELY ? logs[hit]! - network.logMass(hit) : OPEN;
        offsets[rest] = logs[rest]! < UNLIKELY ? logs[rest]! - network.logMass(rest) : OPEN;
      }
    for (let pattern = 0; pattern < PATTERN_COUNT; pattern++) {
      const leaf = PATTERN_COUNT + CODE_OF[pattern]!;
      out[pattern] = offsets[leaf] === OPEN ? logs[leaf]! : offsets[leaf]! + network.logLeaf(leaf);
    }
  }

  /** The drummer played `pattern` where `mix` was asked last; the clues that were right count a little more from here on. */
  adapt(pattern: Pattern): void {
    if (!this.#mixed) return;
    const code = CODE_OF[pattern]!;
    for (let depth = 0; depth < DRUM_COUNT; depth++) {
      const node = nodeAt(code, depth);
      if (this.#offsets[node] !== OPEN) return;
      const hit = (code >> (DRUM_COUNT - 1 - depth)) & 1;
      const step = RATE * (hit - 1 / (1 + Math.exp(-this.#decide(node, depth))));
      const row = depth * CLUES;
      for (let clue = 0; clue < CLUES; clue++) this.#learnt[row + clue]! += step * this.#clues[clue]!;
    }
  }

  /** The weights are again as they were fitted. */
  forget(): void {
    this.#learnt.fill(0);
    this.#mixed = false;
  }

  #chooseWeights(): void {
    const { drums, repeated, heard } = this.#fitted;
    const repeatedRow = this.#evidence.repeated * CLUES;
    const heardRow = this.#evidence.heard * CLUES;
    for (let depth = 0, at = 0; depth < DRUM_COUNT; depth++)
      for (let clue = 0; clue < CLUES; clue++, at++)
        this.#weights[at] = drums[at]! + repeated[repeatedRow + clue]! + heard[heardRow + clue]! + this.#learnt[at]!;
  }

  /** ln(p / (1 - p)) of the drum decided at `node`; its clues are in `#clues` then. */
  #decide(node: number, depth: number): number {
    this.#evidence.clues(node, depth, this.#network.stretched(node), this.#clues);
    const row = depth * CLUES;
    let sum = 0;
    for (let clue = 0; clue < CLUES; clue++) sum += this.#weights[row + clue]! * this.#clues[clue]!;
    return clamp(sum, -SUREST, SUREST);
  }
}
