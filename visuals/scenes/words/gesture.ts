import { dice } from "../../../shared/chance/dice.ts";
import { smoothstep } from "../../../shared/math/numbers.ts";
import { blow, push, settle, spring } from "../../drawing/motion.ts";
import { wayOf } from "../../drawing/struck.ts";
import {
  CLOSED_HAT,
  CRASH,
  HIGH_TOM,
  KICK,
  LOW_TOM,
  levelOf,
  loudness,
  MID_TOM,
  OPEN_HAT,
  RIDE,
  SNARE,
  sinceHit,
} from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";

/** How long the letters that fell apart stay away, and take to come back, seconds. */
const AWAY = 0.35;
const BACK = 1.1;

/**
 * How far a hit of the voice moves type, 0 to 1. Whoever plays densely moves it less with each hit:
 * large letters that jump with all of them would only flicker. @realtime yes
 */
export const calmed = ({ heat }: VoiceTrace): number => 1 - heat ** 1.5;

/** What a voice's drums are doing to its line at a moment. */
export class Gesture {
  /** 0 to about 1: how much heavier. */
  weight = 0;
  /** How far the halves are apart, in heights of a row; and where the cut runs, 0 to 1 of the capitals. */
  cut = 0;
  cutAt = 0.5;
  /** Which letter jumps, and how far, in heights of a row. */
  jumper = 0;
  jump = 0;
  /** Hits of the closed hat so far. */
  ticks = 0;
  /** 1 as set, less is narrower. */
  narrow = 1;
  /** How far each third is shifted, in heights of a row. */
  readonly slides: [number, number, number] = [0, 0, 0];
  /** 0 in place, 1 apart; and which fall it is. */
  apart = 0;
  fall = 0;
  /** Age of the echo in seconds, and how loud it is. */
  echoAge = 0;
  echo = 0;
  /** How far the letters lean, by surprise; the letter nobody expected is another colour. */
  lean = 0;
  odd = 0;
  /** How surprising the voice's last note was, and when. */
  #surprise = 0;
  #surprisedAt = 0;

  /** @realtime yes */
  hear(surprise: number, seconds: number): void {
    this.#surprise = surprise;
    this.#surprisedAt = seconds;
  }

  /** `most` is how far drums move type, 1 as a rule. @realtime yes */
  move(voice: VoiceTrace, seconds: number, most: number, seed: number): void {
    const amount = most * calmed(voice);
    const turn = (drum: number): number => -wayOf(voice, drum);
    this.weight = levelOf(voice, KICK, 0.5) * amount;
    const cutting = sinceHit(voice, SNARE, seconds);
    this.cut = turn(SNARE) * loudness(voice, SNARE) * push(cutting, 0.07) ** 0.4 * blow(cutting, 0.7) * amount;
    this.cutAt = 0.3 + 0.4 * dice(seed, voice.drums[SNARE]?.count ?? 0, 1);
    this.ticks = voice.drums[CLOSED_HAT]?.count ?? 0;
    this.jumper = this.ticks;
    this.jump = levelOf(voice, CLOSED_HAT, 0.16) * amount;
    this.narrow = 1 - 0.3 * Math.min(1, levelOf(voice, OPEN_HAT, 0.7) * amount);
    for (let third = 0; third < 3; third++) {
      const drum = third === 0 ? LOW_TOM : third === 1 ? MID_TOM : HIGH_TOM;
      const age = sinceHit(voice, drum, seconds);
      const way = third === 0 ? -1 : third === 2 ? 1 : turn(MID_TOM);
      this.slides[third] = way * loudness(voice, drum) * 0.5 * spring(age, 0.7, 0.42) * amount;
    }
    const fallen = sinceHit(voice, CRASH, seconds);
    this.apart = loudness(voice, CRASH) * settle(fallen, 0.3) * (1 - smoothstep((fallen - AWAY) / BACK)) * amount;
    this.fall = voice.drums[CRASH]?.count ?? 0;
    this.echoAge = sinceHit(voice, RIDE, seconds);
    this.echo = loudness(voice, RIDE) * blow(this.echoAge, 0.7) * calmed(voice);
    this.odd = this.#surprise * blow(seconds - this.#surprisedAt, 1.1);
    this.lean = 0.55 * this.odd * amount;
  }
}
