import { DRUM_COUNT } from "../../../../shared/music/drums.ts";
import { PATTERN_COUNT } from "../../../core/music/pattern.ts";
import type { BarPlace, RecentPatterns } from "./bar-place.ts";
import { Contexts, DRUM_CONTEXTS, PATTERN_CONTEXTS } from "./contexts.ts";
import { FOLLOWERS, ONCE } from "./followers.ts";
import type { Memory } from "./memory.ts";
import { CODE_OF, DRUM_AT, nodeAt } from "./pattern-tree.ts";
import { LONGEST_REPEAT } from "./repeats.ts";

/** Bars ago whose pattern on the same step is looked at by itself. */
const BARS_AGO = [1, 2, 4] as const;

/** Numbers that say something of a decision: the constant 1, the network, contexts, copies, the repeated passage. */
export const CLUES = 2 + 2 * PATTERN_CONTEXTS + 2 * DRUM_CONTEXTS + BARS_AGO.length + 1;

/** Which of them is the network's, and what it is divided by, so that all are of about one size. */
export const NETWORK_CLUE = 1;
export const NETWORK_SCALE = 4;

/** Classes of how long the bar before has been repeated; see `repeatedClass`. */
export const REPEATED_CLASSES = 8;
/** Classes of how much was heard: bars 1, 2, 3 to 4, 5 to 8, 9 to 16, later. */
export const HEARD_CLASSES = 6;

/** Little is thought of a drum not yet seen, and much of one that was always seen; added to counts before they are compared. */
const CAUTIOUS = 0.4;
const BOLD = 0.02;
const FAST = 0.1;

/** ln of recent counts and of all, each with what is added to it, so that none is computed for a decision. */
const MOST_LATELY = FOLLOWERS * 256;
const LN_LATELY = Float64Array.from({ length: MOST_LATELY }, (_, units) => Math.log(units / ONCE + CAUTIOUS) / 2);
const LN_TIMES = Float64Array.from({ length: MOST_LATELY }, (_, times) => Math.log(times + BOLD) / 4);

/**
 * What a memory has to say of one step, decision by decision. `gather` looks everything up once; `clues`
 * then costs no look-ups.
 *
 * @realtime yes: one instance keeps its scratch.
 */
export class Evidence {
  /** The weights' rows beside the drum's; see MixWeights. */
  repeated = 0;
  heard = 0;
  readonly #contexts = new Contexts();
  /** Of each context the patterns that followed it, copied. */
  readonly #codes = new Uint16Array(PATTERN_CONTEXTS * FOLLOWERS);
  readonly #times = new Uint8Array(PATTERN_CONTEXTS * FOLLOWERS);
  readonly #lately = new Uint8Array(PATTERN_CONTEXTS * FOLLOWERS);
  /** Of each depth's drum the clues of its own contexts. */
  readonly #drums = new Float64Array(DRUM_COUNT * 2 * DRUM_CONTEXTS);
  /** What was there one, two, four bars ago, and what followed the repeated passage; -1: unknown. */
  readonly #copies = new Int16Array(BARS_AGO.length + 1);
  #repeatWeight = 0;

