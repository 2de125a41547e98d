import { CameraSway, fartherFor } from "../../drawing/camera/camera-sway.ts";
import { FlatCamera } from "../../drawing/camera/flat-camera.ts";
import { sprung } from "../../drawing/struck.ts";
import { RIDE } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

const HALF_HEIGHT = 6.4;
const DISTANCE = 40;

/** Looks at the building without perspective; the video's toms walk around it. */
export class Eye extends CameraSway {
  readonly camera = new FlatCamera(1, 90);
  /** How steeply lines that run into the depth rise on the screen. */
  slope = 0.5;

  constructor() {
    super({
      lead: { seconds: 1.8, aside: -0.42, up: 0.34 },
      aside: { by: 0.16, rate: 0.09 },
      up: { by: 0.03, rate: 0.13 },
      kick: { by: 0.14, rise: 0.12 },
    });
  }

  /** @realtime yes */
  update(seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    this.move(seconds, video, amount);
    let turn = 0.3 + this.aside;
    if (video !== null) turn += 0.22 * sprung(video, RIDE, seconds, 0.45, 0.9) * amount;
    const rise = 0.5 + this.up;
    const { camera } = this;
    const half = (HALF_HEIGHT * fartherFor(aspect, 1.6)) / (1 + this.thrust);
    const flat = Math.cos(rise) * DISTANCE;
    camera.position.set(Math.sin(turn) * flat, Math.sin(rise) * DISTANCE - 1.4, Math.cos(turn) * flat);
    camera.lookAt(0, -1.4, 0);
    camera.show(half, aspect);
    this.slope = Math.sin(rise) * (0.75 + 0.25 * Math.cos(2 * turn));
  }
}
