import type { Worker } from "node:worker_threads";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Pattern, patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import type { Answer, Ask, Hearing } from "../../../server/core/music/voice.ts";
import { spawnWorker } from "../../../server/core/threads/spawn.ts";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { RhythmEngine } from "../../../server/music/rhythm/rhythm-engine.ts";
import type { RhythmVoice } from "../../../server/music/rhythm/rhythm-voice.ts";
import { writeSynthetic } from "../../helpers/synthetic-checkpoint.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { answerAll, hearAll, PLAIN_ASK, somePatterns } from "../../suites/voice-suite.ts";

const scratch = temporaryFolder();
const BAR: readonly Pattern[] = Array.from({ length: 16 }, (_, step) =>
  step % 8 === 0
    ? patternOf("kick")
    : step % 8 === 4
      ? patternOf("snare")
      : step % 2 === 0
        ? patternOf("ride")
        : SILENCE,
);
const HEARING: Hearing = { remembers: "drummer", memory: 1, stepsPerBar: 16, follows: true };
const REMEMBERING: Ask = { ...PLAIN_ASK, remembers: "drummer", memory: 1 };

let folder: string;
let engine: RhythmEngine;
let workers: Worker[];

beforeAll(async () => {
  folder = await writeSynthetic(scratch.path("model"), { seed: 21 });
});
afterEach(() => engine.dispose());

const start = async (): Promise<RhythmEngine> => {
  workers = [];
  engine = await RhythmEngine.start({
    report: () => {},
    time: monotonicTime,
    spawn: () => {
      workers.push(spawnWorker(new URL("../../../server/music/rhythm/rhythm-worker.ts", import.meta.url)));
      return workers.at(-1)!;
    },
  });
  return engine;
};

const learn = (bars: number, of = "drummer"): void => {
  for (let step = 0; step < 16 * bars; step++)
    engine.memories.learn(of, BAR[step % 16]!, { stepInBar: step % 16, stepsPerBar: 16 });
};

/** Nats a step of each bar, under the network and with memory, each step learnt after it was heard. */
const hearBars = async (voice: RhythmVoice, bars: number, hearing = HEARING) => {
  const heard = Array.from({ length: 16 * bars }, (_, step) => {
    const likelihood = voice.hear(BAR[step % 16]!, step, 1, hearing);
    engine.memories.learn("drummer", BAR[step % 16]!, { stepInBar: step % 16, stepsPerBar: 16 });
    return likelihood;
  });
  const all = await Promise.all(heard);
  return Array.from({ length: bars }, (_, bar) => {
    const steps = all.slice(16 * bar, 16 * bar + 16);
    const sum = (of: (each: (typeof all)[number]) => number): number =>
      steps.reduce((total, each) => total + of(each), 0);
    return { alone: sum((each) => each.surprise), mixed: sum((each) => each.surpriseWithMemory ?? each.surprise) };
  });
};

const patternsOf = (answers: readonly Answer[]): Pattern[] => answers.map(({ pattern }) => pattern);

