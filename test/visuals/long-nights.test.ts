import { BufferGeometry, type Mesh } from "three/webgpu";
import { describe, expect, it } from "vitest";
import { loadScene } from "../../visuals/scenes/catalogue.ts";
import { SceneRoom } from "../helpers/scene-room.ts";

const MONTH = 30 * 86_400_000;
const FRAME = 1000 / 60;
const TURN = 2 * Math.PI;

/** One component of an attribute of all instances, as the graphics card is given it. */
const written = (room: SceneRoom, name: string, component: number): number[] => {
  const all: number[] = [];
  room.scene.world.traverse((object) => {
    const { geometry } = object as Partial<Mesh>;
    if (!(geometry instanceof BufferGeometry) || !("instanceCount" in geometry)) return;
    const attribute = geometry.getAttribute(name);
    if (attribute === undefined) return;
    for (let i = 0; i < Number(geometry.instanceCount); i++) all.push(attribute.getComponent(i, component));
  });
  return all;
};

describe("after a month, what turns evenly", () => {
  it.each([
    ["antiphony", "ribbonFall", 0, TURN, [0.07, 0.07]],
    ["antiphony", "ribbonFall", 3, TURN, [1.5, 2.5]],
    ["antiphony", "ringBend", 2, TURN, [0.25, 0.25]],
    ["antiphony", "ringLean", 2, TURN, [0.6, 0.6]],
    ["ink", "markLook", 3, 10 * TURN, [0.7, 0.7]],
  ] as const)(
    "goes on by the right step in every frame: %s, %s.%d",
    async (scene, name, component, period, [least, most]) => {
      const room = new SceneRoom(await loadScene(scene));
      room.run(MONTH, MONTH);
      let before = written(room, name, component);
      for (let frame = 1; frame <= 30; frame++) {
        room.run(MONTH + frame * FRAME, FRAME);
        const now = written(room, name, component);
        expect(now.length).toBe(before.length);
        const steps = now
          .map((value, i) => (value - (before[i] ?? 0) + period) % period)
          .filter((step, i) => step > 0 || (now[i] ?? 0) > 0);
        expect(steps.length).toBeGreaterThan(0);
        for (const step of steps) {
          expect(step * 60).toBeGreaterThan(least * 0.99);
          expect(step * 60).toBeLessThan(most * 1.01);
        }
        expect(Math.max(...now)).toBeLessThanOrEqual(period);
        before = now;
      }
    },
  );
});
