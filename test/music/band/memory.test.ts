import { describe, expect, it } from "vitest";
import type { BarPlace, Memories } from "../../../server/core/music/memories.ts";
import { type Pattern, patternOf, SILENCE } from "../../../server/core/music/pattern.ts";
import type { Gain } from "../../../shared/music/gains.ts";
import type { Remembered } from "../../../shared/music/remembered.ts";
import { bpm } from "../../../shared/time/units.ts";
import { BandRoom, type ChairSpec } from "../../helpers/band-room.ts";

const KICK = patternOf("kick");
const BAR: readonly Pattern[] = Array.from({ length: 16 }, (_, step) => (step % 4 === 0 ? KICK : SILENCE));
const DRUMMER: ChairSpec = { name: "drummer" };
const MODEL: ChairSpec = { name: "model1", listensTo: ["drummer"], lag: 16, settings: { callBars: 1 } };

interface Learnt extends BarPlace {
  readonly voice: string;
  readonly pattern: Pattern;
}

/** Notes what it is told, and is as sure of everything. */
class NotedMemories implements Memories {
  readonly learnt: Learnt[] = [];
  readonly forgotten: string[] = [];

  learn(voice: string, pattern: Pattern, { stepInBar, stepsPerBar }: BarPlace): void {
    this.learnt.push({ voice, pattern, stepInBar, stepsPerBar });
  }

  forget(voice: string): void {
    this.forgotten.push(voice);
  }

  async recall(_: string, stepsPerBar: number) {
    const sureness = Float32Array.from({ length: 9 * stepsPerBar }, (__, k) => (k % 9) / 10 + Math.floor(k / 9) / 1000);
    return { steps: this.learnt.length, sureness };
  }
}

const room = (chairs: readonly ChairSpec[], tempo = 120) => {
  const memories = new NotedMemories();
  const remembered: Remembered[] = [];
  const gains: Gain[] = [];
  const band = new BandRoom(chairs, tempo, undefined, 1, {
    memories,
    memoryListener: { remembered: (one) => remembered.push(one), gained: (one) => gains.push(one) },
  });
  band.transport.start();
  return { memories, remembered, gains, band };
};

describe("a live voice", () => {
  it("teaches what it plays, and not its silence while the model answers", async () => {
    const { memories, band } = room([DRUMMER, MODEL]);
    for (let bar = 0; bar < 6; bar += 2) await band.play(BAR, 16 * bar);
    await band.goTo(100);
    expect(band.notesOf("model1").length).toBeGreaterThan(0);
    expect(memories.learnt.map(({ pattern }) => pattern)).toEqual([...BAR, ...BAR, ...BAR]);
    expect(memories.learnt.every(({ voice, stepsPerBar }) => voice === "drummer" && stepsPerBar === 16)).toBe(true);
    expect(memories.learnt.map(({ stepInBar }) => stepInBar).slice(0, 16)).toEqual(BAR.map((_, step) => step));
  });

  it("teaches nothing in an hour in which it plays nothing", async () => {
    const { memories, remembered, gains, band } = room([DRUMMER, MODEL], 120);
    await band.goTo(4 * 120 * 60);
    expect([memories.learnt, remembered, gains]).toEqual([[], [], []]);
  });

  it("teaches a pattern a step, however fast it hits", async () => {
    const { memories, band } = room([DRUMMER, MODEL]);
    for (let hit = 0; hit < 128; hit++) {
      await band.goTo(hit / 8);
      band.hit("snare");
    }
    await band.goTo(17);
    expect(memories.learnt.slice(0, 16).map(({ pattern }) => pattern)).toEqual(new Array(16).fill(patternOf("snare")));
  });

  it("goes on in another metre and at another tempo", async () => {
    const { memories, band } = room([DRUMMER, MODEL]);
    await band.play(BAR, 0);
    await band.goTo(16.6);
    band.transport.setMetre({ numerator: 3, denominator: 4 });
    band.transport.setTempo(bpm(90));
    await band.goTo(40);
    await band.play(new Array(24).fill(KICK), 41);
    const inThree = memories.learnt.filter(({ stepsPerBar }) => stepsPerBar === 12);
    expect(inThree.length).toBeGreaterThan(12);
    for (const [i, { stepInBar }] of inThree.entries()) expect(stepInBar).toBe((inThree[0]!.stepInBar + i) % 12);
  });
});

