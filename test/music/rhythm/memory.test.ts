import { describe, expect, it } from "vitest";
import { PATTERN_COUNT, type Pattern, patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import type { BarPlace } from "../../../server/music/rhythm/memory/bar-place.ts";
import { blend } from "../../../server/music/rhythm/memory/blend.ts";
import { MOST_STEPS } from "../../../server/music/rhythm/memory/heard-ring.ts";
import { Memory } from "../../../server/music/rhythm/memory/memory.ts";
import { DEFAULT_MIX_WEIGHTS } from "../../../server/music/rhythm/memory/mix-weights.ts";
import { Mixer } from "../../../server/music/rhythm/memory/mixer.ts";
import { Random } from "../../../shared/chance/random.ts";

const KICK = patternOf("kick", "closed_hat");
const SNARE = patternOf("snare", "closed_hat");
const HAT = patternOf("closed_hat");
const BAR = [
  KICK,
  SILENCE,
  HAT,
  SILENCE,
  SNARE,
  SILENCE,
  HAT,
  KICK,
  SILENCE,
  KICK,
  HAT,
  SILENCE,
  SNARE,
  HAT,
  HAT,
  SNARE,
];

/** What a network might expect: any logits, clearly different from one another. */
const someLogits = (seed: number, spread = 2): Float32Array => {
  const random = new Random(seed);
  return Float32Array.from({ length: PATTERN_COUNT }, () => spread * random.gaussian());
};

const placeOf = (step: number, stepsPerBar = 16): BarPlace => ({ stepInBar: step % stepsPerBar, stepsPerBar });

const learnBars = (memory: Memory, bar: readonly Pattern[], times: number): void => {
  for (let step = 0; step < times * bar.length; step++)
    memory.learn(bar[step % bar.length]!, placeOf(step, bar.length));
};

/** ln p of all patterns for the step after what was learnt. */
const mixed = (memory: Memory, logits: Float32Array, place: BarPlace, mixer = new Mixer(DEFAULT_MIX_WEIGHTS)) => {
  const out = new Float32Array(PATTERN_COUNT);
  mixer.mix(logits, memory, memory, place, out);
  return out;
};

const sumOf = (logs: Float32Array): number => logs.reduce((sum, log) => sum + Math.exp(log), 0);

/** Bars that vary, as a drummer might play them, with place and metre of each step. */
const someSteps = (steps: number, seed: number, stepsPerBar = 16): { pattern: Pattern; place: BarPlace }[] => {
  const random = new Random(seed);
  return Array.from({ length: steps }, (_, step) => ({
    pattern: (random.next() < 0.8 ? BAR[step % BAR.length]! : random.integer(PATTERN_COUNT)) as Pattern,
    place: placeOf(step, stepsPerBar),
  }));
};

describe("what network and memory expect together", () => {
  it("adds up to 1 and holds no pattern impossible, whatever the network says and was learnt", () => {
    const memory = new Memory();
    const mixer = new Mixer(DEFAULT_MIX_WEIGHTS);
    for (const [step, { pattern, place }] of someSteps(400, 3).entries()) {
      for (const spread of [0, 2, 40, 1e6]) {
        const out = mixed(memory, someLogits(step, spread), place, mixer);
        expect(sumOf(out)).toBeCloseTo(1, 4);
        expect(out.every(Number.isFinite)).toBe(true);
      }
      mixer.adapt(pattern);
      memory.learn(pattern, place);
    }
  });

  it("is the network alone while nothing was learnt, and again when all is forgotten", () => {
    const memory = new Memory();
    const logits = someLogits(1);
    const total = Math.log(sumOf(logits));
    const expectAlone = (): void => {
      mixed(memory, logits, placeOf(0)).forEach((log, pattern) => {
        expect(log).toBeCloseTo(logits[pattern]! - total, 5);
      });
    };
    expectAlone();
    learnBars(memory, BAR, 8);
    expect(mixed(memory, logits, placeOf(0))[KICK]).toBeGreaterThan(logits[KICK]! - total + 1);
    memory.forget();
    expect(memory.steps).toBe(0);
    expectAlone();
  });

  it.each([16, 12, 20, 24, 14])(
    "is sure of a bar of %i steps that is repeated, against a network that expects none of it",
    (length) => {
      const bar = Array.from({ length }, (_, step) => BAR[step % BAR.length]!);
      const flat = new Float32Array(PATTERN_COUNT);
      const memory = new Memory();
      const natsOfBar = (): number => {
        let nats = 0;
        bar.forEach((pattern, step) => {
          nats -= mixed(memory, flat, placeOf(step, length))[pattern]! / length;
          memory.learn(pattern, placeOf(step, length));
        });
        return nats;
      };
      const nats = Array.from({ length: 12 }, natsOfBar);
      // A network that knows nothing gives ln 512 = 6.2 nats.
      expect(nats[1]).toBeLessThan(nats[0]!);
      expect(nats[4]).toBeLessThan(nats[1]!);
      // Likelier than not, step for step.
      expect(nats[11]).toBeLessThan(Math.log(2));
    },
  );

  it("tells a metre from another: what fell on a step of 4/4 is not expected on that of 3/4", () => {
    const memory = new Memory();
    learnBars(memory, BAR, 16);
    const into = new Float32Array(16 * 9);
    memory.sureness(16, into);
    expect(into[0]).toBeGreaterThan(0.9);
    expect(into[4 * 9]).toBe(0);
    memory.sureness(12, into);
    expect(into.subarray(0, 12 * 9).every((chance) => chance === 0)).toBe(true);
  });

  it("is half sure of what it has heard once, and surer each time", () => {
    const memory = new Memory();
    const into = new Float32Array(16 * 9);
    const sure = [1, 2, 4, 8].map((bars) => {
      while (memory.steps < bars * BAR.length) learnBars(memory, BAR, 1);
      memory.sureness(16, into);
      return into[0]!;
    });
    expect(sure[0]).toBe(0.5);
    expect(sure).toEqual([...sure].sort((one, other) => one - other));
    expect(sure.at(-1)).toBeLessThan(1);
  });

  it("is the same every time the same was heard, and after what was heard is learnt again, to the bit", () => {
    const memory = new Memory();
    const twin = new Memory();
    for (const { pattern, place } of [...someSteps(1000, 5), ...someSteps(300, 6, 12)]) {
      memory.learn(pattern, place);
      twin.learn(pattern, place);
    }
    const again = Memory.from(memory.heard());
    const logits = someLogits(9);
    for (let step = 0; step < 32; step++) {
      const place = placeOf(step, 12);
      const expected = mixed(memory, logits, place);
      for (const other of [twin, again]) expect(mixed(other, logits, place)).toEqual(expected);
      for (const each of [memory, twin, again]) each.learn(HAT, place);
    }
  });

  it("follows a drummer who does other than the fitted weights expect, and is as before when that is forgotten", () => {
    const memory = new Memory();
    learnBars(memory, BAR, 4);
    const mixer = new Mixer(DEFAULT_MIX_WEIGHTS);
    const logits = someLogits(2);
    const before = mixed(memory, logits, placeOf(0), mixer);
    const odd = patternOf("high_tom", "crash");
    for (let time = 0; time < 50; time++) {
      mixed(memory, logits, placeOf(0), mixer);
      mixer.adapt(odd);
    }
    expect(mixed(memory, logits, placeOf(0), mixer)[odd]).toBeGreaterThan(before[odd]!);
    mixer.forget();
    expect(mixed(memory, logits, placeOf(0), mixer)).toEqual(before);
  });

  it("takes any bar there can be, from one step to 256", () => {
    for (const stepsPerBar of [1, 2, 3, 256]) {
      const memory = new Memory();
      for (const { pattern, place } of someSteps(600, 8, stepsPerBar)) memory.learn(pattern, place);
      expect(sumOf(mixed(memory, someLogits(3), placeOf(0, stepsPerBar)))).toBeCloseTo(1, 4);
      expect(Memory.from(memory.heard()).heard()).toEqual(memory.heard());
    }
  });
});

describe("a memory that listens for hours", () => {
  it("keeps the newest steps, and knows its drummer after 60,000 as after 600", { timeout: 60_000 }, () => {
    const natsAfter = (steps: number): number => {
      const memory = new Memory();
      for (const { pattern, place } of someSteps(steps, 4)) memory.learn(pattern, place);
      learnBars(memory, BAR, 2);
      const logits = someLogits(1);
      return -mixed(memory, logits, placeOf(0))[KICK]!;
    };
    expect(natsAfter(60_000)).toBeLessThan(natsAfter(600) + 0.1);
    const memory = new Memory();
    for (const { pattern, place } of someSteps(MOST_STEPS + 100, 4)) memory.learn(pattern, place);
    const { patterns } = memory.heard();
    expect(patterns).toHaveLength(MOST_STEPS);
    expect(patterns.at(-1)).toBe(memory.back(1));
    expect(memory.back(MOST_STEPS + 1)).toBe(SILENCE);
  });

  it("takes under 5 MB", () => {
    const before = process.memoryUsage().arrayBuffers;
    const memories = Array.from({ length: 8 }, () => new Memory());
    const each = (process.memoryUsage().arrayBuffers - before) / memories.length;
    expect(each).toBeGreaterThan(0);
    expect(each).toBeLessThan(5e6);
  });
});

describe("the setting between network and memory", () => {
  it("gives the network's logits to the bit at 0, the mix at 1, and leads from one to the other", () => {
    const logits = someLogits(1);
    const mix = someLogits(2);
    const out = new Float32Array(PATTERN_COUNT);
    blend(logits, mix, 0, out);
    expect(out).toEqual(logits);
    blend(logits, mix, 1, out);
    expect(out).toEqual(mix);
    blend(logits, mix, 0.25, out);
    expect(out[7]).toBeCloseTo(0.75 * logits[7]! + 0.25 * mix[7]!, 5);
  });
});
