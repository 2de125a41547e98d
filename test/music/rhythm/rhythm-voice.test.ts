import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import type { Answer, Ask } from "../../../server/core/music/voice.ts";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { writeCheckpoint } from "../../../server/music/rhythm/checkpoint/write-checkpoint.ts";
import { openBackend } from "../../../server/music/rhythm/network/backends.ts";
import { DrumModel } from "../../../server/music/rhythm/network/drum-model.ts";
import { RhythmEngine } from "../../../server/music/rhythm/rhythm-engine.ts";
import type { RhythmVoice } from "../../../server/music/rhythm/rhythm-voice.ts";
import type { Report } from "../../../shared/events/report.ts";
import { CopyVoice } from "../../helpers/copy-voice.ts";
import { attentiveCheckpoint, syntheticCheckpoint, writeSynthetic } from "../../helpers/synthetic-checkpoint.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";
import { answerAll, hearAll, PLAIN_ASK, somePatterns, voiceSuite } from "../../suites/voice-suite.ts";

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

  describe("that searches", () => {
    const searching = (beams: number, steps = 16): Ask => ({ ...PLAIN_ASK, search: { beams, steps } });

    it("plays a bar that is likelier the more beams there are, and one beam is plain sampling", async () => {
      const barOf = async (ask: Ask): Promise<Answer[]> => {
        const voice = await open();
        await hearAll(voice, call);
        const bar = await answerAll(voice, 48, 16, ask);
        voice.dispose();
        return bar;
      };
      const total = (bar: Answer[]): number => bar.reduce((sum, answer) => sum + answer.sampledSurprise, 0);
      const plain = await barOf(PLAIN_ASK);
      expect(await barOf(searching(1))).toEqual(plain);
      const [few, many] = [await barOf(searching(2)), await barOf(searching(12))];
      expect(total(few)).toBeLessThan(total(plain));
      expect(total(many)).toBeLessThan(0.8 * total(plain));
    });

    it("has played what it found", async () => {
      const [finding, hearing] = [await open(), await open()];
      await hearAll(finding, call);
      const bar = await answerAll(finding, 48, 16, searching(3));
      await hearAll(hearing, [...call, ...bar.map((answer) => answer.pattern)]);
      expect(await finding.hear(SILENCE, 64, 1)).toEqual(await hearing.hear(SILENCE, 64, 1));
      for (const voice of [finding, hearing]) voice.dispose();
    });

    it("finds the same after going back, into the middle of a bar too, and something else once it is to", async () => {
      const voice = await open();
      await hearAll(voice, call);
      const first: Answer[] = [];
      const marks: number[] = [];
      for (let step = 48; step < 64; step++) {
        marks.push(voice.mark());
        first.push(await voice.answer(step, searching(4)));
      }
      voice.rewind(marks[6]!);
      expect(await answerAll(voice, 54, 10, searching(4))).toEqual(first.slice(6));
      voice.rewind(marks[0]!);
      expect(await answerAll(voice, 48, 16, searching(4))).toEqual(first);
      voice.rewind(marks[6]!);
      const snare = patternOf("snare");
      for (const { pattern } of await answerAll(voice, 54, 10, { ...searching(4, 10), allowed: snare }))
        expect(pattern & ~snare).toBe(0);
      voice.dispose();
    });

    it("leads the density in a search as without", async () => {
      const voice = await open();
      await hearAll(voice, call);
      const sounding = async (density: number, from: number): Promise<number> => {
        let count = 0;
        for (let step = from; step < from + 64; step++)
          if ((await voice.answer(step, { ...searching(4), density })).pattern !== SILENCE) count++;
        return count;
      };
      expect(await sounding(0.9, 48)).toBeGreaterThan(16 + (await sounding(0.2, 112)));
      voice.dispose();
    });

    it("does not keep the others waiting, and is itself sent back in order", async () => {
      const [patient, other] = [await open(), await open(groove, 7, "model2")];
      await hearAll(patient, call);
      const mark = patient.mark();
      const order: string[] = [];
      const long = patient.answer(48, searching(16, 200)).then(() => order.push("search"));
      patient.rewind(mark);
      const after = patient.hear(SILENCE, 48, 1).then((likelihood) => {
        order.push("heard after it");
        return likelihood;
      });
      await hearAll(other, somePatterns(8));
      await other.answer(8, PLAIN_ASK);
      order.push("other");
      await long;
      const alone = await open();
      await hearAll(alone, call);
      expect(await after).toEqual(await alone.hear(SILENCE, 48, 1));
      expect(order).toEqual(["other", "search", "heard after it"]);
      for (const voice of [patient, other, alone]) voice.dispose();
    });
  });

  it("plays on while another model is read, and then is as one that always had it", async () => {
    const voice = await open();
    await hearAll(voice, call);
    const preparing = voice.prepareModel(other);
    const meanwhile = await answerAll(voice, 48, 4);
    const { model, takeOver } = await preparing;
    expect(model.shape.layers).toEqual([64, 32]);
    meanwhile.push(...(await answerAll(voice, 52, 40)));
    expect(voice.model.place).toBe(groove);
    await takeOver();
    expect(voice.model.place).toBe(other);
    const always = await open(other);
    await hearAll(always, [...call, ...meanwhile.map((answer) => answer.pattern)]);
    expect(await voice.hear(SILENCE, 92, 1)).toEqual(await always.hear(SILENCE, 92, 1));
    for (const each of [voice, always]) each.dispose();
  });

  it("goes back to a mark made with the model before", async () => {
    const voice = await open();
    await hearAll(voice, call);
    const mark = voice.mark();
    await answerAll(voice, 48, 16);
    const { takeOver } = await voice.prepareModel(other);
    await takeOver();
    voice.rewind(mark);
    const always = await open(other);
    await hearAll(always, call);
    expect(await voice.hear(SILENCE, 48, 1)).toEqual(await always.hear(SILENCE, 48, 1));
    for (const each of [voice, always]) each.dispose();
  });

  it("is sent back while another model is ready, and the other knows of it", async () => {
    const voice = await open();
    await hearAll(voice, call);
    const mark = voice.mark();
    await answerAll(voice, 48, 40);
    const { takeOver } = await voice.prepareModel(other);
    voice.rewind(mark);
    await takeOver();
    const always = await open(other);
    await hearAll(always, call);
    expect(await voice.hear(SILENCE, 48, 1)).toEqual(await always.hear(SILENCE, 48, 1));
    for (const each of [voice, always]) each.dispose();
  });

  it("takes the model that was prepared last, and says so of the one before", async () => {
    const voice = await open();
    const first = voice.prepareModel(other);
    // Of two that are read at once either may be there first: the other is told so as it is prepared, or as it takes over.
    first.catch(() => {});
    const second = await voice.prepareModel(groove);
    await expect(first.then(({ takeOver }) => takeOver())).rejects.toThrow("another model was chosen meanwhile");
    await second.takeOver();
    expect(voice.model).toMatchObject({ place: groove });
    await expect(second.takeOver()).rejects.toThrow("another model");
    voice.dispose();
  });

  it("stays with its model when the new one is not good", async () => {
    const voice = await open();
    await expect(voice.prepareModel(scratch.path("nowhere"))).rejects.toThrow("nowhere/config.json: cannot be read");
    expect(voice.model.place).toBe(groove);
    expect((await answerAll(voice, 0, 2)).length).toBe(2);
    voice.dispose();
  });
});
