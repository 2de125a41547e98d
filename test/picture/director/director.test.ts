import { describe, expect, it } from "vitest";
import type { SceneTraits } from "../../../server/core/show/scene-traits.ts";
import type { DirectorSave } from "../../../server/picture/director/director-save.ts";
import { barOf, beatsPerBar, type Metre, phaseInBar, stepsPerBar } from "../../../shared/time/metre.ts";
import { beats } from "../../../shared/time/units.ts";
import { DirectorRoom, FULL, GROOVE, HATS, randomBar, randomOf, roll, SCENES } from "../../helpers/director-room.ts";

const RESTLESS = { held: false, restlessness: 1 };

const METRES: readonly Metre[] = [
  { numerator: 4, denominator: 4 },
  { numerator: 3, denominator: 4 },
  { numerator: 5, denominator: 4 },
  { numerator: 7, denominator: 8 },
  { numerator: 12, denominator: 8 },
  { numerator: 2, denominator: 2 },
  { numerator: 1, denominator: 4 },
  { numerator: 3, denominator: 16 },
  { numerator: 1, denominator: 16 },
];

/** Plays made-up bars; `each` is called before every bar. */
const improvise = (room: DirectorRoom, seed: number, bars: number, each: (bar: number) => void = () => {}): void => {
  const random = randomOf(seed);
  const length = stepsPerBar(room.music.metre);
  for (let bar = 0; bar < bars; bar++) {
    each(bar);
    room.play(randomBar(random, length), 1, 1, random.next() * 6);
  }
};

/** The changes of scene: cues that only move the picture are left out. */
const changed = (room: DirectorRoom) =>
  room.written.filter(({ cue }, i) => cue.seed !== (room.cues[i - 1] ?? room.opening).seed);
const changes = (room: DirectorRoom) => changed(room).map(({ cue }) => cue);

