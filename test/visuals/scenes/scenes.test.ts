import { expect, it } from "vitest";
import { HOUSE_SCENES } from "../../../server/picture/scenes/house-scenes.ts";
import { loadScene, SCENE_NAMES } from "../../../visuals/scene-api/catalogue.ts";
import { sceneSuite } from "../../suites/scene-suite.ts";

for (const name of SCENE_NAMES) sceneSuite(name, await loadScene(name));

it("the director knows no scene that is not there", () => {
  expect(HOUSE_SCENES.map(({ name }) => name).filter((name) => !SCENE_NAMES.includes(name))).toEqual([]);
});

it("an unknown scene is refused in one sentence that says which there are", async () => {
  await expect(loadScene("nowhere")).rejects.toThrow(/There is no scene "nowhere"; there are: .*antiphony/);
});
