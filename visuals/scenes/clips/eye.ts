import type { FlatCamera } from "../../drawing/camera/flat-camera.ts";
import { pushed, sprung, wayOf } from "../../drawing/struck.ts";
import { HIGH_TOM, KICK, LOW_TOM, RIDE } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";

/** The video moves the wall before the viewer's eyes; `move` is how far. @realtime yes */
export const look = (camera: FlatCamera, frame: Frame, video: VoiceTrace | null, move: number): void => {
  const seconds = frame.at / 1000;
  let nearer = 1 + 0.012 * Math.sin(seconds * 0.21);
  let aside = 0.02 * Math.sin(seconds * 0.17);
  let roll = 0.006 * Math.sin(seconds * 0.13);
  if (video !== null) {
    nearer += 0.1 * move * pushed(video, KICK, seconds, 0.1);
    aside += 0.22 * move * sprung(video, LOW_TOM, seconds, 0.8, 0.5);
    aside -= 0.22 * move * sprung(video, HIGH_TOM, seconds, 0.8, 0.5);
    roll += 0.06 * wayOf(video, RIDE) * move * sprung(video, RIDE, seconds, 0.7, 0.5);
  }
  camera.position.x = aside;
  camera.rotation.z = roll;
  camera.show(1 / nearer, frame.aspect);
};
