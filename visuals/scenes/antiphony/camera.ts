import { PerspectiveCamera } from "three/webgpu";
import { Lead } from "../../drawing/lead.ts";
import { push, spring } from "../../drawing/motion.ts";
import { KICK, SNARE, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

/** How long the walk to a new place takes, seconds. */
const WALK_SECONDS = 2.2;
/** Radians to the side the viewer walks to. */
const WALK = 0.3;
const RISE = 1.3;

/**
 * The viewer. What the video voice plays moves it: the kick thrusts it forward, the snare throws
 * the horizon over, the toms walk it to the left, up, or to the right, where it stays.
 */
export class Viewer {
  readonly camera = new PerspectiveCamera(36, 16 / 9, 0.1, 200);
  /** Where the video's toms lead it. */
  readonly lead = new Lead(WALK_SECONDS, WALK, RISE);

  /** `amount` scales everything the video does to it; `video` is null when the show has none. @realtime yes */
  update(seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    this.lead.move(seconds);
    const side = this.lead.aside * amount + 0.1 * Math.sin(seconds * 0.13);
    const rise = this.lead.up * amount + 0.12 * Math.sin(seconds * 0.21);
    let thrust = 0;
    let roll = 0.006 * Math.sin(seconds * 0.17);
    if (video !== null) {
      const kick = video.drums[KICK];
      const snare = video.drums[SNARE];
      thrust = (kick?.velocity ?? 0) * push(sinceHit(video, KICK, seconds), 0.11) * amount;
      const way = (snare?.count ?? 0) % 2 === 0 ? 1 : -1;
      roll += (snare?.velocity ?? 0) * way * 0.085 * spring(sinceHit(video, SNARE, seconds), 0.9, 0.42) * amount;
    }
    const camera = this.camera;
    // A narrow picture is seen from farther away, so that all bodies stay in it.
    const distance = 13.2 * Math.max(1, 1.6 / Math.max(0.2, aspect)) - 1.5 * thrust;
    camera.aspect = aspect;
    camera.position.set(Math.sin(side) * distance, 1.75 + rise, Math.cos(side) * distance);
    camera.lookAt(0, 2.45 + rise * 0.25, 0);
    camera.rotateZ(roll);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }
}
