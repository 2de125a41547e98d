import type { VoiceTrace } from "../../scene-api/frame.ts";
import { Lead } from "../lead.ts";
import { pushed, sprung, wayOf } from "../struck.ts";
import { CRASH, KICK, SNARE } from "../traces.ts";

/** A drift that never stops: how far, and how fast it goes to and fro, radians a second. */
interface Drift {
  readonly by: number;
  readonly rate: number;
}

/** A push by a drum: how far at full velocity, and within how many seconds. */
interface Push {
  readonly by: number;
  readonly rise: number;
}

/** What moves a camera. Whether `aside` and `up` are lengths or angles is for who places it to say; `roll` is an angle. */
export interface Sway {
  /** Where the video's toms lead it, and how many seconds a way takes; see Lead. */
  readonly lead: { readonly seconds: number; readonly aside: number; readonly up: number };
  readonly aside: Drift;
  readonly up: Drift;
  readonly roll?: Drift;
  /** The video's kick pushes it on, its crash back. */
  readonly kick: Push;
  readonly crash?: Push;
  /** The video's snare throws the horizon over, to one side and the other in turn; as in `spring`. */
  readonly snare?: { readonly by: number; readonly rate: number; readonly fade: number };
}

const STILL = { by: 0, rate: 0, rise: 1, fade: 1 };

/** How a camera is moved: it drifts a little when nobody plays, the rest is what the video does to it. */
export class CameraSway {
  /** Where it is now: to the side, up, and how far on towards what it looks at. */
  aside = 0;
  up = 0;
  thrust = 0;
  /** How far the horizon leans, radians. */
  roll = 0;
  /** Where the video's toms lead it. */
  readonly lead: Lead;
  readonly #sway: Required<Sway>;

  constructor(sway: Sway) {
    this.#sway = { roll: STILL, crash: STILL, snare: STILL, ...sway };
    this.lead = new Lead(sway.lead.seconds, sway.lead.aside, sway.lead.up);
  }

  /** `amount` scales everything the video does; `video` is null when the show has none. @realtime yes */
  move(seconds: number, video: VoiceTrace | null, amount: number): void {
    const { aside, up, roll, kick, crash, snare } = this.#sway;
    this.lead.move(seconds);
    this.aside = this.lead.aside * amount + drifted(aside, seconds);
    this.up = this.lead.up * amount + drifted(up, seconds);
    this.roll = drifted(roll, seconds);
    this.thrust = 0;
    if (video === null) return;
    this.thrust =
      (kick.by * pushed(video, KICK, seconds, kick.rise) - crash.by * pushed(video, CRASH, seconds, crash.rise)) *
      amount;
    this.roll += snare.by * wayOf(video, SNARE) * sprung(video, SNARE, seconds, snare.rate, snare.fade) * amount;
  }
}

const drifted = ({ by, rate }: Drift, seconds: number): number => by * Math.sin(seconds * rate);

/** How many times as far away a picture of `aspect` is seen from, so that all that one of `fits` shows stays in it. @realtime yes */
export const fartherFor = (aspect: number, fits: number): number => Math.max(1, fits / Math.max(0.2, aspect));
