import { PerspectiveCamera } from "three/webgpu";
import { Lead } from "../../drawing/lead.ts";
import { push, spring } from "../../drawing/motion.ts";
import { KICK, loudness, SNARE, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import type { Sky } from "./sky.ts";

const TURN_SECONDS = 2.6;
const TURN = 0.16;
const CLIMB = 1.5;
const HALF_VIEW = Math.tan((46 * Math.PI) / 360);

/** Who looks over the land: the video's toms turn and lift the look, its kick and snare push and tilt it. */
export class Viewer {
  readonly camera = new PerspectiveCamera(46, 16 / 9, 0.1, 260);
  /** Where the video's toms lead it. */
  readonly lead = new Lead(TURN_SECONDS, -TURN, CLIMB);

  /** @realtime yes */
  update(sky: Sky, seconds: number, aspect: number, video: VoiceTrace | null, amount: number): void {
    this.lead.move(seconds);
    const turn = this.lead.aside * amount + 0.03 * Math.sin(seconds * 0.11);
    const climb = this.lead.up * amount + 0.12 * Math.sin(seconds * 0.19);
    let thrust = 0;
    let roll = 0.006 * Math.sin(seconds * 0.13);
    if (video !== null) {
      thrust = loudness(video, KICK) * push(sinceHit(video, KICK, seconds), 0.14) * amount;
      const way = (video.drums[SNARE]?.count ?? 0) % 2 === 0 ? 1 : -1;
      roll += 0.045 * way * loudness(video, SNARE) * spring(sinceHit(video, SNARE, seconds), 0.7, 0.5) * amount;
    }
    const { camera } = this;
    const pitch = -0.13 - climb * 0.035;
    camera.aspect = aspect;
    // A narrow picture is seen from farther away, so that every voice's land stays in it.
    camera.position.set(0, 3.5 + climb, 10.4 * Math.max(1, 1.6 / Math.max(0.2, aspect)) - 1.1 * thrust);
    camera.rotation.set(pitch, turn, roll, "YXZ");
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
    sky.horizon.value = Math.tan(-pitch) / HALF_VIEW;
    sky.turned.value = turn * -2;
    sky.eye.value = camera.position.y;
  }
}
