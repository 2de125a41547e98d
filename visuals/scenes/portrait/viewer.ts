import { PerspectiveCamera } from "three/webgpu";
import type { VoiceTrace } from "../frame.ts";
import { mix, push, settle, spring } from "../motion.ts";
import { CRASH, HIGH_TOM, KICK, LOW_TOM, loudness, MID_TOM, SNARE, sinceHit } from "../traces.ts";

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
  #fromTurn = 0;
  #toTurn = 0;
  #fromRise = 0;
  #toRise = 0;
  #since = Number.NEGATIVE_INFINITY;

  /** One of the video's drums. @realtime yes */
  look(drum: number, seconds: number): void {
    if (drum !== LOW_TOM && drum !== MID_TOM && drum !== HIGH_TOM) return;
    const share = settle(seconds - this.#since, LOOK_SECONDS);
    this.#fromTurn = mix(this.#fromTurn, this.#toTurn, share);
    this.#fromRise = mix(this.#fromRise, this.#toRise, share);
    this.#toTurn = drum === LOW_TOM ? -TURN : drum === HIGH_TOM ? TURN : 0;
    this.#toRise = drum === MID_TOM ? RISE : 0;
    this.#since = seconds;
  }

  /** @realtime yes */
  update(seconds: number, aspect: number, rows: number, video: VoiceTrace | null, amount: number): void {
    const share = settle(seconds - this.#since, LOOK_SECONDS);
    this.turn = mix(this.#fromTurn, this.#toTurn, share) * amount + 0.03 * Math.sin(seconds * 0.16);
    this.rise = mix(this.#fromRise, this.#toRise, share) * amount + 0.08 * Math.sin(seconds * 0.11);
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
