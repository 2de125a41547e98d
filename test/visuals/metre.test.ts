import { describe, expect, it } from "vitest";
import { ms } from "../../shared/time/units.ts";
import type { SceneContext } from "../../visuals/scene-api/scene.ts";
import { scene as architecture } from "../../visuals/scenes/architecture/index.ts";
import { alongLine, layoutFor, lineOf } from "../../visuals/scenes/ink/page.ts";
import type { Compositor } from "../../visuals/stage/compositor.ts";
import { Layer } from "../../visuals/stage/layer.ts";
import { Stage } from "../../visuals/stage/stage.ts";
import { bandOfFour, START } from "../helpers/scene-room.ts";

const IN_THREE = { ...bandOfFour().transport, numerator: 3, denominator: 4 };

describe("the picture's bars", () => {
  it("are those of the metre in force when a scene is made", () => {
    const stage = new Stage(() => {});
    stage.welcome(bandOfFour());
    stage.setTransport(IN_THREE, ms(START));
    const contexts: SceneContext[] = [];
    const kind = {
      ...architecture,
      init: (context: SceneContext) => {
        contexts.push(context);
        return architecture.init(context);
      },
    };
    new Layer(kind, 1, stage.performance).dispose();
    expect(contexts.map(({ beatsPerBar }) => beatsPerBar)).toEqual([3]);
  });

  it("make every scene anew when they change, and only then", () => {
    const stage = new Stage(() => {});
    stage.welcome(bandOfFour());
    let made = 0;
    stage.compositor = { restage: () => made++ } as Partial<Compositor> as Compositor;
    stage.setTransport({ ...IN_THREE, numerator: 4, tempo: 150, originMs: ms(START + 1000) }, ms(START));
    expect(made).toBe(0);
    stage.setTransport(IN_THREE, ms(START));
    stage.setTransport(IN_THREE, ms(START));
    expect(made).toBe(1);
    stage.welcome({ ...bandOfFour(), transport: { ...IN_THREE, numerator: 6, denominator: 8 } });
    expect(made).toBe(1);
    stage.welcome(bandOfFour());
    expect(made).toBe(2);
  });

  it("are two on a line of ink, whatever their length", () => {
    for (const barBeats of [1.5, 3, 3.5, 4, 5]) {
      const layout = layoutFor([], barBeats);
      expect([0, 1, 2, 3, 4].map((bar) => lineOf(layout, bar * barBeats))).toEqual([0, 0, 1, 1, 2]);
      expect(alongLine(layout, 3 * barBeats)).toBeCloseTo(0, 9);
    }
  });
});