describe("models", () => {
  it("never teach, two in a loop without anybody live neither", async () => {
    const { memories, band } = room([
      DRUMMER,
      { name: "one", listensTo: ["two"] },
      { name: "two", listensTo: ["one"] },
    ]);
    for (const name of ["one", "two"]) band.voice(name).always = KICK;
    await band.goTo(16 * 40);
    expect(band.voice("one").hearings.length).toBeGreaterThan(16);
    expect(memories.learnt).toEqual([]);
    for (const { hearing } of band.voice("one").hearings) expect(hearing?.remembers ?? null).toBeNull();
  });

  it("go by the live voice nearest up the chain, and follow only what that plays itself", async () => {
    const { band } = room([
      DRUMMER,
      { name: "other" },
      MODEL,
      { name: "model2", listensTo: ["model1"], settings: { callBars: 1, memory: 0.5 } },
      { name: "model3", listensTo: ["model2", "other"] },
    ]);
    await band.play(BAR, 0);
    await band.goTo(50);
    const heard = (name: string) => band.voice(name).hearings.flatMap(({ hearing }) => hearing ?? []);
    expect(new Set(heard("model1").map(({ remembers, memory }) => `${remembers} ${memory}`))).toEqual(
      new Set(["drummer 1"]),
    );
    expect(heard("model1").map(({ follows }) => follows)).toEqual(new Array(16).fill(true));
    expect(heard("model2").length).toBeGreaterThan(0);
    expect(
      heard("model2").every(({ remembers, memory, follows }) => remembers === "drummer" && memory === 0.5 && !follows),
    ).toBe(true);
    expect(heard("model3").every(({ remembers }) => remembers === "other")).toBe(true);
  });

  it("are asked with where the call lies, over and over where the answer is longer", async () => {
    const { band } = room([DRUMMER, { ...MODEL, settings: { callBars: 1, responseBars: 3 } }]);
    await band.play(BAR, 0);
    await band.goTo(66);
    const asks = band.voice("model1").asks.map(({ step, ask }) => [step, ask.call]);
    expect(asks).toEqual(Array.from({ length: 48 }, (_, i) => [16 + i, 16 * (Math.floor(i / 16) + 1)]));
  });
});

describe("what is remembered", () => {
  it("is told once a bar in which it was played, drum by drum, in hundredths, on the bar line", async () => {
    const { remembered, band } = room([DRUMMER, MODEL]);
    await band.play([...BAR, ...BAR], 0);
    await band.goTo(70);
    expect(remembered.map(({ at }) => at)).toEqual([band.msOf(16), band.msOf(32)]);
    expect(remembered[0]).toMatchObject({ voice: "drummer", steps: 16, stepsPerBar: 16 });
    expect(remembered[0]?.sureness).toHaveLength(9 * 16);
    // The second drum in the last place: 0.1 and 15 thousandths.
    expect(remembered[0]?.sureness[16 + 15]).toBe(0.12);
  });

  it("is told to be nothing when it is forgotten, later than all before, and nothing else is told after that", async () => {
    const { memories, remembered, band } = room([DRUMMER, MODEL]);
    await band.play(BAR, 0);
    await band.goTo(15.6);
    band.band.forget();
    expect(memories.forgotten).toEqual(["drummer"]);
    await band.goTo(40);
    expect(remembered.at(-1)).toMatchObject({ steps: 0, sureness: new Array(9 * 16).fill(0) });
    const moments = remembered.map(({ at }) => at);
    expect(new Set(moments).size).toBe(moments.length);
    expect([...moments].sort((one, other) => one - other)).toEqual(moments);
  });

  it("of a model is refused to be forgotten, in a sentence", () => {
    const { band } = room([DRUMMER, MODEL]);
    expect(() => band.band.forget("model1")).toThrow("not played by a person");
  });
});

describe("how much memory helps", () => {
  it("is told of every bar that was heard, on its bar line", async () => {
    const { gains, band } = room([DRUMMER, MODEL]);
    band.voice("model1").remembered = 0.25;
    await band.play(BAR, 0);
    await band.goTo(40);
    expect(gains).toEqual([{ voice: "model1", at: band.msOf(16), gain: 0.75 }]);
    expect(band.band.states()[1]).toMatchObject({ gain: 0.75, callSurprise: 1, callSurpriseWithMemory: 0.25 });
  });
});
