import { BufferGeometry, type Mesh, Vector3 } from "three/webgpu";
import { describe, expect, it } from "vitest";
import { beats, ms } from "../../shared/time/units.ts";
import { loadScene } from "../../visuals/scene-api/catalogue.ts";
import { SceneRoom, START } from "../helpers/scene-room.ts";

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

it("ink stays where it is on the page when the page's lines are counted anew", async () => {
  // The page has 256 lines of eight beats.
  const anew = 256 * 8 * 500;
  const room = new SceneRoom(await loadScene("ink"));
  room.run(anew - 1000, anew - 1000);
  const kick = { id: 1, voice: "drummer", drum: "kick", velocity: 110, duration: beats(0.25), surprise: null } as const;
  room.performance.add([{ ...kick, beat: beats(anew / 500 - 1.8), at: ms(START + anew - 900), live: true }]);
  /** The blots' heights in the picture; those of the three nibs come first. */
  const heights = (): number[] => {
    const all: number[] = [];
    room.scene.world.updateMatrixWorld(true);
    room.scene.world.traverse((object) => {
      const { geometry, material } = object as Partial<Mesh>;
      if (geometry === undefined || material === undefined || !("name" in material) || material.name !== "blots")
        return;
      const at = geometry.getAttribute("markAt");
      for (let i = 3; "instanceCount" in geometry && i < Number(geometry.instanceCount); i++)
        all.push(new Vector3(at.getX(i), at.getY(i), 0).applyMatrix4(object.matrixWorld).y);
    });
    return all;
  };
  room.run(anew - 100, FRAME);
  let before = heights();
  expect(before.length).toBeGreaterThan(0);
  for (let left = -90; left <= 100; left += 10) {
    room.run(anew + left, 10);
    const now = heights();
    for (const [i, height] of now.entries()) expect(Math.abs(height - (before[i] ?? 9))).toBeLessThan(0.2);
    before = now;
  }
});
