import type { VoiceTrace } from "../../scene-api/frame.ts";
import type { Course } from "./fibres.ts";
import type { Body, BodyPlan, Fibre, Growing } from "./growing.ts";
import { growHand } from "./hand.ts";
import { growHead } from "./head.ts";
import { growIris } from "./iris.ts";

const MOST_HEADS = 6;
const MOST_HANDS = 3;

/** The bodies of a company of voices: machines are heads, people a hand, the video an eye. */
export class Bodies implements Growing {
  readonly all: Body[] = [];
  readonly fibres: Fibre[] = [];
  readonly courses: Course[] = [];
  readonly seed: number;

  constructor(voices: readonly VoiceTrace[], seed: number) {
    this.seed = seed;
    let heads = 0;
    let hands = 0;
    let irises = 0;
    for (const voice of voices) {
      if (!voice.sounds) {
        if (irises++ === 0) growIris(this, voice.index);
      } else if (voice.kind === "live") {
        if (hands < MOST_HANDS) growHand(this, voice.index, hands++);
      } else if (heads < MOST_HEADS) growHead(this, voice.index, heads++);
    }
  }

  /** The nearest head that looks from a side; null when there is none. */
  head(side: number): Body | null {
    return this.all.find((body) => body.kind === "head" && body.side === side) ?? null;
  }

  /** The body of a voice, by its index; null when it has none. @realtime yes */
  of(voice: number): Body | null {
    for (const body of this.all) if (body.voice === voice) return body;
    return null;
  }

  add(body: BodyPlan, grow: () => void): void {
    const first = this.courses.length;
    grow();
    const count = this.courses.length - first;
    this.all.push({ ...body, slot: this.all.length, first, count });
  }

  fibre(fibre: Fibre, course: Omit<Course, "body">): void {
    this.fibres.push(fibre);
    this.courses.push({ ...course, body: this.all.length });
  }
}
