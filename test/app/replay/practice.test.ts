import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sink } from "../../../server/core/music/sink.ts";
import { Planner } from "../../../server/io/output/planner.ts";
import { CLICK_DRUMS, Metronome } from "../../../server/music/clock/metronome.ts";
import { Rehearsal } from "../../../server/music/clock/rehearsal.ts";
import type { Metre } from "../../../shared/time/metre.ts";
import { beats, ms } from "../../../shared/time/units.ts";
import { replayPosition } from "../../../visuals/desk/replay-position.ts";
import { replayRoom } from "../../helpers/replay-room.ts";
import { writeTake } from "../../helpers/synthetic-take.ts";
import { headerOf } from "../../helpers/written-log.ts";

let room: Awaited<ReturnType<typeof replayRoom>>;
/** What was clicked and played, and when. */
let heard: { at: number; what: "one" | "click" | "note" }[];
let metronome: Metronome;
let clicks: Planner;

beforeEach(async () => {
  room = await replayRoom();
  heard = [];
  const sink: Sink = {
    name: "clicks",
    lookahead: ms(0),
    send: (event) => {
      if (event.kind === "note")
        heard.push({ at: event.at, what: event.note.drum === CLICK_DRUMS[0] ? "one" : "click" });
    },
    revoke: () => {},
    panic: () => {},
    dispose: async () => {},
  };
  const { time, music } = room;
  const fail = (): never => expect.fail();
  clicks = new Planner({ time, sinks: [sink], transport: music.change, report: fail });
  music.onChange((change) => clicks.setTransport(change));
  const rehearsal = new Rehearsal({ metronome: false, level: 1, countIn: 0 }, fail);
  metronome = new Metronome({ time, music, rehearsal, plan: (notes) => clicks.plan(notes) });
});
afterEach(() => {
  metronome.dispose();
  clicks.dispose();
  room.dispose();
});

/** A hit on each quarter of a minute at 120 bpm. */
const putBeats = () => {
  const hits = Array.from({ length: 120 }, (_, i) => ({ at: i * 500, velocity: 1 + (i % 100) }));
  return writeTake(join(room.folder, "long"), { seconds: 60, hits });
};

/** Everything that was heard, in order, from the first click on. */
const all = (): typeof heard => {
  const notes = room.sent.flatMap((event) =>
    event.kind === "note" ? [{ at: event.at as number, what: "note" as const }] : [],
  );
  const first = Math.min(...heard.map(({ at }) => at)) - 1;
  return [...heard, ...notes].filter(({ at }) => at > first).sort((one, other) => one.at - other.at);
};
const words = (): string =>
  all()
    .map(({ what }) => ({ one: "O", click: "o", note: "x" })[what])
    .join("");

describe("a loop that is counted in", () => {
  it.each([0.5, 1, 2])(
    "has so many bars of clicks before each round, without a gap, at %s of its tempo",
    async (speed) => {
      await putBeats();
      await room.replay.play("long", "as-it-was");
      await room.replay.setSpeed(speed);
      room.sent.length = 0;
      await room.replay.loop({ from: "3", to: "4", countInBars: 2 });
      await room.goOn(14_000 / speed);
      expect(words().slice(0, 24)).toBe("OoooOoooxxxxOoooOoooxxxx");
      const moments = all().map(({ at }) => at);
      for (const [i, at] of moments.slice(1).entries()) expect(at - moments[i]!).toBeCloseTo(500 / speed, 3);
      expect(room.music.playing).toBe(true);
    },
  );

  it.each([
    // The hits lie on quarters; it enters on the second, and on the "and" of the second.
    ["3.2", "4", { numerator: 4, denominator: 4 }, "oooOxxx"],
    ["3.2.5", "4", { numerator: 4, denominator: 4 }, "ooOoxx"],
    ["3", "4", { numerator: 6, denominator: 8 }, "Ooooooxxx"],
  ] as [string, string, Metre, string][])(
    "leads into any place of a bar: %s to %s in %j",
    async (from, to, metre, once) => {
      const { numerator, denominator } = metre;
      const bar = (numerator * 4) / denominator;
      const records = Array.from({ length: 60 }, (_, i) => ({
        kind: "live" as const,
        at: ms(1000 + i * 500),
        note: {
          id: i + 1,
          voice: "drummer",
          drum: "kick" as const,
          velocity: 100,
          beat: beats(i),
          duration: beats(0.25),
          surprise: null,
          live: true as const,
          at: ms(1000 + i * 500),
        },
      }));
      const [origin, tempo] = [ms(1000), 120];
      const header = headerOf(1000, 31_000);
      const line = {
        playing: true,
        rest: beats(0),
        tempo,
        originBeats: beats(0),
        originMs: origin,
        metre,
        jumped: true,
      };
      await room.put(
        "bars",
        { ...header, tempi: [{ at: origin, beat: 0, tempo, metre: [numerator, denominator], playing: true }] },
        [{ kind: "transport", at: ms(999), ...line }, ...records],
      );
      await room.replay.play("bars", "as-it-was");
      // Nothing of what was heard before the loop.
      room.sent.length = 0;
      await room.replay.loop({ from, to, countInBars: 1 });
      const inBar = Number(from.slice(2) || 1) - 1;
      await room.goOn(2 * (2 * bar - inBar) * 500 + 40);
      expect(words().slice(0, 2 * once.length)).toBe(once + once);
    },
  );

  it("stands at its beginning meanwhile, says until when, and the desk knows", async () => {
    await putBeats();
    await room.replay.play("long", "as-it-was");
    await room.replay.loop({ from: "3", to: "4", countInBars: 1 });
    const first = room.replay.state!;
    const began = room.time.now() + 40;
    expect(first.countIn).toEqual({ from: began, until: began + 2000 });
    expect(first).toMatchObject({ seconds: 4, at: began + 2000, loop: { from: 4, to: 6, countInBars: 1 } });
    await room.goOn(2500);
    // Pages know of the next before it begins, so that its first click is in time.
    const { countIn } = room.replay.state!;
    expect(countIn).toEqual({ from: began + 4000, until: began + 6000 });
    const at = (passed: number): number => replayPosition(room.replay.state!, began + passed);
    expect([1000, 2000, 3000, 3999].map(at)).toEqual([4, 4, 5, 5.999].map((each) => expect.closeTo(each, 6)));
    expect([4000, 5999, 6500].map(at)).toEqual([4, 4, 4.5].map((each) => expect.closeTo(each, 6)));
    await room.goOn(2500);
    expect(room.replay.state!.countIn).toEqual({ from: began + 4000, until: began + 6000 });
    expect(room.replay.state!.seconds).toBe(4);
  });

  it("is counted in anew when it goes on after a pause in it, and not from within the part", async () => {
    await putBeats();
    await room.replay.play("long", "as-it-was");
    await room.replay.loop({ from: "3", to: "5", countInBars: 1 });
    await room.goOn(1000);
    await room.replay.pause(true);
    heard.length = 0;
    await room.goOn(5000);
    expect(heard).toEqual([]);
    await room.replay.pause(false);
    room.sent.length = 0;
    await room.goOn(3800);
    expect(words()).toBe("Ooooxxxx");
    heard.length = 0;
    await room.replay.pause(true);
    await room.replay.pause(false);
    await room.goOn(1000);
    expect(heard).toEqual([]);
  });

  it("has no clicks where none were asked for, nor where the music stands", async () => {
    await putBeats();
    await room.replay.play("long", "as-it-was");
    await room.replay.loop({ from: "3", to: "4" });
    await room.goOn(5000);
    expect(heard).toEqual([]);
    expect(room.replay.state!.countIn).toBeNull();
  });
});

