import { expect, it } from "vitest";
import { NO_PASSES, type PassDoses } from "../../../shared/picture/passes.ts";
import { ms } from "../../../shared/time/units.ts";
import { Compositor } from "../../../visuals/stage/compositor.ts";
import { Stage } from "../../../visuals/stage/stage.ts";
import { aCue } from "../../helpers/cue.ts";
import { snapshot } from "../../helpers/snapshot.ts";
import { UNTOUCHED } from "../../helpers/still-picture.ts";

it("all passes off are off, the director's and those by hand, and come back as they were", () => {
  const drawn: PassDoses[] = [];
  const stage = new Stage((error) => expect.fail(String(error)));
  /** A double that only looks at what is asked of it. */
  stage.compositor = Object.assign(Object.create(Compositor.prototype), {
    restage: () => {},
    brightnessOf: () => null,
    render: (_: unknown, doses: PassDoses) => drawn.push({ ...doses }),
  });
  const picture = { ...UNTOUCHED, passes: { bloom: 0.7 } };
  stage.welcome(snapshot({ cue: aCue({ passes: { ...NO_PASSES, kaleidoscope: 0.6 } }), picture }));
  for (const bypass of [false, true, false]) {
    stage.setByHand({ ...picture, bypass });
    stage.frame(ms(2000 + drawn.length * 16), ms(16), ms(16));
  }
  const dosed = { ...NO_PASSES, kaleidoscope: 0.6, bloom: 0.7 };
  expect(drawn).toEqual([dosed, NO_PASSES, dosed]);
});
