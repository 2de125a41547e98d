import { describe, expect, it } from "vitest";
import { NO_PASSES } from "../../../shared/picture/passes.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../../shared/time/units.ts";
import { CueLine, type Look } from "../../../visuals/stage/cue-line.ts";
import { aCue } from "../../helpers/cue.ts";

const OPENING: Look = { scene: "antiphony", seed: 1, palette: "ember", intensity: 0.5, passes: NO_PASSES };
const TEMPO = bpm(120);

describe("a line of cues", () => {
  it("keeps the look until a cue's moment, and is all new when its transition is over", () => {
    const line = new CueLine(OPENING);
    line.add(aCue({ scene: "tunnel", at: ms(1000), beat: beats(2), transitionBeats: beats(2), transition: "shutter" }));
    line.moveTo(ms(999), TEMPO);
    expect([line.from.scene, line.to.scene, line.share]).toEqual(["antiphony", "antiphony", 1]);
    expect(line.coming.map(({ scene }) => scene)).toEqual(["tunnel"]);
    line.moveTo(ms(1250), TEMPO);
    expect([line.from.scene, line.to.scene, line.share]).toEqual(["antiphony", "tunnel", 0.25]);
    expect(line.transition).toBe("shutter");
    line.moveTo(ms(2000), TEMPO);
    expect([line.from.scene, line.to.scene, line.share]).toEqual(["tunnel", "tunnel", 1]);
  });

  it("cuts in the very frame when the transition takes no time", () => {
    const line = new CueLine(OPENING);
    line.add(aCue({ scene: "tunnel", at: ms(1000) }));
    line.moveTo(ms(1000), TEMPO);
    expect([line.from.scene, line.share]).toEqual(["tunnel", 1]);
  });

  it("moves with the tempo what has not come yet", () => {
    const line = new CueLine(OPENING);
    line.add(aCue({ scene: "tunnel", at: ms(2000), beat: beats(4) }));
    line.retime(new Timeline(bpm(240), beats(0), ms(0)), ms(0));
    line.moveTo(ms(1000), bpm(240));
    expect(line.to.scene).toBe("tunnel");
  });

  it("leaves what was due before a start where it was, though it was not seen yet", () => {
    const line = new CueLine(OPENING);
    line.add(aCue({ scene: "tunnel", at: ms(61_000), beat: beats(122) }));
    // The clock ran on while the transport stood: its line is as old as the server.
    line.retime(new Timeline(TEMPO, beats(-140), ms(0)), ms(70_000));
    line.moveTo(ms(71_000), TEMPO);
    expect(line.to.scene).toBe("tunnel");
  });

  it("lets a cue that is told again move, and of those due together the highest hold", () => {
    const line = new CueLine(OPENING);
    line.add(aCue({ id: 7, scene: "late", at: ms(1000) }));
    line.add(aCue({ id: 5, scene: "tunnel", at: ms(500) }));
    line.add(aCue({ id: 5, scene: "tunnel", at: ms(1000) }));
    expect(line.coming.map(({ scene }) => scene)).toEqual(["tunnel", "late"]);
    line.moveTo(ms(1000), TEMPO);
    expect(line.to.scene).toBe("late");
  });

  it("ignores a cue older than what is on, however late it comes", () => {
    const line = new CueLine(OPENING);
    line.add(aCue({ id: 9, scene: "tunnel", at: ms(100) }));
    line.moveTo(ms(100), TEMPO);
    line.add(aCue({ id: 8, scene: "old", at: ms(200) }));
    line.moveTo(ms(300), TEMPO);
    expect(line.to.scene).toBe("tunnel");
  });

  it("forgets everything on a reset", () => {
    const line = new CueLine(OPENING);
    line.add(aCue({ scene: "tunnel", at: ms(100) }));
    line.reset({ ...OPENING, scene: "forest" }, 3);
    line.moveTo(ms(500), TEMPO);
    expect([line.from.scene, line.to.scene, line.share]).toEqual(["forest", "forest", 1]);
  });
});
