import { beforeEach, describe, expect, it } from "vitest";
import { ControlState } from "../../server/app/control-state.ts";
import type { VoiceChanges } from "../../shared/controls/band.ts";
import type { Origin, Turnable } from "../../shared/controls/control.ts";
import type { ControlValue, DeskCommand } from "../../shared/controls/controls.ts";
import { ms } from "../../shared/time/units.ts";
import { snapshot } from "../helpers/snapshot.ts";
import { VirtualTime } from "../helpers/virtual-time.ts";

describe("the state of the controls", () => {
  let time: VirtualTime;
  let state: Turnable;
  let controls: ControlState;
  let told: Readonly<Record<string, ControlValue | null>>[];
  const name = snapshot().voices[1]!.name;

  beforeEach(() => {
    time = new VirtualTime(1000);
    const { transport, voices } = snapshot();
    state = { transport, voices };
    controls = new ControlState(
      () => state,
      time,
      (error) => {
        throw error;
      },
    );
    told = [];
    controls.changed.on((values) => told.push(values));
  });

  const set = (changes: VoiceChanges): void => {
    const voices = state.voices!.map((voice) =>
      voice.name === name ? { ...voice, settings: { ...voice.settings, ...(changes as object) } } : voice,
    );
    state = { ...state, voices };
  };
  const pass = (command: DeskCommand, origin: Origin): void => controls.passed({ command, origin, at: time.now() });

  it("begins with every value, its default, and nobody who has turned it", () => {
    expect(controls.values[`voice/${name}/temperature`]).toEqual({ value: 1, default: 1, at: 1000, by: "start" });
    expect(controls.values.tempo?.by).toBe("start");
    expect(told).toEqual([]);
  });

  it("tells at once what an order has turned, since when and by whom, and nothing else", async () => {
    await time.advanceTo(5000);
    set({ temperature: 1.5, mute: true });
    pass({ do: "voice", voice: name, set: { temperature: 1.5, mute: true } }, "osc");
    expect(told).toEqual([
      {
        [`voice/${name}/temperature`]: { value: 1.5, default: 1, at: 5000, by: "osc" },
        [`voice/${name}/mute`]: { value: true, default: false, at: 5000, by: "osc" },
      },
    ]);
  });

  it("knows who turned it last, also to what it was", () => {
    pass({ do: "voice", voice: name, set: { temperature: 1 } }, "key");
    expect(controls.values[`voice/${name}/temperature`]).toMatchObject({ value: 1, by: "key" });
  });

  it("tells soon what has changed by itself, however often it is touched, and by whom", async () => {
    state = { ...state, transport: { ...state.transport!, tempo: 133, shownTempo: 133 } };
    for (let i = 0; i < 10; i++) controls.touch();
    expect(told).toEqual([]);
    await time.advance(100);
    expect(told).toEqual([{ tempo: { value: 133, default: 120, at: expect.any(Number), by: "clock" } }]);
  });

  it("knows who has tapped the tempo, and that no other order of the clock has turned it", () => {
    const turn = (tempo: number, command: DeskCommand): unknown => {
      state = { ...state, transport: { ...state.transport!, tempo, shownTempo: tempo } };
      pass(command, "midi");
      return controls.values.tempo?.by;
    };
    expect(turn(101, { do: "tap" })).toBe("midi");
    expect(turn(102, { do: "clock", source: "link" })).toBe("clock");
  });

  it("knows that the music was started and stopped by whoever leads the clock, where nobody has ordered it", () => {
    state = { ...state, transport: { ...state.transport!, playing: false } };
    expect(controls.values.playing).toMatchObject({ value: false, by: "clock" });
    state = { ...state, transport: { ...state.transport!, playing: true } };
    pass({ do: "start" }, "osc");
    expect(controls.values.playing).toMatchObject({ value: true, by: "osc" });
  });

  it("knows whose a cue was that lands later, and which was the director's own", async () => {
    const cue = { ...DIRECTOR.cue };
    state = { ...state, director: DIRECTOR };
    controls.touch();
    await time.advance(100);
    pass({ do: "cue", scene: "ink" }, "desk");
    expect(controls.values.scene?.value).toBe("antiphony");
    state = { ...state, director: { ...DIRECTOR, cue: { ...cue, scene: "ink", intensity: 0.9 } } };
    controls.touch();
    await time.advance(100);
    expect(controls.values.scene).toMatchObject({ value: "ink", by: "desk" });
    expect(controls.values.intensity).toMatchObject({ value: 0.9, by: "director" });
    state = { ...state, director: { ...DIRECTOR, cue: { ...cue, scene: "flow" } } };
    expect(controls.values.scene).toMatchObject({ value: "flow", by: "director" });
  });

  it("tells of what is not there any more", () => {
    state = { ...state, voices: [] };
    pass({ do: "panic" }, "desk");
    expect(told[0]?.[`voice/${name}/mute`]).toBeNull();
    expect(controls.values[`voice/${name}/mute`]).toBeUndefined();
  });
});

const DIRECTOR: NonNullable<Turnable["director"]> = {
  held: false,
  restlessness: 0.5,
  form: "steady",
  phraseBar: 0,
  cue: {
    at: ms(0),
    beat: 0 as never,
    seed: 1,
    scene: "antiphony",
    palette: "ember",
    intensity: 0.5,
    transition: "cut",
    transitionBeats: 0,
    passes: { trails: 0, kaleidoscope: 0, glitch: 0, "chromatic-shift": 0, bloom: 0, grade: 0, grain: 0 },
  } as never,
  next: [],
  scenes: ["antiphony", "ink", "flow"],
  palettes: ["ember"],
};