  gather(memory: Memory, line: RecentPatterns, place: BarPlace): void {
    const { followers, drums, repeats } = memory;
    this.#contexts.look(line, place);
    for (let which = 0; which < PATTERN_CONTEXTS; which++) {
      const row = followers.find(this.#contexts.patterns[which]!);
      for (let entry = 0; entry < FOLLOWERS; entry++) {
        const to = which * FOLLOWERS + entry;
        this.#times[to] = row < 0 ? 0 : followers.times[row + entry]!;
        this.#codes[to] = followers.codes[row + entry]!;
        this.#lately[to] = followers.lately[row + entry]!;
      }
    }
    for (let depth = 0, to = 0; depth < DRUM_COUNT; depth++)
      for (let which = 0; which < DRUM_CONTEXTS; which++, to += 2) {
        const at = drums.find(this.#contexts.drums[DRUM_AT[depth]! * DRUM_CONTEXTS + which]!);
        const { counts } = drums;
        this.#drums[to] = at < 0 ? 0 : Math.log((counts[at]! + CAUTIOUS) / (counts[at + 1]! + CAUTIOUS)) / 2;
        this.#drums[to + 1] = at < 0 ? 0 : Math.log((counts[at + 2]! + FAST) / (counts[at + 3]! + FAST)) / 2;
      }
    const { stepsPerBar } = place;
    for (let which = 0; which < BARS_AGO.length; which++) {
      const ago = BARS_AGO[which]! * stepsPerBar;
      this.#copies[which] = memory.steps < ago ? -1 : CODE_OF[line.back(ago)]!;
    }
    repeats.find(line, place);
    this.#copies[BARS_AGO.length] = repeats.length === 0 ? -1 : CODE_OF[repeats.pattern]!;
    this.#repeatWeight = (2 * repeats.length) / LONGEST_REPEAT;
    this.heard = heardClass(Math.floor(memory.steps / stepsPerBar));
    this.repeated = memory.steps < stepsPerBar ? 0 : repeatedClass(line, stepsPerBar);
  }

  /** Fills `into` with the clues on whether the drum decided at `node` is hit; `network` is its ln(p / (1 - p)). */
  clues(node: number, depth: number, network: number, into: Float64Array): void {
    let at = 0;
    into[at++] = 1;
    into[at++] = network / NETWORK_SCALE;
    const shift = DRUM_COUNT - 1 - depth;
    const hit = 2 * node + 1;
    const rest = 2 * node;
    for (let begin = 0; begin < PATTERN_CONTEXTS * FOLLOWERS; begin += FOLLOWERS) {
      let hits = 0;
      let rests = 0;
      let hitsLately = 0;
      let restsLately = 0;
      for (let entry = begin; entry < begin + FOLLOWERS && this.#times[entry]! > 0; entry++) {
        const child = (PATTERN_COUNT + this.#codes[entry]!) >> shift;
        if (child === hit) {
          hits += this.#times[entry]!;
          hitsLately += this.#lately[entry]!;
        } else if (child === rest) {
          rests += this.#times[entry]!;
          restsLately += this.#lately[entry]!;
        }
      }
      into[at++] = LN_LATELY[hitsLately]! - LN_LATELY[restsLately]!;
      into[at++] = LN_TIMES[hits]! - LN_TIMES[rests]!;
    }
    const own = depth * 2 * DRUM_CONTEXTS;
    for (let which = 0; which < 2 * DRUM_CONTEXTS; which++) into[at++] = this.#drums[own + which]!;
    for (let which = 0; which < BARS_AGO.length; which++) into[at++] = this.#copied(which, node, depth, 0.5);
    into[at++] = this.#copied(BARS_AGO.length, node, depth, 0) * this.#repeatWeight;
  }

  /** 1 where a copy has the drum and -1 where it does not; `strayed` times that where the step has gone another way before. */
  #copied(which: number, node: number, depth: number, strayed: number): number {
    const code = this.#copies[which]!;
    if (code < 0) return 0;
    const sign = (code >> (DRUM_COUNT - 1 - depth)) & 1 ? 1 : -1;
    return nodeAt(code, depth) === node ? sign : strayed * sign;
  }
}

const heardClass = (bars: number): number => {
  if (bars < 2) return bars;
  if (bars < 4) return 2;
  if (bars < 8) return 3;
  return bars < 16 ? 4 : 5;
};

/** 1: the step before is not as it was a bar ago; 2 to 7: for 1 to 2, 3 to 4, 5 to 8, 9 to 16, 17 to 32 and more steps it is. 0 is for the first bar. */
const repeatedClass = (line: RecentPatterns, stepsPerBar: number): number => {
  let steps = 0;
  while (steps <= 32 && line.back(steps + 1) === line.back(steps + 1 + stepsPerBar)) steps++;
  if (steps === 0) return 1;
  if (steps <= 2) return 2;
  if (steps <= 4) return 3;
  if (steps <= 8) return 4;
  if (steps <= 16) return 5;
  return steps <= 32 ? 6 : 7;
};
