import { OrthographicCamera } from "three/webgpu";

/** Looks at what is flat without perspective, from in front of it. */
export class FlatCamera extends OrthographicCamera {
  constructor(near = 0, far = 10) {
    super(-1, 1, 1, -1, near, far);
    this.position.z = 5;
  }

  /** Shows so much of the world above the middle and below it, in a picture of that aspect. @realtime yes */
  show(half: number, aspect: number): void {
    this.left = -half * aspect;
    this.right = half * aspect;
    this.top = half;
    this.bottom = -half;
    this.updateProjectionMatrix();
    this.updateMatrixWorld();
  }
}
