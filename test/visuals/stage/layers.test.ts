import { Object3D, PerspectiveCamera, WebGPURenderer } from "three/webgpu";
import { describe, expect, it } from "vitest";
import { DRUMS } from "../../../shared/music/drums.ts";
import { NO_PASSES } from "../../../shared/picture/passes.ts";
import { ms } from "../../../shared/time/units.ts";
import { FIRST_SCENE } from "../../../visuals/scene-api/catalogue.ts";
import type { Scene, SceneKind } from "../../../visuals/scene-api/scene.ts";
import { SceneShelf } from "../../../visuals/scene-api/scene-shelf.ts";
import { CueSequencer } from "../../../visuals/stage/cue-sequencer.ts";
import { Layers } from "../../../visuals/stage/layers.ts";
import { Performance } from "../../../visuals/stage/performance.ts";
import { bandOfFour, START } from "../../helpers/scene-room.ts";

const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const kindOf = (name: string, scene: Partial<Scene>): SceneKind => ({
  name,
  about: "",
  gestures: Object.fromEntries(DRUMS.map((drum) => [drum, ""])) as SceneKind["gestures"],
  parameters: [],
  init: () => ({
    world: new Object3D(),
    camera: new PerspectiveCamera(),
    hit() {},
    update() {},
    dispose() {},
    ...scene,
  }),
});

describe("a scene that fails on its way", () => {
  it("and then fails again gives way once, and what is on instead stays on", async () => {
    const world = new Object3D();
    let refuse = (_: Error): void => {};
    const renderer: WebGPURenderer = Object.assign(Object.create(WebGPURenderer.prototype), {
      setRenderTarget: () => {},
      render: () => {},
      compileAsync: (what: Object3D) =>
        what === world
          ? new Promise((_, reject) => {
              refuse = reject;
            })
          : Promise.resolve(),
    });
    const broken = kindOf("broken", {
      world,
      hit() {
        throw new Error("it cannot be hit");
      },
    });
    const kinds = new Map([broken, kindOf(FIRST_SCENE, {})].map((kind) => [kind.name, kind]));
    const failed: string[] = [];
    const judged: string[] = [];
    const scenes: SceneShelf = Object.assign(Object.create(SceneShelf.prototype), {
      version: () => "",
      load: async (name: string) => kinds.get(name),
      fail: (name: string) => failed.push(name),
      judge: (name: string, _version: string, is: string) => judged.push(`${name} ${is}`),
    });
    const performance = new Performance(() => {});
    performance.welcome(bandOfFour());
    performance.moveTo(ms(START), ms(16), ms(16));
    const cues = new CueSequencer({ scene: "broken", seed: 1, palette: "ember", intensity: 1, passes: NO_PASSES });
    const layers = new Layers(renderer, performance, scenes, () => {});

    layers.tend(cues);
    await flush();
    layers.tell((layer) => layer.hit(bandOfFour().upcoming[0]!, ms(START), performance.frame.voices[0]!));
    await flush();
    refuse(new Error("it cannot be compiled"));
    await flush();
    layers.tend(cues);
    expect(layers.ready(cues.to)?.name).toBe(FIRST_SCENE);
    expect(failed).toEqual(["broken"]);
    expect(judged).toEqual(["broken ended"]);
  });
});