describe("a voice that remembers the drummer", () => {
  it("finds what he repeats cheaper bar by bar, told beside what the network alone says", async () => {
    await start();
    const bars = await hearBars(await engine.openVoice("model1", folder, 1), 8);
    expect(bars[7]!.mixed).toBeLessThan(0.3 * bars[7]!.alone);
    expect(bars[7]!.mixed).toBeLessThan(bars[1]!.mixed);
  });

  it("is the network to the bit at memory 0, and while nothing was learnt, hearing, answering and searching", async () => {
    await start();
    const play = async (hearing: Hearing | undefined, ask: Ask) => {
      const voice = await engine.openVoice("model1", folder, 1);
      const heard = await Promise.all(BAR.map((pattern, step) => voice.hear(pattern, step, 0.9, hearing)));
      const searching = { ...ask, search: { beams: 3, steps: 8 } };
      const played = [...(await answerAll(voice, 16, 16, ask)), ...(await answerAll(voice, 32, 8, searching))];
      voice.dispose();
      return [...heard, ...played];
    };
    const alone = await play(undefined, PLAIN_ASK);
    expect(await play(HEARING, REMEMBERING)).toEqual(alone);
    learn(8);
    expect(await play({ ...HEARING, memory: 0 }, { ...REMEMBERING, memory: 0 })).toEqual(alone);
    expect(await play({ ...HEARING, remembers: "another" }, { ...REMEMBERING, remembers: "another" })).toEqual(alone);
    expect(await play(HEARING, REMEMBERING)).not.toEqual(alone);
  });

  it("plays the same after the same was heard, with the same seed, and searching too", async () => {
    const play = async (): Promise<Answer[]> => {
      await start();
      const voice = await engine.openVoice("model1", folder, 1);
      await hearBars(voice, 4, { ...HEARING, memory: 0.7 });
      const ask = { ...REMEMBERING, memory: 0.7 };
      const answers = await answerAll(voice, 64, 16, ask);
      answers.push(...(await answerAll(voice, 80, 16, { ...ask, search: { beams: 4, steps: 16 } })));
      await engine.dispose();
      return answers;
    };
    expect(await play()).toEqual(await play());
  });

  it("ends a search before it learns more, so that what is found does not hang on how fast it is", async () => {
    await start();
    const searching = { ...REMEMBERING, search: { beams: 8, steps: 16 } };
    const play = async (name: string, disturb: () => void) => {
      const voice = await engine.openVoice("model1", folder, 1);
      engine.memories.forget(name);
      learn(2, name);
      const ask = { ...searching, remembers: name };
      const answering = answerAll(voice, 0, 16, ask);
      disturb();
      return answering;
    };
    const calm = await play("calm", () => {});
    expect(await play("restless", () => learn(4, "restless"))).toEqual(calm);
  });

  it("obeys allowed drums and density as before", async () => {
    await start();
    const voice = await engine.openVoice("model1", folder, 1);
    learn(8);
    const allowed = patternOf("ride", "crash");
    for (const pattern of patternsOf(await answerAll(voice, 0, 32, { ...REMEMBERING, allowed })))
      expect(pattern & ~allowed).toBe(0);
    expect(new Set(patternsOf(await answerAll(voice, 32, 16, { ...REMEMBERING, density: 0 })))).toEqual(
      new Set([SILENCE]),
    );
  });

  it("forgets one and not another", async () => {
    await start();
    learn(4);
    learn(4, "guest");
    engine.memories.forget("drummer");
    expect((await engine.memories.recall("drummer", 16)).steps).toBe(0);
    expect((await engine.memories.recall("guest", 16)).steps).toBe(64);
    expect(engine.memories.heard("drummer").patterns).toHaveLength(0);
  });

  it("keeps its memory when it takes another model, whose mix begins as it was fitted", async () => {
    await start();
    const voice = await engine.openVoice("model1", folder, 1);
    await hearBars(voice, 4);
    const other = await writeSynthetic(scratch.path("other"), { seed: 22 });
    await (await voice.prepareModel(other)).takeOver();
    const { surprise, surpriseWithMemory } = await voice.hear(BAR[0]!, 64, 1, HEARING);
    expect(surpriseWithMemory).toBeLessThan(surprise);
  });

  it("learns all of it again when the worker has crashed", async () => {
    await start();
    const voice = await engine.openVoice("model1", folder, 1);
    learn(6);
    const { steps, sureness } = await engine.memories.recall("drummer", 16);
    const first = await answerAll(voice, 0, 16, REMEMBERING);
    await workers[0]!.terminate();
    const back = (): Promise<boolean> =>
      voice.hear(SILENCE, 0, 1).then(
        () => true,
        () => false,
      );
    await expect.poll(back, { timeout: 10_000 }).toBe(true);
    expect(await engine.memories.recall("drummer", 16)).toEqual({ steps, sureness });
    voice.reset();
    expect(await answerAll(voice, 0, 16, REMEMBERING)).toEqual(first);
  });

  it("goes by what was kept of another evening as by what it has heard", async () => {
    await start();
    learn(6);
    engine.memories.load("kept", engine.memories.heard("drummer"));
    const [one, other] = [await engine.openVoice("model1", folder, 1), await engine.openVoice("model1", folder, 1)];
    expect(await answerAll(one, 0, 16, REMEMBERING)).toEqual(
      await answerAll(other, 0, 16, { ...REMEMBERING, remembers: "kept" }),
    );
  });
});

describe("likeness to the call", () => {
  const call = somePatterns(32, 5);
  const answer = async (ask: Partial<Ask>, seed = 1): Promise<Answer[]> => {
    const voice = await engine.openVoice("model1", folder, seed);
    await hearAll(voice, call);
    const answers = await answerAll(voice, 32, 32, { ...PLAIN_ASK, call: 32, ...ask });
    voice.dispose();
    return answers;
  };
  /** Drums that are as in the call, of all in all steps. */
  const likeness = (answers: readonly Answer[]): number =>
    patternsOf(answers).reduce<number>((sum, pattern, i) => sum + bits((~(pattern ^ call[i]!) & 511) as Pattern), 0);

  it("changes nothing to the bit at 0, nor where there is no call", async () => {
    await start();
    const plain = await answer({ similarity: 0 });
    expect(await answer({ similarity: 0, call: undefined })).toEqual(plain);
    expect(await answer({ similarity: 1, call: undefined })).toEqual(plain);
  });

  it("makes an echo at 1, of the drums that are allowed, at any temperature", async () => {
    await start();
    expect(patternsOf(await answer({ similarity: 1, temperature: 4 }))).toEqual(call);
    const allowed = patternOf("kick", "snare");
    expect(patternsOf(await answer({ similarity: 1, allowed }))).toEqual(call.map((each) => each & allowed));
    expect(patternsOf(await answer({ similarity: 1, search: { beams: 3, steps: 16 } }))).toEqual(call);
  });

  it("grows in between, and leaves density its first and last word", async () => {
    await start();
    const grown = [];
    for (const similarity of [0, 0.2, 0.4, 0.6, 1]) {
      let sum = 0;
      for (let seed = 0; seed < 4; seed++) sum += likeness(await answer({ similarity }, seed));
      grown.push(sum);
    }
    expect(grown).toEqual([...grown].sort((one, other) => one - other));
    expect(new Set(grown).size).toBe(grown.length);
    expect(new Set(patternsOf(await answer({ similarity: 1, density: 0 })))).toEqual(new Set([SILENCE]));
  });
});

const bits = (pattern: Pattern): number => {
  let count = 0;
  for (let left: number = pattern; left !== 0; left &= left - 1) count++;
  return count;
};
