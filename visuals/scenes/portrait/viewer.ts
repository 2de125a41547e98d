import { PerspectiveCamera } from "three/webgpu";
import { Lead } from "../../drawing/lead.ts";
import { push, spring } from "../../drawing/motion.ts";
import { CRASH, KICK, loudness, SNARE, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

const FIELD = 30;
/** Half the height that is seen at the heads. */
const HALF_HEIGHT = 2.1;
const DISTANCE = HALF_HEIGHT / Math.tan((FIELD * Math.PI) / 360);
const TURN = 0.1;
const RISE = 0.35;
const LOOK_SECONDS = 2.2;

/** Who stands before the portrait. The video moves it: an eye that goes round the picture. */
export class Viewer {
  readonly camera = new PerspectiveCamera(FIELD, 16 / 9, 0.1, 60);
  /** Where it looks from just now, for the eye in the picture to look there too. */
  turn = 0;
  rise = 0;
  /** Where the video's toms lead it. */
  readonly lead = new Lead(LOOK_SECONDS, TURN, RISE);

  /** @realtime yes */
  update(seconds: number, aspect: number, rows: number, video: VoiceTrace | null, amount: number): void {
    this.lead.move(seconds);
    this.turn = this.lead.aside * amount + 0.03 * Math.sin(seconds * 0.16);
    this.rise = this.lead.up * amount + 0.08 * Math.sin(seconds * 0.11);
    let nearer = 0;
    let roll = 0.006 * Math.sin(seconds * 0.19);
    if (video !== null) {
      nearer += 0.75 * loudness(video, KICK) * push(sinceHit(video, KICK, seconds), 0.13);
      nearer -= 1.1 * loudness(video, CRASH) * push(sinceHit(video, CRASH, seconds), 0.3);
      const way = (video.drums[SNARE]?.count ?? 0) % 2 === 0 ? 1 : -1;
      roll += 0.05 * way * loudness(video, SNARE) * spring(sinceHit(video, SNARE, seconds), 0.8, 0.5) * amount;
    }
    // A narrow picture, or a larger company, is seen from farther away.
    const wide = Math.max(1, 1.72 / Math.max(0.2, aspect)) * (1 + 0.3 * Math.max(0, rows - 1));
    const distance = DISTANCE * wide - nearer * amount;
    const { camera } = this;
    camera.aspect = aspect;
    camera.position.set(Math.sin(this.turn) * distance, 0.05 + this.rise, Math.cos(this.turn) * distance);
    camera.lookAt(0, 0.02 + 0.15 * this.rise, 0);
    camera.rotateZ(roll);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }
}
