import { PerspectiveCamera } from "three/webgpu";
import type { VoiceTrace } from "../frame.ts";
import { mix, push, settle } from "../motion.ts";
import { HIGH_TOM, KICK, LOW_TOM, loudness, MID_TOM, sinceHit } from "../traces.ts";

const TURN_SECONDS = 2.2;
const SWING = 0.42;
const RAISE = 0.34;
const DISTANCE = 2.75;

/** Who looks into the field. The video's toms swing and raise the look, and it stays there until the next; its kick thrusts. */
export class Eye {
  readonly camera = new PerspectiveCamera(42, 16 / 9, 0.1, 30);
  #fromSwing = 0;
  #toSwing = 0;
  #fromRaise = 0;
  #toRaise = 0;
  #since = Number.NEGATIVE_INFINITY;

  /** @realtime yes */
  turn(drum: number, seconds: number): void {
    if (drum !== LOW_TOM && drum !== MID_TOM && drum !== HIGH_TOM) return;
    const share = settle(seconds - this.#since, TURN_SECONDS);
    this.#fromSwing = mix(this.#fromSwing, this.#toSwing, share);
    this.#fromRaise = mix(this.#fromRaise, this.#toRaise, share);
    this.#toSwing = drum === LOW_TOM ? -SWING : drum === HIGH_TOM ? SWING : 0;
    this.#toRaise = drum === MID_TOM ? RAISE : 0;
    this.#since = seconds;
  }

  /** @realtime yes */
  update(seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    const share = settle(seconds - this.#since, TURN_SECONDS);
    const swing = mix(this.#fromSwing, this.#toSwing, share) * amount + 0.12 * Math.sin(seconds * 0.17);
    const raise = mix(this.#fromRaise, this.#toRaise, share) * amount + 0.06 * Math.sin(seconds * 0.23);
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
