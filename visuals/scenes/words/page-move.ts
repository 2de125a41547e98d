import type { Group } from "three/webgpu";
import { Lead } from "../../drawing/lead.ts";
import { blow, push, settle } from "../../drawing/motion.ts";
import { pushed, wayOf } from "../../drawing/struck.ts";
import { CRASH, KICK, levelOf, loudness, OPEN_HAT, SNARE, sinceHit } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import { calmed } from "./gesture.ts";

const TURN = 0.07;
const NEARER = 0.08;
const SECONDS = 0.9;

/** What the video does to the page as a whole. */
export class PageMove {
  /** How far the halves of the page are apart, how open the gutters are, how far the fields are thrown: 0 is at rest. */
  cut = 0;
  gutter = 0;
  apart = 0;
  /** Where the video's toms lead it. */
  readonly lead = new Lead(SECONDS, -TURN, NEARER);

  /** @realtime yes */
  move(page: Group, video: VoiceTrace | null, seconds: number, amount: number): void {
    this.lead.move(seconds);
    let near = 1 + this.lead.up * amount;
    this.cut = 0;
    this.gutter = 0;
    this.apart = 0;
    if (video !== null) {
      const by = amount * calmed(video);
      near += 0.05 * pushed(video, KICK, seconds, 0.1) * by;
      const cutting = sinceHit(video, SNARE, seconds);
      const way = -wayOf(video, SNARE);
      this.cut = way * 0.2 * loudness(video, SNARE) * push(cutting, 0.07) ** 0.4 * blow(cutting, 0.5) * by;
      this.gutter = Math.min(1, levelOf(video, OPEN_HAT, 0.6)) * by;
      const thrown = sinceHit(video, CRASH, seconds);
      this.apart = loudness(video, CRASH) * settle(thrown, 0.3) * (1 - settle(thrown - 0.3, 1.6)) * by;
    }
    page.rotation.z = this.lead.aside * amount + 0.006 * Math.sin(seconds * 0.21);
    page.scale.setScalar(near);
    page.position.set(0.012 * Math.sin(seconds * 0.17), 0.01 * Math.sin(seconds * 0.29), 0);
  }
}
