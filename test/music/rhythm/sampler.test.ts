import { describe, expect, it } from "vitest";
import { PATTERN_COUNT, pattern, patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import { Density } from "../../../server/music/rhythm/density.ts";
import { natsOf } from "../../../server/music/rhythm/likelihood.ts";
import { Sampler } from "../../../server/music/rhythm/sampler.ts";
import { Random } from "../../../shared/chance/random.ts";
import { PLAIN_ASK } from "../../suites/voice-suite.ts";

/** Logits of a distribution over a few symbols; all others are next to impossible. */
const logitsOf = (probabilities: Readonly<Record<number, number>>): Float32Array => {
  const logits = new Float32Array(PATTERN_COUNT).fill(-60);
  for (const [symbol, probability] of Object.entries(probabilities)) logits[Number(symbol)] = Math.log(probability);
  return logits;
};

const KICK = patternOf("kick");
const SNARE = patternOf("snare");
const LOGITS = logitsOf({ [SILENCE]: 0.5, [KICK]: 0.3, [SNARE]: 0.15, [KICK | SNARE]: 0.05 });

/** How often each symbol is drawn. */
const shares = (ask = PLAIN_ASK, logits = LOGITS, draws = 6000): Map<number, number> => {
  const sampler = new Sampler();
  const random = new Random(4);
  const counts = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    const { pattern: drawn } = sampler.sample(logits, ask, 0, random);
    counts.set(drawn, (counts.get(drawn) ?? 0) + 1 / draws);
  }
  return counts;
};

describe("the sampler", () => {
  it("draws as often as the model expects", () => {
    const drawn = shares();
    expect(drawn.get(SILENCE)).toBeCloseTo(0.5, 1.5);
    expect(drawn.get(KICK)).toBeCloseTo(0.3, 1.5);
    expect(drawn.get(SNARE)).toBeCloseTo(0.15, 1.5);
    expect(drawn.get(KICK | SNARE)).toBeCloseTo(0.05, 1.5);
  });

  it("draws by the temperature", () => {
    const scaled = [0.5, 0.3, 0.15, 0.05].map((p) => p ** (1 / 0.5));
    const total = scaled.reduce((sum, weight) => sum + weight, 0);
    expect(shares({ ...PLAIN_ASK, temperature: 0.5 }).get(SILENCE)).toBeCloseTo(scaled[0]! / total, 1.5);
  });

  it("keeps the smallest set of symbols that makes up the nucleus", () => {
    expect([...shares({ ...PLAIN_ASK, topP: 0.5 }).keys()]).toEqual([SILENCE]);
    expect(new Set(shares({ ...PLAIN_ASK, topP: 0.51 }).keys())).toEqual(new Set([SILENCE, KICK]));
    expect(new Set(shares({ ...PLAIN_ASK, topP: 0.9 }).keys())).toEqual(new Set([SILENCE, KICK, SNARE]));
  });

  it("never draws a drum that is not allowed, and shares its probability among the rest", () => {
    const drawn = shares({ ...PLAIN_ASK, allowed: SNARE });
    expect(new Set(drawn.keys())).toEqual(new Set([SILENCE, SNARE]));
    expect(drawn.get(SNARE)).toBeCloseTo(0.15 / 0.65, 1.5);
  });

  it("is silent at density 0 and never silent at density 1", () => {
    expect([...shares({ ...PLAIN_ASK, density: 0 }).keys()]).toEqual([SILENCE]);
    expect(shares({ ...PLAIN_ASK, density: 1 }).has(SILENCE)).toBe(false);
    expect([...shares({ ...PLAIN_ASK, density: 1, allowed: SILENCE }).keys()]).toEqual([SILENCE]);
  });

  it("tells the likelihood at temperature 1 and under what it drew from", () => {
    const sampler = new Sampler();
    const ask = { ...PLAIN_ASK, temperature: 0.5, allowed: KICK };
    for (let seed = 0; seed < 20; seed++) {
      const answer = sampler.sample(LOGITS, ask, 0, new Random(seed));
      const p = answer.pattern === KICK ? 0.3 : 0.5;
      expect(answer.surprise).toBeCloseTo(-Math.log(p), 5);
      expect(answer.sampledSurprise).toBeCloseTo(-Math.log(p ** 2 / (0.3 ** 2 + 0.5 ** 2)), 5);
    }
  });

  it("spends one random number a step", () => {
    const [used, counted] = [new Random(1), new Random(1)];
    new Sampler().sample(LOGITS, { ...PLAIN_ASK, topP: 0.8 }, 0, used);
    counted.next();
    expect(used.next()).toBe(counted.next());
  });

  it("stays within numbers however sure the model is", () => {
    const certain = new Float32Array(PATTERN_COUNT).fill(-500);
    certain[7] = 500;
    const answer = new Sampler().sample(certain, { ...PLAIN_ASK, temperature: 0.05 }, 0, new Random(1));
    expect(answer).toEqual({ pattern: pattern(7), surprise: 0, sampledSurprise: expect.closeTo(0, 9) });
    const against = new Sampler().sample(certain, { ...PLAIN_ASK, allowed: SILENCE }, 0, new Random(1));
    expect(against).toEqual({ pattern: SILENCE, surprise: 1000, sampledSurprise: expect.closeTo(0, 9) });
  });
});

describe("the surprise of a pattern", () => {
  it("is ln 512 when nothing is known", () => {
    expect(natsOf(new Float32Array(PATTERN_COUNT), pattern(3), 1)).toBeCloseTo(Math.log(512), 9);
  });
});

describe("the density target", () => {
  for (const wanted of [0.1, 0.5, 0.9]) {
    it(`leads the share of sounding steps to ${wanted}, whatever the model's own is`, () => {
      const sampler = new Sampler();
      const random = new Random(2);
      for (const own of [0.3, 0.95]) {
        const logits = logitsOf({ [SILENCE]: 1 - own, [KICK]: own * 0.75, [SNARE]: own * 0.25 });
        const density = new Density();
        const played = Array.from({ length: 1024 }, () => {
          const { pattern: drawn } = sampler.sample(logits, { ...PLAIN_ASK, density: wanted }, density.bias, random);
          density.played(drawn, wanted);
          return drawn;
        });
        const sounding = played.filter((step) => step !== SILENCE);
        expect(Math.abs(sounding.length / 1024 - wanted)).toBeLessThan(0.03);
        expect(sounding.filter((step) => step === KICK).length / sounding.length).toBeCloseTo(0.75, 1);
      }
    });
  }

  it("leaves the model alone again when it is taken back", () => {
    const density = new Density();
    for (let i = 0; i < 20; i++) density.played(KICK, 0.2);
    expect(density.bias).toBeGreaterThan(1);
    density.played(KICK, null);
    expect(density.bias).toBe(0);
  });
});
