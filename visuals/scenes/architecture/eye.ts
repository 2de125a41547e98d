import { OrthographicCamera } from "three/webgpu";
import { Lead } from "../../drawing/lead.ts";
import { push, spring } from "../../drawing/motion.ts";
import { KICK, loudness, RIDE, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

const TURN_SECONDS = 1.8;
const TURN = 0.42;
const RISE = 0.34;
const HALF_HEIGHT = 6.4;
const DISTANCE = 40;

/** Looks at the building without perspective; the video's toms walk around it. */
export class Eye {
  readonly camera = new OrthographicCamera(-1, 1, 1, -1, 1, 90);
  /** How steeply lines that run into the depth rise on the screen. */
  slope = 0.5;
  /** Where the video's toms lead it. */
  readonly lead = new Lead(TURN_SECONDS, -TURN, RISE);

  /** @realtime yes */
  update(seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    this.lead.move(seconds);
    let turn = this.lead.aside * amount + 0.3 + 0.16 * Math.sin(seconds * 0.09);
    const rise = 0.5 + this.lead.up * amount + 0.03 * Math.sin(seconds * 0.13);
    let zoom = 1;
    if (video !== null) {
      zoom += 0.14 * loudness(video, KICK) * push(sinceHit(video, KICK, seconds), 0.12) * amount;
      turn += 0.22 * loudness(video, RIDE) * spring(sinceHit(video, RIDE, seconds), 0.45, 0.9) * amount;
    }
    const { camera } = this;
    const half = (HALF_HEIGHT * Math.max(1, 1.6 / Math.max(0.2, aspect))) / zoom;
    camera.left = -half * aspect;
    camera.right = half * aspect;
    camera.top = half;
    camera.bottom = -half;
    const flat = Math.cos(rise) * DISTANCE;
    camera.position.set(Math.sin(turn) * flat, Math.sin(rise) * DISTANCE - 1.4, Math.cos(turn) * flat);
    camera.lookAt(0, -1.4, 0);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
    this.slope = Math.sin(rise) * (0.75 + 0.25 * Math.cos(2 * turn));
  }
}