describe("two answers to the same playing", () => {
  const told = () =>
    room.orders.map((order) => (order.do === "voice" ? [order.voice, order.set.temperature] : order.do));
  const changes = [{ voice: "model1", set: { temperature: 0.3 } }];

  it("are heard one after the other: every second round is played with the changes, and it ends without them", async () => {
    await putBeats();
    await room.replay.play("long", "drummer");
    await room.replay.loop({ from: "3", to: "4", changes });
    expect(room.replay.state!.loop!.changed).toBe(false);
    await room.goOn(1000);
    expect(told()).toEqual([]);
    await room.goOn(2000);
    expect(room.replay.state!.loop!.changed).toBe(true);
    expect(told()).toEqual([["model1", 0.3]]);
    // It is the same round, wherever it goes on.
    await room.replay.seek("5s");
    expect(room.replay.state!.loop!.changed).toBe(true);
    await room.goOn(1500);
    expect(told()).toEqual([
      ["model1", 0.3],
      ["model1", 1],
    ]);
    await room.goOn(2000);
    expect(told().at(-1)).toEqual(["model1", 0.3]);
    room.replay.end();
    expect(told().at(-1)).toEqual(["model1", 1]);
    expect(room.values["voice/model1/temperature"]).toMatchObject({ value: 1 });
  });

  it("leave alone what somebody turns meanwhile, and are over with another loop", async () => {
    await putBeats();
    await room.replay.play("long", "drummer");
    await room.replay.loop({ from: "3", to: "4", changes, countInBars: 1 });
    // They are set before the round is counted in.
    await room.goOn(4500);
    expect(told()).toEqual([["model1", 0.3]]);
    room.values["voice/model1/temperature"] = { value: 0.7, default: 1, at: 0, by: "desk" };
    await room.replay.loop({});
    expect(room.replay.state!.loop).toBeNull();
    expect(told()).toEqual([["model1", 0.3]]);
    expect(room.values["voice/model1/temperature"]).toMatchObject({ value: 0.7 });
  });

  it("are refused in one sentence where there is nobody to answer, and what is played goes on", async () => {
    await putBeats();
    await room.replay.play("long", "as-it-was");
    await expect(room.replay.loop({ from: "3", to: "4", changes })).rejects.toThrow('with manner "drummer"');
    await room.replay.play("long", "drummer");
    const nobody = [{ voice: "modell", set: { temperature: 0.3 } }];
    await expect(room.replay.loop({ from: "3", to: "4", changes: nobody })).rejects.toThrow('no voice "modell"');
    await expect(room.replay.loop({ countInBars: 2 })).rejects.toThrow("needs a part of the take");
    expect(room.replay.state).toMatchObject({ take: "long", loop: null });
  });
});
