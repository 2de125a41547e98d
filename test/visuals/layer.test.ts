import { Object3D, PerspectiveCamera } from "three/webgpu";
import { describe, expect, it } from "vitest";
import { DRUMS } from "../../shared/music/drums.ts";
import { ms } from "../../shared/time/units.ts";
import type { SceneContext, SceneKind } from "../../visuals/scenes/scene.ts";
import { Layer } from "../../visuals/stage/layer.ts";
import { Performance } from "../../visuals/stage/performance.ts";
import { bandOfFour, START } from "../helpers/scene-room.ts";

describe("a scene's parameters", () => {
  it("stand where they were turned when the scene begins, within their bounds, the others at their defaults", () => {
    let given: SceneContext["parameters"] = {};
    const kind: SceneKind = {
      name: "lamp",
      about: "",
      gestures: Object.fromEntries(DRUMS.map((drum) => [drum, ""])) as SceneKind["gestures"],
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
