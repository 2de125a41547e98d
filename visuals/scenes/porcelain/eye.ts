import { PerspectiveCamera } from "three/webgpu";
import { Lead } from "../../drawing/lead.ts";
import { push, spring } from "../../drawing/motion.ts";
import { KICK, loudness, SNARE, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

const WALK_SECONDS = 2;
const ASIDE = 0.3;
const RAISE = 0.75;
const DISTANCE = 4.75;

/** Who looks into the room: the video's toms lead the look, and it stays there until the next; its kick thrusts, its snare tilts. */
export class Eye {
  readonly camera = new PerspectiveCamera(33, 16 / 9, 0.1, 40);
  /** Where the video's toms lead it. */
  readonly lead = new Lead(WALK_SECONDS, ASIDE, RAISE);

  /** @realtime yes */
  update(seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    this.lead.move(seconds);
    const aside = this.lead.aside * amount + 0.07 * Math.sin(seconds * 0.13);
    const raise = this.lead.up * amount + 0.06 * Math.sin(seconds * 0.19);
    let thrust = 0;
    let tilt = 0;
    if (video !== null) {
      thrust = 0.4 * loudness(video, KICK) * push(sinceHit(video, KICK, seconds), 0.13) * amount;
      const way = (video.drums[SNARE]?.count ?? 0) % 2 === 0 ? 1 : -1;
      tilt = 0.07 * way * loudness(video, SNARE) * spring(sinceHit(video, SNARE, seconds), 1, 0.4) * amount;
    }
    const { camera } = this;
    // A narrow picture is seen from farther away, so that every body stays in it.
    const away = DISTANCE * Math.max(1, 1.6 / Math.max(0.2, aspect)) - thrust;
    camera.aspect = aspect;
    camera.position.set(Math.sin(aside) * away, 0.98 + raise, Math.cos(aside) * away);
    camera.lookAt(0, 0.8 + 0.12 * raise, 0);
    camera.rotateZ(tilt);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }
}
