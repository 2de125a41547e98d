import { describe, expect, it } from "vitest";
import type { TakeRecord } from "../../../server/takes/log/record.ts";
import { toldOf } from "../../../server/tools/film/told-of-take.ts";
import type { Told } from "../../../shared/protocol/film.ts";
import { beats, ms } from "../../../shared/time/units.ts";
import { aCue } from "../../helpers/cue.ts";

const transport = (at: number, tempo: number, originBeats = 0, originMs = at): TakeRecord => ({
  kind: "transport",
  at: ms(at),
  playing: true,
  rest: beats(0),
  tempo,
  originBeats: beats(originBeats),
  originMs: ms(originMs),
  metre: { numerator: 4, denominator: 4 },
  jumped: originBeats === 0,
});
const note = (id: number, beat: number) =>
  ({
    id,
    voice: "model1",
    drum: "snare",
    velocity: 90,
    beat: beats(beat),
    duration: beats(0.25),
    surprise: 1,
  }) as const;
const plan = (at: number, id: number, beat: number): TakeRecord => ({
  kind: "plan",
  at: ms(at),
  note: { ...note(id, beat), live: false },
});
const live = (at: number, id: number): TakeRecord => ({
  kind: "live",
  at: ms(at),
  note: { ...note(id, at / 500), at: ms(at), surprise: null, live: true },
});
const order = (at: number, command: string): TakeRecord => ({
  kind: "order",
  at: ms(at),
  order: 1,
  command: { do: command },
  origin: "desk",
});

const told = async (records: readonly TakeRecord[], from = 0, lookahead = 1000): Promise<Told[]> => {
  const all: Told[] = [];
  const stream = (async function* () {
    yield* records;
  })();
  for await (const one of toldOf(stream, { from: ms(from), to: ms(60_000), lookahead: ms(lookahead) })) all.push(one);
  return all;
};
const notesIn = (all: readonly Told[]) =>
  all.flatMap(([at, event, said]) => (event === "notes" ? said.map((one) => [at, one.id, one.at]) : []));

describe("what a stage is told of a take", () => {
  it("is a note as long ahead as a stage of the show is told, and a live one at once", async () => {
    // Planned two seconds ahead, for beat 8.
    expect(notesIn(await told([transport(0, 120), live(700, 1), plan(2000, 2, 8)]))).toEqual([
      [700, 1, 700],
      [3000, 2, 4000],
    ]);
  });

  it("moves what is not told yet with the tempo", async () => {
    // From beat 4 on at half the tempo: beat 8 is four seconds later.
    const all = await told([transport(0, 120), plan(1000, 1, 8), transport(2000, 60, 4)]);
    expect(notesIn(all)).toEqual([[5000, 1, 6000]]);
    expect(all.filter(([, event]) => event === "transport").map(([at]) => at)).toEqual([0, 2000]);
  });

  it("takes back what was revoked or ended by a panic, and only that", async () => {
    const revoke: TakeRecord = { kind: "revoke", at: ms(1700), notes: [1] };
    const records = [transport(0, 120), plan(1000, 1, 4), plan(1000, 2, 6), plan(1000, 3, 12), revoke];
    const all = await told([...records, order(5000, "panic"), plan(6000, 4, 16)]);
    expect(all.filter(([, event]) => event === "revoke")).toEqual([[1700, "revoke", [1]]]);
    expect(all.filter(([, event]) => event === "panic")).toEqual([[5000, "panic", null]]);
    // The third was a second ahead when the panic came.
    expect(notesIn(all).map(([, id]) => id)).toEqual([1, 2, 3, 4]);
  });

  it("says nothing of cues that were in force before it begins, and tells those to come", async () => {
    const cue = (id: number, at: number, told: number): TakeRecord => ({
      kind: "cue",
      at: ms(told),
      cue: aCue({ id, beat: beats(at / 500), at: ms(at) }),
    });
    const all = await told([transport(0, 120), cue(1, 2000, 900), cue(2, 8000, 4900), cue(3, 9000, 6000)], 5000);
    expect(all.flatMap(([, event, said]) => (event === "cue" ? [said.id] : []))).toEqual([2, 3]);
  });

  it("has the picture's state as it was told", async () => {
    const state = { canvas: null, projectors: [] };
    const all = await told([transport(0, 120), { kind: "told", at: ms(300), event: "projectors", state }]);
    expect(all).toContainEqual([300, "projectors", state]);
  });
});