describe("Director", () => {
  it("writes the same cues for the same seed and the same playing, and others for another seed", () => {
    for (let seed = 0; seed < 20; seed++) {
      const [one, same, other] = [seed, seed, seed + 1000].map((of) => {
        const room = new DirectorRoom({ seed: of, settings: RESTLESS });
        improvise(room, seed, 40);
        return room.cues;
      });
      expect(one?.length).toBeGreaterThan(5);
      expect(same).toEqual(one);
      expect(other).not.toEqual(one);
    }
  });

  it("lands every cue on a bar line and writes it at least a beat before, in every metre", () => {
    for (const metre of METRES) {
      const room = new DirectorRoom({ settings: RESTLESS }, metre);
      improvise(room, 7, Math.ceil(300 / beatsPerBar(metre)));
      expect(room.written.length).toBeGreaterThan(5);
      for (const { cue, atBeat } of room.written) {
        expect(phaseInBar(cue.beat, metre)).toBeCloseTo(0, 9);
        expect(cue.beat - atBeat).toBeGreaterThanOrEqual(1);
        expect(cue.at).toBeCloseTo(room.music.timeline.toMs(cue.beat), 6);
      }
    }
  });

  it("decides the end of a phrase a bar ahead", () => {
    const room = new DirectorRoom({ settings: RESTLESS });
    room.play(GROOVE, 40);
    expect(changed(room).length).toBeGreaterThan(5);
    for (const { cue, atBeat } of changed(room)) {
      expect(barOf(cue.beat, room.music.metre) % 4).toBe(0);
      expect(cue.beat - atBeat).toBeGreaterThan(4);
    }
  });

  it("numbers cues upwards", () => {
    const room = new DirectorRoom({ settings: RESTLESS });
    room.director.open();
    improvise(room, 3, 60, (bar) => {
      if (bar % 7 === 0) room.director.overrule({ intensity: 0.5 });
    });
    const ids = room.cues.map((cue) => cue.id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("shows no scene again that was on or was on before it", () => {
    for (let seed = 0; seed < 20; seed++) {
      const room = new DirectorRoom({ seed, settings: RESTLESS });
      improvise(room, seed, 80);
      const scenes = [room.opening, ...changes(room)].map((cue) => cue.scene);
      expect(scenes.length).toBeGreaterThan(10);
      for (const [i, scene] of scenes.entries()) expect(scenes.slice(Math.max(0, i - 2), i)).not.toContain(scene);
    }
  });

  it("leaves a scene on for four bars at least, however wild the playing", () => {
    const room = new DirectorRoom({ settings: RESTLESS });
    improvise(room, 5, 200);
    const at = changes(room).map((cue) => cue.beat);
    for (const [i, beat] of at.slice(1).entries()) expect(beat - (at[i] ?? 0)).toBeGreaterThanOrEqual(16);
  });

  it("with one scene begins it anew", () => {
    const room = new DirectorRoom({ scenes: [SCENES[0]], settings: RESTLESS });
    room.play(GROOVE, 20);
    expect(changes(room).length).toBeGreaterThan(2);
    expect(new Set(room.cues.map((cue) => cue.scene))).toEqual(new Set(["scene0"]));
  });

  it("changes scenes the more often the more restless it is told to be, and never at 0", () => {
    const count = (restlessness: number): number => {
      let total = 0;
      for (let seed = 0; seed < 10; seed++) {
        const room = new DirectorRoom({ seed, settings: { held: false, restlessness } });
        room.play(GROOVE, 64);
        total += changes(room).length;
      }
      return total;
    };
    const [never, seldom, usual, often] = [0, 0.2, 0.5, 1].map(count);
    expect(never).toBe(0);
    expect(seldom).toBeGreaterThan(0);
    expect(usual).toBeGreaterThan((seldom ?? 0) * 1.2);
    expect(often).toBeGreaterThan((usual ?? 0) * 1.2);
  });

  it("knows a break, a build-up and a drop, and answers the drop on the line with a hard change", () => {
    const room = new DirectorRoom({ settings: RESTLESS });
    room.play(GROOVE, 9);
    expect(room.director.state.form).toBe("steady");
    room.play(HATS, 3);
    expect(room.director.state.form).toBe("break");
    const calm = room.director.cue.intensity;
    for (let i = 0; i < 6; i++) room.play(roll(i, 6));
    expect(room.director.state.form).toBe("build");
    room.play(FULL, 1);
    expect(room.director.state.form).toBe("drop");
    room.goTo(room.bar * 4);
    const { cue } = room.director;
    expect(cue.intensity).toBeGreaterThan(0.85);
    expect(calm).toBeLessThan(0.2);
    room.play(FULL, 3);
    expect(room.director.state.form).toBe("steady");
  });

  it("hears a long crescendo as a build-up, and uneven playing as what it is", () => {
    const crescendo = new DirectorRoom();
    crescendo.play(GROOVE, 8, 0.5);
    for (let i = 0; i < 10; i++) crescendo.play(GROOVE, 1, 0.5 + 0.055 * i);
    expect(crescendo.director.state.form).toBe("build");
    const forms = new Set<string>();
    const random = randomOf(1);
    const uneven = new DirectorRoom();
    for (let i = 0; i < 200; i++) {
      uneven.play(GROOVE, 1, 0.85 + 0.2 * random.next());
      forms.add(uneven.director.state.form);
    }
    expect(forms).toEqual(new Set(["steady"]));
  });

  it("has a new scene ready for the line on which a build-up is expected to end", () => {
    let ready = 0;
    for (let seed = 0; seed < 20; seed++) {
      const room = new DirectorRoom({ seed, settings: { held: false, restlessness: 0.5 } });
      room.play(GROOVE, 12);
      room.play(HATS, 2);
      for (let i = 0; i < 6; i++) room.play(roll(i, 6));
      // Twenty bars: the phrase of four ends here, and nothing of the drop has been heard yet.
      ready += changes(room).some((cue) => cue.beat === 80 && cue.transitionBeats <= 2) ? 1 : 0;
    }
    expect(ready).toBeGreaterThanOrEqual(12);
  });

  it("counts phrases from the drop on", () => {
    const room = new DirectorRoom({ settings: { held: false, restlessness: 0 } });
    room.play(GROOVE, 10);
    room.play(HATS, 3);
    room.play(FULL, 2);
    expect(room.director.state.form).toBe("drop");
    expect(room.director.state.phraseBar).toBe(2);
  });

  it("follows how loud and dense the playing is with intensity", () => {
    const room = new DirectorRoom();
    room.play(HATS, 4);
    const quiet = room.director.cue.intensity;
    room.play(FULL, 6);
    expect(room.director.cue.intensity).toBeGreaterThan(quiet + 0.4);
    room.play([], 3);
    expect(room.director.cue.intensity).toBeLessThan(0.1);
  });

  it("hears a roll of soft hits as dense and a few loud ones as sparse", () => {
    const wild = (groove: Parameters<DirectorRoom["play"]>[0]): number => {
      let sum = 0;
      for (let seed = 0; seed < 30; seed++) {
        const room = new DirectorRoom({ seed, settings: RESTLESS });
        room.play(groove, 8);
        const name = changes(room).at(-1)?.scene;
        sum += SCENES.find((scene) => scene.name === name)?.density ?? 0;
      }
      return sum / 30;
    };
    const soft = Array.from({ length: 16 }, (_, step) => [step, "snare", 30] as const);
    const loud = [0, 8].map((step) => [step, "kick", 127] as const);
    expect(wild(soft)).toBeGreaterThan(wild(loud) + 0.25);
  });

  it("prefers scenes that stage who leads the dialogue", () => {
    const oddShare = (voice: string): number => {
      let odd = 0;
      for (let seed = 0; seed < 60; seed++) {
        const room = new DirectorRoom({ seed, settings: RESTLESS });
        room.play(
          GROOVE.map(([step, drum, velocity]) => [step, drum, velocity, voice] as const),
          8,
        );
        const scene = changes(room).at(-1)?.scene ?? "";
        odd += Number(scene.slice(5)) % 2;
      }
      return odd / 60;
    };
    expect(oddShare("drummer")).toBeGreaterThan(0.7);
    expect(oddShare("model1")).toBeLessThan(0.3);
  });

  it("does not hear gestures", () => {
    const room = new DirectorRoom({ settings: RESTLESS });
    room.play(
      GROOVE.map(([step, drum]) => [step, drum, 127, "video"] as const),
      8,
    );
    expect(room.director.state.form).toBe("silence");
  });

  it("does not hear what was taken back before it sounded", () => {
    const room = new DirectorRoom();
    room.hit("crash", 127, "model1");
    room.director.revoke([1]);
    room.play([], 2);
    expect(room.director.save().listening.bars.every((bar) => bar.energy === 0)).toBe(true);
  });

  describe("in the operator's hands", () => {
    it("held, changes nothing of its own", () => {
      const room = new DirectorRoom({ settings: { held: true, restlessness: 1 } });
      improvise(room, 1, 60);
      expect(room.cues).toEqual([]);
      room.director.set({ held: false });
      improvise(room, 1, 20);
      expect(room.cues.length).toBeGreaterThan(0);
    });

    it("changes nothing of its own while the picture stands still", () => {
      const room = new DirectorRoom({ settings: RESTLESS });
      room.director.rest(true);
      improvise(room, 1, 60);
      expect(room.cues).toEqual([]);
      expect(room.director.state.held).toBe(false);
      room.director.rest(false);
      improvise(room, 1, 20);
      expect(room.cues.length).toBeGreaterThan(0);
    });

    it("held or not, is overruled on the next bar line that is a beat away", () => {
      for (const held of [true, false]) {
        const room = new DirectorRoom({ settings: { held, restlessness: 0 } });
        room.play(GROOVE, 2);
        room.goTo(10);
        room.director.overrule({ scene: "scene3", palette: "acid", transition: "shutter", intensity: 0.9 });
        const first = room.cues.at(-1);
        expect(first).toMatchObject({
          beat: 12,
          scene: "scene3",
          palette: "acid",
          transition: "shutter",
          intensity: 0.9,
        });
        expect(room.director.state.next.at(-1)).toEqual(first);
        room.goTo(11.5);
        room.director.overrule({ scene: "scene4" });
        expect(room.cues.at(-1)).toMatchObject({ beat: 16, scene: "scene4" });
        room.goTo(12);
        expect(room.director.cue).toEqual(first);
        room.goTo(16);
        expect(room.director.cue.scene).toBe("scene4");
      }
    });

    it("told nothing but now, changes the scene to one of its choice", () => {
      const room = new DirectorRoom();
      room.play(GROOVE, 2);
      const before = room.director.cue;
      room.director.overrule({});
      expect(room.cues.at(-1)?.scene).not.toBe(before.scene);
      room.director.overrule({ transition: "zoom-through" });
      expect(room.cues.at(-1)).toMatchObject({ transition: "zoom-through" });
    });

    it("told a palette or an intensity, leaves the scene as it is", () => {
      const room = new DirectorRoom();
      room.play(GROOVE, 2);
      const { scene, seed, intensity } = room.director.state.next.at(-1) ?? room.director.cue;
      room.director.overrule({ palette: "noir" });
      expect(room.cues.at(-1)).toMatchObject({ scene, seed, palette: "noir", intensity });
      room.director.overrule({ intensity: 0.77 });
      expect(room.cues.at(-1)).toMatchObject({ scene, seed, palette: "noir", intensity: 0.77 });
    });

    it("recolours a scene that is already on its way without touching how it comes", () => {
      const room = new DirectorRoom({ settings: { held: true, restlessness: 0 } });
      room.play(GROOVE, 2);
      room.director.overrule({ scene: "scene6", transition: "shutter" });
      const coming = room.cues.at(-1)!;
      room.director.overrule({ palette: "noir" });
      expect(room.cues.at(-1)).toMatchObject({
        beat: coming.beat,
        scene: "scene6",
        seed: coming.seed,
        transition: "shutter",
        transitionBeats: coming.transitionBeats,
        palette: "noir",
      });
    });

    it("does not undo an order before its bar has come", () => {
      const room = new DirectorRoom({ settings: RESTLESS });
      room.play(GROOVE, 7);
      room.director.overrule({ scene: "scene6", intensity: 0.05 });
      const { beat } = room.cues.at(-1)!;
      room.play(FULL, 2);
      expect(room.cues.filter((cue) => cue.beat === beat).at(-1)).toMatchObject({ scene: "scene6", intensity: 0.05 });
    });

    it("is overruled at once while the transport stands", () => {
      const room = new DirectorRoom();
      room.play(GROOVE, 2);
      room.music.playing = false;
      room.goTo(9);
      room.director.overrule({ scene: "scene5" });
      expect(room.cues.at(-1)).toMatchObject({ scene: "scene5", at: 4500 });
      expect(room.director.cue.scene).toBe("scene5");
    });

    it("answers a name that is not there with one sentence", () => {
      const room = new DirectorRoom();
      expect(() => room.director.overrule({ scene: "tunel" })).toThrow(
        /^There is no scene "tunel"; there are scene0, /,
      );
      expect(() => room.director.overrule({ palette: "mud" })).toThrow(/^There is no palette "mud"; there are ember, /);
      expect(room.cues).toEqual([]);
    });
  });

  describe("with a set list", () => {
    it("opens with its first scene and shows its scenes by weight", () => {
      const alike = SCENES.map((scene) => ({ ...scene, wildness: 0.5, density: 0.5, stages: {} }));
      const [first, ...others] = alike;
      const setList = [
        { scene: "scene5", weight: 0 },
        { scene: "scene9", weight: 1 },
        { scene: "scene10", weight: 5 },
        ...[1, 2, 3, 4, 6].map((i) => ({ scene: `scene${i}`, weight: 1 })),
      ];
      const seen = new Map<string, number>();
      for (let seed = 0; seed < 40; seed++) {
        const room = new DirectorRoom({ seed, scenes: [first!, ...others], setList, settings: RESTLESS });
        expect(room.opening.scene).toBe("scene9");
        improvise(room, seed, 40);
        for (const { scene } of changes(room)) seen.set(scene, (seen.get(scene) ?? 0) + 1);
      }
      expect([...seen.keys()].sort()).toEqual(
        setList.flatMap(({ scene, weight }) => (weight > 0 ? [scene] : [])).sort(),
      );
      // Having been on lately counts against it, so it comes less often than its weight says.
      for (const [scene, times] of seen)
        if (scene !== "scene10") expect(seen.get("scene10")).toBeGreaterThan(1.4 * times);
    });

    it("names scenes that are not there once, and plays on with the others", () => {
      const setList = [
        { scene: "tunel", weight: 1 },
        { scene: "scene2", weight: 1 },
      ];
      const room = new DirectorRoom({ setList, settings: RESTLESS });
      expect(room.reports.map((report) => report.text)).toEqual([
        expect.stringMatching(/^The set list names "tunel", which is not a scene here; there are scene0, /),
      ]);
      expect(room.opening.scene).toBe("scene2");
    });

    it("uses every scene when the list names none that are there", () => {
      const room = new DirectorRoom({ setList: [{ scene: "tunel", weight: 1 }], settings: RESTLESS });
      expect(room.reports[0]?.text).toMatch(/All of them are used\.$/);
      improvise(room, 1, 60);
      expect(new Set(room.cues.map((cue) => cue.scene)).size).toBeGreaterThan(4);
    });
  });

  describe("with scenes that come and go", () => {
    const [first, ...others] = SCENES;
    const own: SceneTraits = { name: "own", wildness: 0.5, density: 0.5, stages: {} };

    it("does not choose one that is gone, and lets it stay where it is on until the next change", () => {
      const room = new DirectorRoom({ settings: RESTLESS });
      const { scene } = room.opening;
      room.director.offer(others);
      expect(room.director.cue.scene).toBe(scene);
      expect(room.cues).toEqual([]);
      improvise(room, 3, 80);
      expect(changes(room).length).toBeGreaterThan(5);
      expect(changes(room).map((cue) => cue.scene)).not.toContain(scene);
      expect(() => room.director.overrule({ scene })).toThrow(/^There is no scene "scene0"/);
    });

    it("leaves one that must not be on by the next bar line, and nothing where another is on", () => {
      const room = new DirectorRoom();
      const { scene } = room.opening;
      room.director.offer(others);
      room.director.leave("not on");
      expect(room.director.state.next).toEqual([]);
      room.director.leave(scene);
      expect(room.director.state.next.map((cue) => cue.scene)).not.toContain(scene);
      improvise(room, 3, 2);
      expect(room.director.cue.scene).not.toBe(scene);
    });

    it("chooses one that has come, and keeps the order in which scenes came", () => {
      const room = new DirectorRoom({ settings: RESTLESS });
      room.director.offer([own, ...SCENES]);
      const names = SCENES.map(({ name }) => name);
      expect(room.director.state.scenes).toEqual([...names, "own"]);
      improvise(room, 3, 200);
      expect(room.cues.map((cue) => cue.scene)).toContain("own");
      room.director.offer(others);
      room.director.offer([first, own, ...others]);
      expect(room.director.state.scenes).toEqual([...names, "own"]);
    });

    it("counts a scene of the set list that comes later, and plays on where all of them are gone", () => {
      const room = new DirectorRoom({ setList: [{ scene: "own", weight: 1 }], settings: RESTLESS });
      room.director.offer([...SCENES, own]);
      improvise(room, 3, 40);
      expect(new Set(changes(room).map((cue) => cue.scene))).toEqual(new Set(["own"]));
      room.director.offer(SCENES);
      room.director.offer([]);
      expect(room.director.state.scenes).toEqual(SCENES.map(({ name }) => name));
    });
  });

  it("goes on from a snapshot as it would have gone on", () => {
    for (let seed = 0; seed < 10; seed++) {
      const whole = new DirectorRoom({ seed, settings: RESTLESS });
      let save: DirectorSave | null = null;
      let known = 0;
      improvise(whole, seed, 48, (bar) => {
        if (bar !== 21) return;
        save = JSON.parse(JSON.stringify(whole.director.save()));
        known = whole.cues.length;
      });
      const resumed = new DirectorRoom({ seed: 999, settings: RESTLESS });
      improvise(resumed, seed, 48, (bar) => {
        if (bar !== 21) return;
        resumed.director.restore(save!);
        resumed.written.length = 0;
      });
      expect(whole.cues.length - known).toBeGreaterThan(3);
      expect(resumed.cues).toEqual(whole.cues.slice(known));
      expect(resumed.director.cue).toEqual(whole.director.cue);
    }
  });

  it("after a jump writes for the bars of the new count, and voids what was ahead with a newer cue", () => {
    const room = new DirectorRoom({ settings: RESTLESS });
    room.play(GROOVE, 6);
    room.director.overrule({ scene: "scene7" });
    const ahead = room.cues.at(-1)!;
    const { scene } = room.director.cue;
    room.restart();
    expect(room.cues.at(-1)).toMatchObject({ scene, beat: 0 });
    expect(room.cues.at(-1)!.id).toBeGreaterThan(ahead.id);
    expect(room.director.state.next).toEqual([]);
    room.written.length = 0;
    room.play(GROOVE, 12);
    expect(room.written.length).toBeGreaterThan(0);
    for (const { cue, atBeat } of room.written) {
      expect(phaseInBar(cue.beat, room.music.metre)).toBe(0);
      expect(cue.beat - atBeat).toBeGreaterThanOrEqual(1);
    }
  });

  it("keeps nothing of what is played while the transport stands", () => {
    const room = new DirectorRoom();
    room.play(GROOVE, 2);
    room.music.playing = false;
    for (let i = 0; i < 1000; i++) room.hit("crash", 127, "drummer");
    expect(room.director.save().listening.ahead).toEqual([]);
  });

  it("when what was planned is dropped, stays with what is on", () => {
    const room = new DirectorRoom();
    room.play(GROOVE, 3);
    room.director.overrule({ scene: "scene7" });
    const { scene } = room.director.cue;
    room.director.halt();
    room.goTo(beats(40));
    expect(room.director.cue.scene).toBe(scene);
  });

  it("tells the pages when its state is new, and only data", () => {
    const room = new DirectorRoom({ settings: RESTLESS });
    let told = 0;
    room.director.changed.on(() => {
      told++;
      const { state } = room.director;
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      expect(state.phraseBar).toBeLessThan(16);
    });
    improvise(room, 2, 20);
    expect(told).toBeGreaterThanOrEqual(20);
  });
});

describe("what the show allows of the passes", () => {
  it("is never exceeded by the director, and changes nothing else of what it decides", () => {
    const free = new DirectorRoom({ settings: RESTLESS });
    const bound = new DirectorRoom({ settings: RESTLESS, ceilings: { bloom: 0.3, trails: 0 } });
    for (const room of [free, bound]) improvise(room, 5, 64);
    expect(free.cues.some(({ passes }) => passes.bloom > 0.3 && passes.trails > 0)).toBe(true);
    expect(bound.cues).toEqual(
      free.cues.map((cue) => ({
        ...cue,
        passes: { ...cue.passes, bloom: Math.min(0.3, cue.passes.bloom), trails: 0 },
      })),
    );
    expect(bound.opening.passes).toMatchObject({ bloom: 0.3, trails: 0 });
  });
});
