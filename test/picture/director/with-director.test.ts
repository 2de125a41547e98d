import { describe, expect, it } from "vitest";
import { type BandEvents, withDirector } from "../../../server/picture/director/with-director.ts";
import type { Note, PlannedNote } from "../../../shared/music/note.ts";
import { beats, ms } from "../../../shared/time/units.ts";
import { DirectorRoom } from "../../helpers/director-room.ts";

const planned = (id: number, voice: string): PlannedNote => ({
  id,
  voice,
  drum: "kick",
  velocity: 120,
  beat: beats(0.25),
  duration: beats(0.1),
  surprise: 1,
  live: false,
});

describe("a director that listens in", () => {
  it("leaves everything the band puts out as it is", () => {
    const { director } = new DirectorRoom();
    const heard: unknown[][] = [];
    const output: BandEvents = {
      live: (note) => heard.push(["live", note]),
      plan: (notes) => heard.push(["plan", notes]),
      revoke: (ids) => heard.push(["revoke", ids]),
      gauge: (...gauge) => heard.push(["gauge", ...gauge]),
    };
    const both = withDirector(output, director);
    const live: Note = { ...planned(1, "drummer"), at: ms(3), live: true };
    const notes = [planned(2, "model1"), planned(3, "model1")];
    both.live(live);
    both.plan(notes);
    both.revoke([3]);
    both.gauge("model1", 0.5, 2);
    expect(heard).toEqual([
      ["live", live],
      ["plan", notes],
      ["revoke", [3]],
      ["gauge", "model1", 0.5, 2],
    ]);
    const { ahead, open } = director.save().listening;
    expect(ahead.map((note) => note.id)).toEqual([1, 2]);
    expect(open).toMatchObject({ surprise: 2, judgements: 1 });
  });
});
