import type { WebGPURenderer } from "three/webgpu";
import { expect, it } from "vitest";
import { ms } from "../../../shared/time/units.ts";
import { SceneShelf } from "../../../visuals/scene-api/scene-shelf.ts";
import { Performance } from "../../../visuals/stage/performance.ts";
import { ShaderWarmUp } from "../../../visuals/stage/shader-warm-up.ts";
import { settle } from "../../helpers/virtual-time.ts";

it("the warm-up has pauses between, but for no time that has gone back", async () => {
  const performance = new Performance(() => {});
  const done: number[] = [];
  const others = [1, 2, 3].map((what) => async () => void done.push(what));
  const shelf = new SceneShelf((error) => expect.fail(String(error)));
  const warmUp = new ShaderWarmUp({} as WebGPURenderer, performance, shelf, ({ text }) => expect.fail(text), others);
  const tend = async (at: number): Promise<readonly number[]> => {
    performance.moveTo(ms(at), ms(20), ms(20));
    warmUp.tend(ms(at));
    await settle();
    return done;
  };
  expect(await tend(600_000)).toEqual([1]);
  expect(await tend(600_020)).toEqual([1]);
  expect(await tend(600_720)).toEqual([1, 2]);
  expect(await tend(5000)).toEqual([1, 2, 3]);
  warmUp.dispose();
});
