import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  EVERY_DRUM,
  PATTERN_COUNT,
  type Pattern,
  pattern,
  patternOf,
  SILENCE,
} from "../../server/core/music/pattern.ts";
import { type Answer, type Ask, MARKS_KEPT, type Voice } from "../../server/core/music/voice.ts";
import { Random } from "../../shared/chance/random.ts";

export const PLAIN_ASK: Ask = {
  temperature: 1,
  topP: 1,
  allowed: EVERY_DRUM,
  density: null,
  remembers: null,
  memory: 0,
  similarity: 0,
  stepsPerBar: 16,
};

/** A run of patterns as a drummer might play them: half of them silent, kick and snare more often than the rest. */
export const somePatterns = (count: number, seed = 1): Pattern[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const kind = random.next();
    if (kind < 0.5) return SILENCE;
    return kind < 0.8 ? patternOf(kind < 0.65 ? "kick" : "snare") : pattern(random.integer(PATTERN_COUNT));
  });
};

export const hearAll = async (voice: Voice, patterns: readonly Pattern[], from = 0): Promise<void> => {
  await Promise.all(patterns.map((heard, index) => voice.hear(heard, from + index, 1)));
};

export const answerAll = (voice: Voice, from: number, count: number, ask: Ask = PLAIN_ASK): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => voice.answer(from + index, ask)));

/**
 * What every Voice does. `open` gives a new voice that has heard nothing, the same one every time.
 */
export const voiceSuite = (name: string, open: () => Promise<Voice>): void => {
  describe(`${name} is a voice`, () => {
    const call = somePatterns(32);
    let voice: Voice;
    beforeEach(async () => {
      voice = await open();
    });
    afterEach(() => voice.dispose());

    it("answers with patterns of the alphabet and likelihoods that are not negative", async () => {
      await hearAll(voice, call);
      for (const answer of await answerAll(voice, 32, 32)) {
        expect(answer.pattern).toBe(pattern(answer.pattern));
        expect(answer.surprise).toBeGreaterThanOrEqual(0);
        expect(answer.sampledSurprise).toBeGreaterThanOrEqual(0);
      }
    });

    it("scores a step the same at temperature 1 and as its surprise", async () => {
      for (const [step, heard] of call.entries()) {
        const { surprise, sampledSurprise } = await voice.hear(heard, step, 1);
        expect(surprise).toBeGreaterThanOrEqual(0);
        expect(sampledSurprise).toBeCloseTo(surprise, 9);
      }
    });

    it("plays the same steps after the same call", async () => {
      await hearAll(voice, call);
      const first = await answerAll(voice, 32, 32);
      const again = await open();
      await hearAll(again, call);
      expect(await answerAll(again, 32, 32)).toEqual(first);
      again.dispose();
    });

    it("takes calls in the order they are made, awaited or not", async () => {
      const awaited: Answer[] = [];
      for (const [step, heard] of call.entries()) await voice.hear(heard, step, 1);
      for (let step = 32; step < 40; step++) awaited.push(await voice.answer(step, PLAIN_ASK));
      const again = await open();
      for (const [step, heard] of call.entries()) void again.hear(heard, step, 1);
      expect(await answerAll(again, 32, 8)).toEqual(awaited);
      again.dispose();
    });

    it("plays the same steps again after going back to a mark", async () => {
      await hearAll(voice, call);
      const mark = voice.mark();
      const first = await answerAll(voice, 32, 16);
      voice.rewind(mark);
      expect(await answerAll(voice, 32, 16)).toEqual(first);
      voice.rewind(mark);
      expect(await answerAll(voice, 32, 16)).toEqual(first);
    });

    it("goes back to the oldest of the marks it must keep", async () => {
      await hearAll(voice, call);
      const oldest = voice.mark();
      const first = await voice.answer(32, PLAIN_ASK);
      for (let step = 33; step < 32 + MARKS_KEPT; step++) {
        voice.mark();
        void voice.hear(SILENCE, step, 1);
      }
      voice.rewind(oldest);
      expect(await voice.answer(32, PLAIN_ASK)).toEqual(first);
    });

    it("does as if what it heard after a mark had not been when it goes back", async () => {
      await hearAll(voice, call.slice(0, 16));
      const mark = voice.mark();
      await hearAll(voice, somePatterns(16, 9), 16);
      voice.rewind(mark);
      await hearAll(voice, call.slice(16), 16);
      const again = await open();
      await hearAll(again, call);
      expect(await answerAll(voice, 32, 16)).toEqual(await answerAll(again, 32, 16));
      again.dispose();
    });

    it("plays no drum that is not allowed", async () => {
      await hearAll(voice, somePatterns(32, 3));
      const allowed = patternOf("snare", "ride");
      const answers = await answerAll(voice, 32, 64, { ...PLAIN_ASK, allowed });
      for (const { pattern: played } of answers) expect(played & ~allowed).toBe(0);
    });

    it("is silent when no drum is allowed", async () => {
      await hearAll(voice, call);
      const answers = await answerAll(voice, 32, 16, { ...PLAIN_ASK, allowed: SILENCE });
      expect(answers.map((answer) => answer.pattern)).toEqual(new Array(16).fill(SILENCE));
    });

    it("has forgotten everything after a reset", async () => {
      const fresh = await voice.hear(call[0]!, 0, 1);
      await hearAll(voice, call.slice(1), 1);
      voice.reset();
      expect(await voice.hear(call[0]!, 0, 1)).toEqual(fresh);
    });
  });
};
