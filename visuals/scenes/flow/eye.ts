import { PerspectiveCamera } from "three/webgpu";
import { CameraSway, fartherFor } from "../../drawing/camera/camera-sway.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

const DISTANCE = 2.75;

/** Who looks into the field, from anywhere on a sphere around it: the video's toms swing and raise the look, its kick thrusts. */
export class Eye extends CameraSway {
  readonly camera = new PerspectiveCamera(42, 16 / 9, 0.1, 30);

  constructor() {
    super({
      lead: { seconds: 2.2, aside: 0.42, up: 0.34 },
      aside: { by: 0.12, rate: 0.17 },
      up: { by: 0.06, rate: 0.23 },
      roll: { by: 0.025, rate: 0.11 },
      kick: { by: 0.2, rise: 0.13 },
    });
  }

  /** @realtime yes */
  update(seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    this.move(seconds, video, amount);
    const { camera, aside, up } = this;
    const away = DISTANCE * fartherFor(aspect, 1.5) - this.thrust;
    const flat = Math.cos(up) * away;
    camera.aspect = aspect;
    camera.position.set(Math.sin(aside) * flat, Math.sin(up) * away, Math.cos(aside) * flat);
    camera.lookAt(0, 0, 0);
    camera.rotateZ(this.roll);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }
}
