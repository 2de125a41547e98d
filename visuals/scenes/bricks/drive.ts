import { PerspectiveCamera } from "three/webgpu";
import { Lead } from "../../drawing/lead.ts";
import { pushed, sprung, wayOf } from "../../drawing/struck.ts";
import { CRASH, KICK, RIDE, SNARE } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import type { Course } from "./tunnel.ts";

const TURN_SECONDS = 2.2;
/** How much the tunnel leaves its line, over the depth squared. */
const SIDEWAYS = 0.0034;
const UPWARDS = 0.0026;

/** The ride through the tunnel: what the video plays bends it, twists it and shakes the viewer. */
export class Drive {
  readonly camera = new PerspectiveCamera(62, 16 / 9, 0.1, 120);
  /** Where the video's toms lead it. */
  readonly lead = new Lead(TURN_SECONDS, SIDEWAYS, UPWARDS);
  readonly #course: Course;

  constructor(course: Course) {
    this.#course = course;
  }

  /** `bend` scales the way, `shake` what the viewer feels. @realtime yes */
  update(seconds: number, aspect: number, video: VoiceTrace | null, bend: number, shake: number): void {
    this.lead.move(seconds);
    const x = this.lead.aside + 0.0009 * Math.sin(seconds * 0.31);
    const y = this.lead.up + 0.0007 * Math.sin(seconds * 0.23 + 1);
    this.#course.bend.value.set(x * bend, y * bend);
    let twist = 0.002 * Math.sin(seconds * 0.17);
    let thrust = 0;
    let roll = 0.02 * Math.sin(seconds * 0.11);
    let lean = 0;
    if (video !== null) {
      twist += 0.03 * sprung(video, CRASH, seconds, 0.35, 1.1);
      thrust = pushed(video, KICK, seconds, 0.1) * shake;
      roll += 0.2 * wayOf(video, SNARE) * sprung(video, SNARE, seconds, 0.8, 0.45) * shake;
      lean = 0.5 * sprung(video, RIDE, seconds, 0.6, 0.8) * shake;
    }
    this.#course.twist.value = twist * bend;
    const { camera } = this;
    camera.aspect = aspect;
    camera.position.set(0.16 * Math.sin(seconds * 0.37) + lean, 0.1 * Math.sin(seconds * 0.29), -0.9 * thrust);
    camera.rotation.set(y * bend * 30, -x * bend * 30, roll);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }
}
