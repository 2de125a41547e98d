import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeCheckpoint } from "../../server/rhythm/checkpoint/write-checkpoint.ts";
import { openBackend } from "../../server/rhythm/network/backends.ts";
import { DrumModel } from "../../server/rhythm/network/drum-model.ts";
import { RhythmEngine } from "../../server/rhythm/rhythm-engine.ts";
import type { RhythmVoice } from "../../server/rhythm/rhythm-voice.ts";
import { monotonicTime } from "../../server/time/monotonic.ts";
import type { Report } from "../../shared/events/report.ts";
import { SILENCE } from "../../shared/music/pattern.ts";
import { CopyVoice } from "../helpers/copy-voice.ts";
import { attentiveCheckpoint, syntheticCheckpoint, writeSynthetic } from "../helpers/synthetic-checkpoint.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { VirtualTime } from "../helpers/virtual-time.ts";
import { answerAll, hearAll, PLAIN_ASK, somePatterns, voiceSuite } from "../suites/voice-suite.ts";

const scratch = temporaryFolder();
const reports: Report[] = [];
let engine: RhythmEngine;
let groove: string;
let other: string;

beforeAll(async () => {
  engine = await RhythmEngine.start({ report: (report) => reports.push(report), time: monotonicTime });
  groove = await writeSynthetic(scratch.path("groove"), { seed: 11 });
  other = await writeSynthetic(scratch.path("other"), { seed: 12, layers: [64, 32], counterBits: 0 });
});
afterAll(() => engine.dispose());

const open = (place = groove, seed = 7, name = "model1"): Promise<RhythmVoice> => engine.openVoice(name, place, seed);

voiceSuite("CopyVoice", async () => new CopyVoice(new VirtualTime(), 16));
voiceSuite("RhythmVoice", () => open());
voiceSuite("RhythmVoice with attention", async () => {
  const checkpoint = attentiveCheckpoint({
    seed: 13,
    around: "first-layer",
    layers: [32, 24],
    length: 8,
    counterBits: 6,
    queryBias: true,
    projection: "attn_output_projection",
  });
  await writeCheckpoint(scratch.path("attentive"), checkpoint);
  return open(scratch.path("attentive"));
});

describe("a rhythm voice", () => {
  const call = somePatterns(48);

  it("expects what its network expects", async () => {
    await openBackend();
    const model = new DrumModel(syntheticCheckpoint({ seed: 11 }), groove);
    const state = model.network.newState();
    const voice = await open();
    for (const [step, heard] of call.entries()) {
      const logits = model.network.logits(state);
      const lnSum = (t: number) => Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit / t), 0));
      const likelihood = await voice.hear(heard, step, 2);
      expect(likelihood.surprise).toBeCloseTo(lnSum(1) - logits[heard]!, 4);
      expect(likelihood.sampledSurprise).toBeCloseTo(lnSum(2) - logits[heard]! / 2, 4);
      model.step(state, heard, step);
    }
    model.dispose();
    voice.dispose();
  });

  it("plays otherwise with another seed or another name", async () => {
    const played = await Promise.all(
      [open(), open(groove, 8), open(groove, 7, "model2")].map(async (opening) => {
        const voice = await opening;
        await hearAll(voice, call);
        const answers = await answerAll(voice, 48, 32);
        voice.dispose();
        return answers.map((answer) => answer.pattern).join();
      }),
    );
    expect(new Set(played).size).toBe(3);
  });

  it("is not disturbed by other voices on the same model", async () => {
    const alone = await open();
    await hearAll(alone, call);
    const expected = await answerAll(alone, 48, 16);
    const [one, two] = [await open(), await open(groove, 99, "model2")];
    for (const [step, heard] of call.entries()) {
      void one.hear(heard, step, 1);
      void two.hear(somePatterns(1, step)[0]!, step, 1);
      if (step % 3 === 0) two.mark();
    }
    for (const [index, answer] of expected.entries()) {
      void two.answer(48 + index, PLAIN_ASK);
      expect(await one.answer(48 + index, PLAIN_ASK)).toEqual(answer);
    }
    for (const voice of [alone, one, two]) voice.dispose();
  });

  it("hears where in the bar it is", async () => {
    const voice = await open();
    const mark = voice.mark();
    await hearAll(voice, call);
    const onTheLine = await voice.hear(SILENCE, 48, 1);
    voice.rewind(mark);
    await hearAll(voice, call, 1);
    expect((await voice.hear(SILENCE, 49, 1)).surprise).not.toBeCloseTo(onTheLine.surprise, 3);
    voice.dispose();
  });

  it("refuses to go back to a mark it never made or no longer keeps", async () => {
    const voice = await open();
    expect(() => voice.rewind(0)).toThrow(RangeError);
    for (let i = 0; i < 257; i++) voice.mark();
    expect(() => voice.rewind(0)).toThrow("256 are kept");
    voice.rewind(1);
    voice.dispose();
  });

  it("composes a bar that is likelier the wider the search", async () => {
    const totalOf = async (beamSize: number, branchFactor: number): Promise<number> => {
      const voice = await open();
      await hearAll(voice, call);
      const beam = { beamSize, branchFactor, stepsPerIteration: 1 };
      const answers = await voice.composeBar(48, 16, PLAIN_ASK, beam);
      expect(answers).toHaveLength(16);
      voice.dispose();
      return answers.reduce((sum, answer) => sum + answer.sampledSurprise, 0);
    };
    expect(await totalOf(4, 4)).toBeLessThan(0.8 * (await totalOf(1, 1)));
  });

  it("has played what it composed", async () => {
    const beam = { beamSize: 2, branchFactor: 2, stepsPerIteration: 3 };
    const [composing, hearing] = [await open(), await open()];
    await hearAll(composing, call);
    const bar = await composing.composeBar(48, 16, PLAIN_ASK, beam);
    await hearAll(hearing, call);
    await hearAll(
      hearing,
      bar.map((answer) => answer.pattern),
      48,
    );
    expect(await composing.hear(SILENCE, 64, 1)).toEqual(await hearing.hear(SILENCE, 64, 1));
    for (const voice of [composing, hearing]) voice.dispose();
  });

  it("plays on while another model is read, and then is as one that always had it", async () => {
    const voice = await open();
    await hearAll(voice, call);
    const swapping = voice.swapModel(other);
    const meanwhile = await answerAll(voice, 48, 4);
    expect((await swapping).shape.layers).toEqual([64, 32]);
    expect(voice.model.place).toBe(other);
    const always = await open(other);
    await hearAll(always, [...call, ...meanwhile.map((answer) => answer.pattern)]);
    expect(await voice.hear(SILENCE, 52, 1)).toEqual(await always.hear(SILENCE, 52, 1));
    for (const each of [voice, always]) each.dispose();
  });

  it("goes back to a mark made with the model before", async () => {
    const voice = await open();
    await hearAll(voice, call);
    const mark = voice.mark();
    await answerAll(voice, 48, 16);
    await voice.swapModel(other);
    voice.rewind(mark);
    const always = await open(other);
    await hearAll(always, call);
    expect(await voice.hear(SILENCE, 48, 1)).toEqual(await always.hear(SILENCE, 48, 1));
    for (const each of [voice, always]) each.dispose();
  });

  it("stays with its model when the new one is not good", async () => {
    const voice = await open();
    await expect(voice.swapModel(scratch.path("nowhere"))).rejects.toThrow("nowhere/config.json: cannot be read");
    expect(voice.model.place).toBe(groove);
    expect((await answerAll(voice, 0, 2)).length).toBe(2);
    voice.dispose();
  });
});
