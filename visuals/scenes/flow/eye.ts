import { PerspectiveCamera } from "three/webgpu";
import { Lead } from "../../drawing/lead.ts";
import { push } from "../../drawing/motion.ts";
import { KICK, loudness, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

const TURN_SECONDS = 2.2;
const SWING = 0.42;
const RAISE = 0.34;
const DISTANCE = 2.75;

/** Who looks into the field. The video's toms swing and raise the look, and it stays there until the next; its kick thrusts. */
export class Eye {
  readonly camera = new PerspectiveCamera(42, 16 / 9, 0.1, 30);
  /** Where the video's toms lead it. */
  readonly lead = new Lead(TURN_SECONDS, SWING, RAISE);

  /** @realtime yes */
  update(seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    this.lead.move(seconds);
    const swing = this.lead.aside * amount + 0.12 * Math.sin(seconds * 0.17);
    const raise = this.lead.up * amount + 0.06 * Math.sin(seconds * 0.23);
    const thrust =
      video === null ? 0 : 0.2 * loudness(video, KICK) * push(sinceHit(video, KICK, seconds), 0.13) * amount;
    const { camera } = this;
    // A narrow picture is seen from farther away, so that every source stays in it.
    const away = DISTANCE * Math.max(1, 1.5 / Math.max(0.2, aspect)) - thrust;
    camera.aspect = aspect;
    camera.position.set(
      Math.sin(swing) * Math.cos(raise) * away,
      Math.sin(raise) * away,
      Math.cos(swing) * Math.cos(raise) * away,
    );
    camera.lookAt(0, 0, 0);
    camera.rotateZ(0.025 * Math.sin(seconds * 0.11));
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }
}
