import { OrthographicCamera } from "three/webgpu";
import type { VoiceTrace } from "../frame.ts";
import { mix, push, settle, spring } from "../motion.ts";
import { HIGH_TOM, KICK, LOW_TOM, loudness, MID_TOM, RIDE, sinceHit } from "../traces.ts";

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
  #fromTurn = 0;
  #toTurn = 0;
  #fromRise = 0;
  #toRise = 0;
  #since = Number.NEGATIVE_INFINITY;

  /** @realtime yes */
  turn(drum: number, seconds: number): void {
    if (drum !== LOW_TOM && drum !== MID_TOM && drum !== HIGH_TOM) return;
    const share = settle(seconds - this.#since, TURN_SECONDS);
    this.#fromTurn = mix(this.#fromTurn, this.#toTurn, share);
    this.#fromRise = mix(this.#fromRise, this.#toRise, share);
    this.#toTurn = drum === LOW_TOM ? TURN : drum === HIGH_TOM ? -TURN : 0;
    this.#toRise = drum === MID_TOM ? RISE : 0;
    this.#since = seconds;
  }

  /** @realtime yes */
  update(seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    const share = settle(seconds - this.#since, TURN_SECONDS);
    let turn = mix(this.#fromTurn, this.#toTurn, share) * amount + 0.3 + 0.16 * Math.sin(seconds * 0.09);
    const rise = 0.5 + mix(this.#fromRise, this.#toRise, share) * amount + 0.03 * Math.sin(seconds * 0.13);
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
