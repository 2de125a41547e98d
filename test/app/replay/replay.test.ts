import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { HEADER_FILE } from "../../../server/takes/take-header.ts";
import { beats, ms } from "../../../shared/time/units.ts";
import { aCue } from "../../helpers/cue.ts";
import { replayRoom, type Sent } from "../../helpers/replay-room.ts";
import { seededTake } from "../../helpers/seeded-take.ts";
import { type TakeHit, writeTake } from "../../helpers/synthetic-take.ts";
import { headerOf, playedLines } from "../../helpers/written-log.ts";

type Room = Awaited<ReturnType<typeof replayRoom>>;
let room: Room;
afterEach(() => room.dispose());

const notesOf = (sent: readonly { kind: string }[]) =>
  sent.flatMap((event) => (event.kind === "note" ? [(event as Extract<Sent, { kind: "note" }>).note] : []));

/** Two bars a second apart in hits: one each beat of 120 bpm, numbered by velocity. */
const everyBeat = (count: number, voice?: string): TakeHit[] =>
  Array.from({ length: count }, (_, i) => ({
    at: i * 500,
    velocity: i + 1,
    ...(voice === undefined ? {} : { voice }),
  }));

const put = (name: string, hits: readonly TakeHit[], seconds: number, more: object = {}) =>
  writeTake(join(room.folder, name), { seconds, hits, ...more });

describe.each([31, 32, 33])("a take played as it was, seed %i", (seed) => {
  it("sounds note by note and shows cue by cue at the same distances, by an output", { timeout: 60_000 }, async () => {
    room = await replayRoom();
    const take = await seededTake(seed, 40);
    const { from, to } = take.header;
    await room.put("evening", take.header, take.all);
    room.transport.start();
    await room.goOn(1000);
    room.sent.length = 0;
    await room.replay.play("evening", "as-it-was");
    const began = room.replay.state!.at;
    await room.goOn(to! - from + 100);
    expect(room.replay.state).toBeNull();
    const inTake = (at: number): boolean => at >= from && at < to!;
    const was = notesOf(take.sent).filter(({ at }) => inTake(at));
    const is = notesOf(room.sent).filter(({ at }) => at >= began && at < began + to! - from);
    const told = ({ voice, drum, velocity, beat, duration, at }: (typeof was)[number], zero: number) => [
      voice,
      drum,
      velocity,
      beat.toFixed(6),
      duration,
      (at - zero).toFixed(2),
    ];
    const sorted = (notes: typeof was, zero: number) =>
      notes
        .map((note) => told(note, zero))
        .sort((one, other) => Number(one[5]) - Number(other[5]) || `${one}`.localeCompare(`${other}`));
    expect(is.length).toBeGreaterThan(20);
    expect(sorted(is, began)).toEqual(sorted(was, from));
    // Nothing comes later than its moment, but what has none.
    for (const event of room.sent)
      if (event.kind === "note" && event.at >= began) expect(event.sentAt - event.at).toBeLessThan(1);
  });
});

