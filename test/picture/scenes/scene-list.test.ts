import { describe, expect, it } from "vitest";
import type { SceneTraits } from "../../../server/core/show/scene-traits.ts";
import { SceneList } from "../../../server/picture/scenes/scene-list.ts";

const scene = (name: string): SceneTraits => ({ name, wildness: 0.5, density: 0.5, stages: {} });
const throws = (error: unknown): never => {
  throw error;
};

describe("the list of scenes", () => {
  it("tells the whole of what may be chosen whenever a group comes, changes or goes", () => {
    const list = new SceneList(throws);
    const told: string[][] = [];
    list.changed.on((scenes) => told.push(scenes.map(({ name }) => name)));
    list.put("house", [scene("a"), scene("b")]);
    list.put("own", [scene("x")]);
    list.put("house", [scene("b")]);
    list.put("own", []);
    expect(told).toEqual([["a", "b"], ["a", "b", "x"], ["b", "x"], ["b"]]);
  });

  it("keeps every scene's number for good", () => {
    const list = new SceneList(throws);
    const { names } = list;
    list.put("house", [scene("a"), scene("b")]);
    list.put("own", [scene("x"), scene("y")]);
    list.put("own", [scene("y")]);
    list.put("own", [scene("z"), scene("x")]);
    expect(names).toEqual(["a", "b", "x", "y", "z"]);
  });
});
