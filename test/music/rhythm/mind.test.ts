import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Pattern } from "../../../server/core/music/pattern.ts";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { alphabetOf, writeInput } from "../../../server/music/rhythm/alphabet.ts";
import { RhythmEngine } from "../../../server/music/rhythm/rhythm-engine.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import { activationOf, type Mind } from "../../../shared/music/mind.ts";
import { ReferenceNetwork } from "../../helpers/reference-network.ts";
import { syntheticCheckpoint, writeSynthetic } from "../../helpers/synthetic-checkpoint.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { answerAll, hearAll, PLAIN_ASK, somePatterns } from "../../suites/voice-suite.ts";

const OPTIONS = { seed: 21, layers: [48, 32], counterBits: 6 };
/** Half the step from one byte to the next, and what single precision adds. */
const ROUNDING = 0.5 / 127.5 + 1e-3;

const scratch = temporaryFolder();
let engine: RhythmEngine;
let place: string;

beforeAll(async () => {
  engine = await RhythmEngine.start({ report: () => {}, time: monotonicTime });
  place = await writeSynthetic(scratch.path("model"), OPTIONS);
});
afterAll(() => engine.dispose());

/** How likely each drum is by the logits, in double precision. */
const chancesBy = (logits: readonly number[]): number[] => {
  const weights = logits.map(Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return DRUMS.map(
    (_, drum) => weights.reduce((sum, weight, symbol) => sum + (symbol & (1 << drum) ? weight : 0), 0) / total,
  );
};

const expectMind = (mind: Mind | undefined, network: ReferenceNetwork): void => {
  if (mind === undefined) throw new Error("no mind was shown");
  expect(mind.layers).toEqual(OPTIONS.layers);
  const truth = [...network.outputs, ...network.memories.map(Math.tanh)];
  expect(mind.cells).toHaveLength(truth.length);
  const furthest = truth.reduce((most, value, i) => Math.max(most, Math.abs(value - activationOf(mind.cells[i]!))), 0);
  expect(furthest).toBeLessThan(ROUNDING);
  const chances = chancesBy(network.logits);
  for (const [drum, chance] of mind.expected.entries()) expect(chance).toBeCloseTo(chances[drum]!, 2);
};

describe("the mind of a voice that is watched", () => {
  it("is the state that the equations give after each step, heard or played, within the rounding of a byte", async () => {
    engine.watch(true);
    const voice = await engine.openVoice("model1", place, 5);
    const network = new ReferenceNetwork(syntheticCheckpoint(OPTIONS));
    const alphabet = alphabetOf(OPTIONS.counterBits);
    const input = new Float32Array(alphabet.inputs);
    const follow = (pattern: Pattern, step: number): void => {
      writeInput(alphabet, pattern, step, input);
      network.step([...input]);
    };
    const call = somePatterns(24);
    for (const [step, pattern] of call.entries()) {
      const { mind } = await voice.hear(pattern, step, 1);
      follow(pattern, step);
      expectMind(mind, network);
    }
    for (let step = 24; step < 40; step++) {
      const { pattern, mind } = await voice.answer(step, PLAIN_ASK);
      follow(pattern, step);
      expectMind(mind, network);
    }
    voice.dispose();
  });

  it("changes nothing in what it plays, marks and ways back included, and is not shown to nobody", async () => {
    const perform = async (watched: boolean) => {
      engine.watch(watched);
      const voice = await engine.openVoice("model1", place, 5);
      await hearAll(voice, somePatterns(32));
      const first = await answerAll(voice, 32, 8);
      const mark = voice.mark();
      await answerAll(voice, 40, 8);
      voice.rewind(mark);
      const again = await answerAll(voice, 40, 8, { ...PLAIN_ASK, temperature: 1.3 });
      voice.dispose();
      return [...first, ...again];
    };
    const [seen, unseen] = [await perform(true), await perform(false)];
    expect(unseen.every(({ mind }) => mind === undefined)).toBe(true);
    expect(seen.map(({ mind: _, ...rest }) => rest)).toEqual(unseen);
  });
});
