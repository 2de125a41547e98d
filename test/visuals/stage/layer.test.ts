import { Object3D, PerspectiveCamera, WebGPURenderer } from "three/webgpu";
import { describe, expect, it } from "vitest";
import { DRUMS } from "../../../shared/music/drums.ts";
import { ms } from "../../../shared/time/units.ts";
import type { SceneContext, SceneKind } from "../../../visuals/scene-api/scene.ts";
import { Layer } from "../../../visuals/stage/layer.ts";
import { Performance } from "../../../visuals/stage/performance.ts";
import { bandOfFour, START } from "../../helpers/scene-room.ts";

const gestures = Object.fromEntries(DRUMS.map((drum) => [drum, ""])) as SceneKind["gestures"];

describe("a scene that is not wanted any more while its shaders are made", () => {
  it("is not drawn after it has been disposed of, for nobody would release what that makes", async () => {
    const done: string[] = [];
    let made = (): void => {};
    const renderer: WebGPURenderer = Object.assign(Object.create(WebGPURenderer.prototype), {
      setRenderTarget: () => {},
      compileAsync: () => new Promise<void>((resolve) => (made = resolve)),
      render: () => done.push("rendered"),
    });
    const kind: SceneKind = {
      name: "lamp",
      about: "",
      gestures,
      parameters: [],
      init: () => ({
        world: new Object3D(),
        camera: new PerspectiveCamera(),
        hit() {},
        update: () => done.push("updated"),
        draw: () => done.push("drawn"),
        dispose: () => done.push("disposed"),
      }),
    };
    const performance = new Performance(() => {});
    performance.welcome(bandOfFour());
    performance.moveTo(ms(START), ms(16), ms(16));
    const layer = new Layer(kind, 1, performance);
    const preparing = layer.prepare(renderer, performance.frame);
    await Promise.resolve();
    await Promise.resolve();
    layer.dispose();
    made();
    await preparing;
    expect(done).toEqual(["updated", "drawn", "disposed"]);
  });
});

describe("a scene's parameters", () => {
  it("stand where they were turned when the scene begins, within their bounds, the others at their defaults", () => {
    let given: SceneContext["parameters"] = {};
    const kind: SceneKind = {
      name: "lamp",
      about: "",
      gestures,
      parameters: [
        { name: "glow", about: "", min: 0, max: 2, default: 1 },
        { name: "size", about: "", min: 0, max: 2, default: 1 },
        { name: "constructor", about: "", min: 0, max: 2, default: 0.5 },
      ],
      init: ({ parameters }) => {
        given = { ...parameters };
        return { world: new Object3D(), camera: new PerspectiveCamera(), hit() {}, update() {}, dispose() {} };
      },
    };
    const performance = new Performance(() => {});
    performance.welcome(bandOfFour());
    performance.moveTo(ms(START + 150), ms(16), ms(16));
    performance.turns = {
      lamp: { glow: { from: null, to: 7, at: ms(START) }, size: { from: null, to: 2, at: ms(START + 100) } },
      other: { glow: { from: null, to: 0, at: ms(START) } },
    };
    new Layer(kind, 1, performance).dispose();
    expect(given).toEqual({ glow: 2, size: 1.5, constructor: 0.5 });
  });
});