describe("a take that is played into a show", () => {
  it("is over at its end, and the show is as before", async () => {
    room = await replayRoom();
    room.transport.start();
    await room.goOn(1000);
    const scene = room.ensemble.director.cue.scene;
    await put("short", everyBeat(8, "model1"), 4, { cues: [{ at: 1000, scene: "terrain" }] });
    await room.replay.play("short", "as-it-was");
    expect(room.machines.rest).toBe(true);
    expect(room.music.timeline.tempo).toBe(120);
    await room.goOn(4200);
    expect(room.replay.state).toBeNull();
    expect(room.machines.rest).toBe(false);
    expect(room.music.playing).toBe(true);
    expect(room.music.timeline.tempo).toBe(100);
    const cues = room.sent.flatMap((event) => (event.kind === "cue" ? [event.cue] : []));
    expect(cues.at(-1)!.scene).toBe(scene);
    expect(cues.map(({ scene }) => scene)).toContain("terrain");
    // Stages pass over cues with a smaller number.
    const numbers = cues.map(({ id }) => id);
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(notesOf(room.sent).map(({ velocity }) => velocity)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("says what is shown meanwhile and comes next, and afterwards what the director shows", async () => {
    room = await replayRoom();
    room.transport.start();
    await room.goOn(1000);
    const shown = () => {
      const { cue, next } = room.ensemble.directing;
      return [cue.scene, ...next.map(({ scene }) => scene)];
    };
    const scene = room.ensemble.director.cue.scene;
    const told: string[] = [];
    room.ensemble.directed.on(() => told.push(shown().join(" then ")));
    const cues = [
      { at: 500, scene: "terrain" },
      { at: 4000, scene: "ink" },
    ];
    await put("short", everyBeat(16, "model1"), 8, { cues });
    await room.replay.play("short", "as-it-was", "1s");
    await room.goOn(500);
    expect(shown()).toEqual(["terrain"]);
    await room.goOn(1500);
    expect(shown()).toEqual(["terrain", "ink"]);
    await room.goOn(1500);
    expect(shown()).toEqual(["ink"]);
    expect(new Set(told)).toEqual(new Set([scene, "terrain", "terrain then ink", "ink"]));
    await room.replay.seek("1s");
    await room.goOn(100);
    expect(shown()).toEqual(["terrain"]);
    room.replay.end();
    expect(shown()[0]).toBe(scene);
    expect(told.at(-1)).toBe(scene);
  });

  it("shows what is on where it is entered, also when beats were counted anew since", async () => {
    room = await replayRoom();
    const line = { playing: true, rest: beats(0), tempo: 120, metre: { numerator: 4, denominator: 4 }, jumped: true };
    const cue = aCue({ id: 1, beat: beats(64), at: ms(33_000), scene: "ink" });
    await room.put("again", headerOf(1000, 60_000), [
      { kind: "transport", at: ms(1000), ...line, originBeats: beats(0), originMs: ms(1000) },
      { kind: "cue", at: ms(32_000), cue },
      { kind: "transport", at: ms(40_000), ...line, originBeats: beats(0), originMs: ms(40_000) },
    ]);
    await room.replay.play("again", "as-it-was", "41s");
    await room.goOn(100);
    expect(room.ensemble.directing.cue.scene).toBe("ink");
    expect(room.sent.flatMap((event) => (event.kind === "cue" ? [event.cue.scene] : [])).at(-1)).toBe("ink");
  });

  it("lets live playing sound over it, by the take's bars", async () => {
    room = await replayRoom();
    await put("short", everyBeat(8), 4);
    await room.replay.play("short", "as-it-was");
    await room.goOn(1040);
    room.ensemble.hit({ drum: "snare", velocity: 99, at: room.time.now() }, "pad");
    const live = notesOf(room.sent).filter(({ drum }) => drum === "snare");
    expect(live.map(({ beat }) => beat)).toEqual([expect.closeTo(2, 1)]);
  });

  it("goes on elsewhere with what is true there, and nothing of what lies between", async () => {
    room = await replayRoom();
    await put("long", everyBeat(240, "model1"), 120, {
      cues: [
        { at: 1000, scene: "terrain" },
        { at: 50_000, scene: "ink" },
      ],
    });
    await room.replay.play("long", "as-it-was");
    await room.goOn(2000);
    room.sent.length = 0;
    for (const place of ["10", "20.3", "31"]) await room.replay.seek(place);
    await room.goOn(1900);
    const notes = notesOf(room.sent);
    expect(notes.map(({ beat }) => Math.round(beat * 1000) / 1000)).toEqual([120, 121, 122, 123]);
    expect(room.sent.flatMap((event) => (event.kind === "cue" ? [event.cue.scene] : [])).at(-1)).toBe("ink");
    expect(room.replay.state).toMatchObject({ take: "long", seconds: 60, length: 120, paused: false, loop: null });
  });

  it("takes back what was planned where it was, so that nothing hangs", async () => {
    room = await replayRoom({ lookahead: 800 });
    await put("long", everyBeat(240, "model1"), 120);
    await room.replay.play("long", "as-it-was");
    await room.goOn(1100);
    const ahead = notesOf(room.sent).filter(({ at }) => at > room.time.now());
    expect(ahead.length).toBeGreaterThan(0);
    await room.replay.seek("60s");
    expect(room.revoked).toEqual(expect.arrayContaining(ahead.map(({ id }) => id)));
    room.replay.end();
    room.sent.length = 0;
    await room.goOn(2000);
    expect(notesOf(room.sent)).toEqual([]);
  });

  it.each([0.25, 0.5, 2, 4])("is played %s times as fast", async (speed) => {
    room = await replayRoom();
    await put("long", everyBeat(240), 120);
    await room.replay.play("long", "as-it-was");
    await room.replay.setSpeed(speed);
    expect(room.music.timeline.tempo).toBeCloseTo(120 * speed, 6);
    await room.goOn(4100);
    const at = notesOf(room.sent)
      .slice(1)
      .map((note) => note.at);
    expect(at.length).toBeGreaterThan(1);
    for (const [i, moment] of at.slice(1).entries()) expect(moment - at[i]!).toBeCloseTo(500 / speed, 3);
  });

  it("plays a part over and over without a gap", async () => {
    room = await replayRoom();
    await put("long", everyBeat(240), 120);
    await room.replay.play("long", "as-it-was");
    await room.replay.loop({ from: "3", to: "4" });
    await room.goOn(8500);
    const at = notesOf(room.sent).filter(({ velocity }) => velocity > 1);
    expect(at.slice(0, 12).map(({ velocity }) => velocity)).toEqual([9, 10, 11, 12, 9, 10, 11, 12, 9, 10, 11, 12]);
    for (const [i, note] of at.slice(1).entries()) expect(note.at - at[i]!.at).toBeCloseTo(500, 3);
    await room.replay.loop({});
    expect(room.replay.state!.loop).toBeNull();
  });

  it("stands while it is paused, and goes on from there", async () => {
    room = await replayRoom();
    await put("long", everyBeat(240), 120);
    await room.replay.play("long", "as-it-was");
    await room.goOn(2100);
    await room.replay.pause(true);
    expect(room.music.playing).toBe(false);
    const { seconds } = room.replay.state!;
    room.sent.length = 0;
    await room.goOn(5000);
    expect(notesOf(room.sent)).toEqual([]);
    await room.replay.pause(false);
    expect(room.music.playing).toBe(true);
    expect(room.replay.state!.seconds).toBe(seconds);
    await room.goOn(600);
    expect(notesOf(room.sent).map(({ velocity }) => velocity)).toEqual([6]);
  });

  it("is silent after a panic until its next note", async () => {
    room = await replayRoom();
    await put("long", everyBeat(240, "model1"), 120);
    await room.replay.play("long", "as-it-was");
    await room.goOn(1100);
    room.planner.panic();
    expect(room.panics()).toBe(1);
  });

  it("lets its drummer alone play to the band, at its tempo", async () => {
    room = await replayRoom();
    await room.put("drummed", headerOf(1000, 5000), [
      {
        kind: "transport",
        at: ms(1000),
        playing: true,
        rest: beats(0),
        tempo: 150,
        originBeats: beats(0),
        originMs: ms(1000),
        metre: { numerator: 3, denominator: 4 },
        jumped: true,
      },
      { kind: "hit", at: ms(1400), source: "pad", hit: { drum: "kick", velocity: 80, at: ms(1400) } },
      { kind: "hit", at: ms(1800), source: "pad", hit: { drum: "snare", velocity: 81, at: ms(1798) } },
    ]);
    await room.replay.play("drummed", "drummer");
    await room.goOn(50);
    expect([room.music.timeline.tempo, room.music.metre.numerator]).toEqual([150, 3]);
    await room.goOn(1000);
    expect(notesOf(room.sent).map(({ drum, beat, live }) => [drum, Math.round(beat * 100) / 100, live])).toEqual([
      ["kick", 1, true],
      ["snare", expect.closeTo(1.99, 1), true],
    ]);
    expect(room.lines.filter(({ kind }) => kind === "hit")).toHaveLength(2);
    expect(room.lines.filter(({ kind }) => kind === "aside")).toEqual([]);
  });

  it("turns of the picture what was turned by hand, and turns it back; never what keeps people safe", async () => {
    room = await replayRoom();
    await room.put("dark", headerOf(1000, 3000), [
      { kind: "control", at: ms(900), path: "flash-limiter", value: false, by: "desk" },
      { kind: "control", at: ms(1500), path: "blackout", value: true, by: "desk" },
    ]);
    await room.replay.play("dark", "as-it-was");
    await room.goOn(1000);
    expect(room.orders).toEqual([expect.objectContaining({ do: "blackout", on: true })]);
    room.replay.end();
    expect(room.orders.at(-1)).toMatchObject({ do: "blackout", on: false });
    expect(room.orders).toHaveLength(2);
  });
});

describe("a take with a scene that is not there any more", () => {
  it("plays but for that, and says so once", async () => {
    room = await replayRoom();
    const cues = [
      { at: 500, scene: "gone" },
      { at: 1000, scene: "gone" },
      { at: 1500, scene: "ink" },
    ];
    await put("old", everyBeat(6), 3, { cues });
    await room.replay.play("old", "as-it-was");
    await room.goOn(2500);
    const shown = room.sent.flatMap((event) => (event.kind === "cue" ? [event.cue.scene] : []));
    expect(shown).toContain("ink");
    expect(shown).not.toContain("gone");
    expect(room.reports.filter(({ text }) => text.includes('"gone"'))).toHaveLength(1);
  });
});

describe("a take with scenes of the show's own that were changed since", () => {
  it("plays, and says which are drawn as they are now", async () => {
    room = await replayRoom();
    const scenes = [
      { name: "rain", version: "a" },
      { name: "gone", version: "a" },
    ];
    await room.put("old", { ...headerOf(1000, 3000), scenes }, playedLines(1, 2));
    await room.replay.play("old", "as-it-was");
    expect(room.reports.filter(({ room: from }) => from === "takes").map(({ text }) => text)).toEqual([
      expect.stringContaining("Changed since the take, and drawn as now: rain;"),
    ]);
  });
});

describe("what cannot be played", () => {
  it.each([
    ["a folder that is no take", async () => mkdir(join(room.folder, "evening")), /is no take/],
    ["a take that is not there", async () => {}, /There is no take/],
    [
      "a take of a newer version",
      async () => {
        await mkdir(join(room.folder, "evening"));
        await writeFile(join(room.folder, "evening", HEADER_FILE), JSON.stringify({ take: "antiphon", version: 9 }));
      },
      /newer Antiphon/,
    ],
    [
      "a take that is being recorded",
      async () => room.put("evening", headerOf(1000, null), playedLines(1, 1)),
      /still being recorded/,
    ],
  ])("is refused in one sentence, and what is played goes on: %s", async (_, prepare, sentence) => {
    room = await replayRoom();
    await put("long", everyBeat(240), 120);
    await room.replay.play("long", "as-it-was");
    await prepare();
    await expect(room.replay.play("evening", "as-it-was")).rejects.toThrow(sentence);
    expect(room.replay.state?.take).toBe("long");
  });

  it("is a place that is not in the take", async () => {
    room = await replayRoom();
    await put("long", everyBeat(240), 120);
    await expect(room.replay.seek("3")).rejects.toThrow("No take is being played");
    await room.replay.play("long", "as-it-was");
    await expect(room.replay.seek("chorus")).rejects.toThrow('no mark "chorus"');
    await expect(room.replay.seek("999s")).rejects.toThrow("120 seconds long");
    await expect(room.replay.loop({ from: "5s", to: "2s" })).rejects.toThrow("2s does not come after 5s");
    expect(room.replay.state).toMatchObject({ take: "long", loop: null });
  });
});
