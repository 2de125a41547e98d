import { PerspectiveCamera } from "three/webgpu";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import { CameraSway, fartherFor, type Sway } from "./camera-sway.ts";

/** Where a camera stands that goes round the upright through the origin; `aside` is an angle, `up` a length. */
export interface Orbit extends Sway {
  /** Angle of view from bottom to top, degrees, and how far it sees. */
  readonly field: number;
  readonly far: number;
  readonly distance: number;
  readonly height: number;
  /** How high the point is that it looks at, and by how much of `up` that is raised. */
  readonly target: { readonly height: number; readonly raised: number };
  /** The least aspect of a picture that shows all; a narrower one is seen from farther away. */
  readonly fits: number;
}

/** Who looks at a scene from before it, and walks round it a little. */
export class OrbitCamera extends CameraSway {
  readonly camera: PerspectiveCamera;
  readonly #orbit: Orbit;

  constructor(orbit: Orbit) {
    super(orbit);
    this.#orbit = orbit;
    this.camera = new PerspectiveCamera(orbit.field, 16 / 9, 0.1, orbit.far);
  }

  /** @realtime yes */
  update(seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    this.move(seconds, video, amount);
    const { camera, aside, up } = this;
    const { distance, height, target, fits } = this.#orbit;
    const away = distance * fartherFor(aspect, fits) - this.thrust;
    camera.aspect = aspect;
    camera.position.set(Math.sin(aside) * away, height + up, Math.cos(aside) * away);
    camera.lookAt(0, target.height + target.raised * up, 0);
    camera.rotateZ(this.roll);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }
}
