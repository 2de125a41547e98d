import { PerspectiveCamera } from "three/webgpu";
import { CameraSway, fartherFor } from "../../drawing/camera/camera-sway.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import type { Sky } from "./sky.ts";

const HALF_VIEW = Math.tan((46 * Math.PI) / 360);

/** Who looks over the land from where it is: the video's toms turn and lift the look, its kick and snare push and tilt it. */
export class Viewer extends CameraSway {
  readonly camera = new PerspectiveCamera(46, 16 / 9, 0.1, 260);

  constructor() {
    super({
      lead: { seconds: 2.6, aside: -0.16, up: 1.5 },
      aside: { by: 0.03, rate: 0.11 },
      up: { by: 0.12, rate: 0.19 },
      roll: { by: 0.006, rate: 0.13 },
      kick: { by: 1.1, rise: 0.14 },
      snare: { by: 0.045, rate: 0.7, fade: 0.5 },
    });
  }

  /** @realtime yes */
  update(sky: Sky, seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    this.move(seconds, video, amount);
    const { camera, aside, up } = this;
    const pitch = -0.13 - up * 0.035;
    camera.aspect = aspect;
    camera.position.set(0, 3.5 + up, 10.4 * fartherFor(aspect, 1.6) - this.thrust);
    camera.rotation.set(pitch, aside, this.roll, "YXZ");
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
    sky.horizon.value = Math.tan(-pitch) / HALF_VIEW;
    sky.turned.value = aside * -2;
    sky.eye.value = camera.position.y;
  }
}
