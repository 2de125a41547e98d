import { describe, expect, it } from "vitest";
import { NO_PASSES } from "../../../shared/picture/passes.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { CueSequencer, type Look } from "../../../visuals/stage/cue-sequencer.ts";
import { aCue } from "../../helpers/cue.ts";

const OPENING: Look = { scene: "antiphony", seed: 1, palette: "ember", intensity: 0.5, passes: NO_PASSES };
const TEMPO = bpm(120);

describe("a line of cues", () => {
  it("keeps the look until a cue's moment, and is all new when its transition is over", () => {
    const sequencer = new CueSequencer(OPENING);
    sequencer.add(
      aCue({ scene: "tunnel", at: ms(1000), beat: beats(2), transitionBeats: beats(2), transition: "shutter" }),
    );
    sequencer.moveTo(ms(999), TEMPO);
    expect([sequencer.from.scene, sequencer.to.scene, sequencer.share]).toEqual(["antiphony", "antiphony", 1]);
    expect(sequencer.coming.map(({ scene }) => scene)).toEqual(["tunnel"]);
    sequencer.moveTo(ms(1250), TEMPO);
    expect([sequencer.from.scene, sequencer.to.scene, sequencer.share]).toEqual(["antiphony", "tunnel", 0.25]);
    expect(sequencer.transition).toBe("shutter");
    sequencer.moveTo(ms(2000), TEMPO);
    expect([sequencer.from.scene, sequencer.to.scene, sequencer.share]).toEqual(["tunnel", "tunnel", 1]);
  });

  it("cuts in the very frame when the transition takes no time", () => {
    const sequencer = new CueSequencer(OPENING);
    sequencer.add(aCue({ scene: "tunnel", at: ms(1000) }));
    sequencer.moveTo(ms(1000), TEMPO);
    expect([sequencer.from.scene, sequencer.share]).toEqual(["tunnel", 1]);
  });

  it("moves with the tempo what has not come yet", () => {
    const sequencer = new CueSequencer(OPENING);
    sequencer.add(aCue({ scene: "tunnel", at: ms(2000), beat: beats(4) }));
    sequencer.retime(new Timeline(bpm(240), beats(0), ms(0)), ms(0));
    sequencer.moveTo(ms(1000), bpm(240));
    expect(sequencer.to.scene).toBe("tunnel");
  });

  it("leaves what was due before a start where it was, though it was not seen yet", () => {
    const sequencer = new CueSequencer(OPENING);
    sequencer.add(aCue({ scene: "tunnel", at: ms(61_000), beat: beats(122) }));
    // The clock ran on while the transport stood: its line is as old as the server.
    sequencer.retime(new Timeline(TEMPO, beats(-140), ms(0)), ms(70_000));
    sequencer.moveTo(ms(71_000), TEMPO);
    expect(sequencer.to.scene).toBe("tunnel");
  });

  it("lets a cue that is told again move, and of those due together the highest hold", () => {
    const sequencer = new CueSequencer(OPENING);
    sequencer.add(aCue({ id: 7, scene: "late", at: ms(1000) }));
    sequencer.add(aCue({ id: 5, scene: "tunnel", at: ms(500) }));
    sequencer.add(aCue({ id: 5, scene: "tunnel", at: ms(1000) }));
    expect(sequencer.coming.map(({ scene }) => scene)).toEqual(["tunnel", "late"]);
    sequencer.moveTo(ms(1000), TEMPO);
    expect(sequencer.to.scene).toBe("late");
  });

  it("ignores a cue older than what is on, however late it comes", () => {
    const sequencer = new CueSequencer(OPENING);
    sequencer.add(aCue({ id: 9, scene: "tunnel", at: ms(100) }));
    sequencer.moveTo(ms(100), TEMPO);
    sequencer.add(aCue({ id: 8, scene: "old", at: ms(200) }));
    sequencer.moveTo(ms(300), TEMPO);
    expect(sequencer.to.scene).toBe("tunnel");
  });

  it("forgets everything on a reset", () => {
    const sequencer = new CueSequencer(OPENING);
    sequencer.add(aCue({ scene: "tunnel", at: ms(100) }));
    sequencer.reset({ ...OPENING, scene: "forest" }, 3);
    sequencer.moveTo(ms(500), TEMPO);
    expect([sequencer.from.scene, sequencer.to.scene, sequencer.share]).toEqual(["forest", "forest", 1]);
  });
});
