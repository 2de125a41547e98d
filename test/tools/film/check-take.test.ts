import { describe, expect, it } from "vitest";
import type { TakeRecord } from "../../../server/takes/log/record.ts";
import { demandProjector, remarkOn } from "../../../server/tools/film/check-take.ts";
import type { OwnScene } from "../../../shared/protocol/own-scenes.ts";
import { ms } from "../../../shared/time/units.ts";
import { headerOf } from "../../helpers/written-log.ts";

async function* told(...names: readonly string[]): AsyncGenerator<TakeRecord> {
  for (const [n] of names.entries()) {
    const projectors = names.slice(0, n + 1).map((name) => ({ name }));
    yield { kind: "told", at: ms(n), event: "projectors", state: { canvas: null, projectors } };
  }
}

describe("what a film says of its take", () => {
  it("is which projectors there were, where none had the name that is asked for", async () => {
    await demandProjector("right", told("left", "right"));
    await expect(demandProjector("rigth", told("left", "right"))).rejects.toThrow(
      'No projector was called "rigth" in this take; there were left, right.',
    );
    await expect(demandProjector("left", told())).rejects.toThrow("there was none.");
  });

  it("is which scenes are not what they were, and nothing of the others", () => {
    const scenes = [
      { name: "kept", version: "a" },
      { name: "changed", version: "a" },
      { name: "broken", version: null },
    ];
    const header = { ...headerOf(0, 1000), scenes };
    const now = (["kept a", "changed b", "broken b", "new b"] as const).map((words) => {
      const [name = "", version = ""] = words.split(" ");
      return { name, version } as OwnScene;
    });
    expect(remarkOn("changed", header, now)).toBe(
      'The scene "changed" has been changed since this take was played: it is drawn as it is now.',
    );
    expect(remarkOn("portrait", header, now)).toContain("shows the notes alone");
    expect(["kept", "broken", "new", "antiphony"].map((scene) => remarkOn(scene, header, now))).toEqual(
      Array(4).fill(null),
    );
  });
});
