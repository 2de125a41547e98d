import { Vector3 } from "three/webgpu";
import { describe, expect, it } from "vitest";
import type { Drum } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { beats, ms } from "../../../shared/time/units.ts";
import { fartherFor } from "../../../visuals/drawing/camera/camera-sway.ts";
import { type Orbit, OrbitCamera } from "../../../visuals/drawing/camera/orbit-camera.ts";
import { pictureVoice } from "../../../visuals/drawing/traces.ts";
import type { VoiceTrace } from "../../../visuals/scene-api/frame.ts";
import { Performance } from "../../../visuals/stage/performance.ts";
import { bandOfFour, START } from "../../helpers/scene-room.ts";

const STILL: Orbit = {
  field: 40,
  far: 100,
  distance: 10,
  height: 1,
  target: { height: 2, raised: 0.5 },
  fits: 1.6,
  lead: { seconds: 2, aside: 0.3, up: 1 },
  aside: { by: 0, rate: 1 },
  up: { by: 0, rate: 1 },
  kick: { by: 2, rise: 0.1 },
  crash: { by: 3, rise: 0.1 },
  snare: { by: 0.1, rate: 1, fade: 0.5 },
};

const hitAt = (drum: Drum, at: number, id: number): Note => ({
  id,
  voice: "video",
  drum,
  velocity: 127,
  beat: beats(at / 500),
  duration: beats(0.25),
  at: ms(START + at),
  surprise: 1,
  live: false,
});

/** The video voice as it stands 100 ms after the last of those hits. */
const heard = (...drums: Drum[]): { video: VoiceTrace | null; seconds: number } => {
  const performance = new Performance(() => {});
  performance.welcome(bandOfFour());
  performance.add(drums.map((drum, i) => hitAt(drum, 500 * (i + 1), i + 1)));
  for (let at = 100; at <= 500 * drums.length + 100; at += 100) performance.moveTo(ms(START + at), ms(100), ms(100));
  return { video: pictureVoice(performance.frame.voices), seconds: performance.frame.at / 1000 };
};

const standing = (
  orbit: Orbit,
  seconds: number,
  video: VoiceTrace | null,
  amount = 1,
  aspect = 16 / 9,
): OrbitCamera => {
  const viewer = new OrbitCamera(orbit);
  viewer.update(seconds, aspect, video, amount);
  return viewer;
};

describe("a camera that sways", () => {
  it("stands where it is told while nothing moves it, and farther away for a narrow picture", () => {
    expect(standing(STILL, 7, null).camera.position.toArray()).toEqual([0, 1, 10]);
    expect(standing(STILL, 7, null, 1, 0.8).camera.position.z).toBeCloseTo(20);
    expect(fartherFor(2, 1.6)).toBe(1);
    expect(fartherFor(0, 1.6)).toBe(fartherFor(0.2, 1.6));
  });

  it("drifts as far as it is told, whoever plays", () => {
    const drifting = { ...STILL, aside: { by: 0.2, rate: Math.PI / 2 }, roll: { by: 0.1, rate: Math.PI / 2 } };
    const { aside, roll } = standing(drifting, 1, null);
    expect([aside, roll]).toEqual([0.2, 0.1]);
  });

  it("is pushed on by the kick and back by the crash, by as much as is asked for", () => {
    const kick = heard("kick");
    expect(standing(STILL, kick.seconds, kick.video).camera.position.z).toBeCloseTo(8, 5);
    expect(standing(STILL, kick.seconds, kick.video, 0.5).camera.position.z).toBeCloseTo(9, 5);
    expect(standing(STILL, kick.seconds, kick.video, 0).camera.position.z).toBe(10);
    const crash = heard("crash");
    expect(standing(STILL, crash.seconds, crash.video).camera.position.z).toBeCloseTo(13, 5);
  });

  it("is thrown over by the snare, to one side and the other in turn", () => {
    const once = heard("snare");
    const twice = heard("snare", "snare");
    const first = standing(STILL, once.seconds, once.video).roll;
    expect(Math.abs(first)).toBeGreaterThan(0.02);
    expect(standing(STILL, twice.seconds, twice.video).roll).toBeCloseTo(-first, 5);
  });

  it("walks round the upright where the toms lead it, and looks at its target", () => {
    const viewer = new OrbitCamera(STILL);
    viewer.lead.hit(6, 10);
    viewer.update(20, 16 / 9, null, 1);
    const { position } = viewer.camera;
    expect(Math.hypot(position.x, position.z)).toBeCloseTo(10);
    expect(Math.atan2(position.x, position.z)).toBeCloseTo(0.3);
    expect(new Vector3(0, 2, 0).project(viewer.camera).length()).toBeLessThan(1.01);
    const centre = new Vector3(0, 2, 0).project(viewer.camera);
    expect(Math.hypot(centre.x, centre.y)).toBeLessThan(1e-6);
  });
});
