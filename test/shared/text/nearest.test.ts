import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import { ended } from "../../../shared/text/ended.ts";
import { nearest } from "../../../shared/text/nearest.ts";
import { noSuch } from "../../../shared/text/no-such.ts";

const SCENES = ["antiphony", "bricks", "terrain", "architecture", "ink", "flow", "porcelain", "kaleidoscope"];

describe("the nearest name", () => {
  it.each([
    ["hihat", "closed_hat"],
    ["Hi-Hat", "closed_hat"],
    ["hh", "closed_hat"],
    ["open hihat", "open_hat"],
    ["ohh", "open_hat"],
    ["bd", "kick"],
    ["Kick Drum", "kick"],
    ["bass-drum", "kick"],
    ["tom1", "high_tom"],
    ["tom_2", "mid_tom"],
    ["floor tom", "low_tom"],
    ["rim", "snare"],
    ["snrae", "snare"],
    ["closedhat", "closed_hat"],
    ["CRASH", "crash"],
    ["cymbal", "crash"],
    ["kick2", "kick"],
  ])("of the drums for %s is %s", (name, drum) => {
    expect(nearest(name, DRUMS)).toBe(drum);
  });

  it.each(["zither", "", "x", "kazoo", "constructor", "__proto__", "x".repeat(5000)])(
    "of the drums for %s is none",
    (name) => {
      expect(nearest(name, DRUMS)).toBe(null);
    },
  );

  it.each([
    ["antifony", "antiphony"],
    ["Ink", "ink"],
    ["inc", "ink"],
    ["tarrain", "terrain"],
    ["kaleido", "kaleidoscope"],
    ["archietcture", "architecture"],
    ["hihat", null],
    ["on", null],
  ])("of the scenes for %s is %s", (name, scene) => {
    expect(nearest(name, SCENES)).toBe(scene);
  });

  it("of a name is itself, also with one slip anywhere", () => {
    for (let seed = 0; seed < 1000; seed++) {
      const chance = new Random(seed, "slip");
      const name = SCENES[chance.integer(SCENES.length)]!;
      const letters = [...name];
      const at = chance.integer(letters.length);
      const slips = [
        () => {},
        () => letters.splice(at, 1),
        () => letters.splice(at, 0, "q"),
        () => letters.splice(at, 1, "q"),
        () => letters.splice(at, 2, ...letters.slice(at, at + 2).reverse()),
      ];
      slips[chance.integer(slips.length)]!();
      expect(nearest(letters.join(""), SCENES)).toBe(name);
    }
  });

  it("is told with what there is", () => {
    expect(noSuch("scene", "inc", ["ink", "flow"])).toBe(
      'There is no scene "inc"; there are ink, flow. Did you mean ink?',
    );
    expect(noSuch("voice", "zither", ["drummer"], "the show has")).toBe(
      'There is no voice "zither"; the show has drummer.',
    );
    expect(noSuch("clip", "a.mp4", [])).toBe('There is no clip "a.mp4"; there is none.');
    const many = Array.from({ length: 500 }, (_, i) => `number ${i}`);
    expect(noSuch("clip", "x".repeat(5000), many).length).toBeLessThan(600);
  });
});

describe("a sentence", () => {
  it.each([
    ["It is gone", "It is gone."],
    ["It is gone.", "It is gone."],
    ["It is gone..", "It is gone."],
    ["Did you mean ink?", "Did you mean ink?"],
    ["and so on …", "and so on …"],
  ])("%s ends in one mark", (given, wanted) => {
    expect(ended(given)).toBe(wanted);
  });
});
