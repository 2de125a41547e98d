import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { CLOSED_HAT, CRASH, OPEN_HAT, RIDE } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import { Lamp, type Lamps } from "./lamps.ts";
import { HALF_LAND, middleOf, slotOf } from "./land.ts";
import { type Outline, Ridge, type Ridges } from "./ridges.ts";

/** In the order of DRUMS; hats and ride raise no hill but light lamps. */
const OUTLINES: readonly (Outline | null)[] = [
  { breadth: 3.3, height: 1.35, sharpness: 0.75, jag: 0.1 },
  { breadth: 2.5, height: 1.7, sharpness: 2, jag: 0.55 },
  null,
  null,
  { breadth: 2.2, height: 0.95, sharpness: 1.3, jag: 0.05 },
  { breadth: 1.9, height: 1.2, sharpness: 1.5, jag: 0.05 },
  { breadth: 1.6, height: 1.45, sharpness: 1.8, jag: 0.05 },
  { breadth: 4.4, height: 2.9, sharpness: 1.6, jag: 0.3 },
  null,
];

/** Where in its voice's land a drum lies, -1 left to 1 right. */
const PLACES: readonly number[] = [0, 0.1, 0.4, -0.4, -0.55, 0, 0.55, 0, 0.2];

/** How far from the middle of the land, in the world's units. @realtime yes */
export const drumOffset = (drum: number): number => (PLACES[drum] ?? 0) * HALF_LAND * 0.7;

const STRING = 9;
const EMBERS = 26;

/** Lays down what is played: in the land of its voice, and what the video plays in the sky. */
export class Sediments {
  readonly #ridges: Ridges;
  readonly #lamps: Lamps;
  readonly #seed: number;
  readonly #ridge = new Ridge();
  readonly #lamp = new Lamp();

  constructor(ridges: Ridges, lamps: Lamps, seed: number) {
    this.#ridges = ridges;
    this.#lamps = lamps;
    this.#seed = seed;
  }

  /** @realtime yes */
  lay(note: Note, seconds: number, voice: VoiceTrace): void {
    const drum = drumIndex(note.drum);
    const loud = note.velocity / 127;
    const surprise = surpriseOf(note);
    const chance = dice(this.#seed, note.id, 0);
    const aside = dice(this.#seed, note.id, 1) * 2 - 1;
    const x = middleOf(voice) + drumOffset(drum);
    const slot = slotOf(voice);
    const outline = OUTLINES[drum];
    if (outline != null) {
      const ridge = this.#ridge;
      // Those of one moment stand one behind the other, never in one another.
      ridge.seconds = seconds - 0.012 * slot - 0.003 * drum;
      ridge.x = x + aside * 0.5;
      ridge.outline = outline;
      ridge.scale = (0.3 + 0.7 * loud) * (1 + 0.6 * surprise) * (0.85 + 0.3 * chance);
      ridge.jag = 0.5 * surprise;
      ridge.skew = aside * 0.7;
      ridge.phase = chance * 40;
      ridge.slot = slot;
      ridge.light = 0.6 + loud;
      this.#ridges.add(ridge);
    }
    const bright = 0.25 + 0.75 * loud;
    const lamp = this.#lamp;
    lamp.seconds = seconds;
    lamp.sky = 0;
    lamp.phase = chance;
    lamp.slot = slot;
    if (drum === CLOSED_HAT || drum === OPEN_HAT) {
      const open = drum === OPEN_HAT;
      lamp.x = x + aside * (open ? 1.6 : 2.6);
      lamp.y = open ? 0.15 : 0.12;
      lamp.size = open ? 0.08 : 0.055;
      lamp.beam = open ? 2.6 * bright * (1 + surprise) : 0;
      lamp.light = (open ? 2.8 : 2.6) * bright;
      this.#lamps.add(lamp);
    }
    if (drum === RIDE) this.#string(note.id, x, bright, surprise);
    if (drum === CRASH) this.#embers(note.id, x, bright);
  }

  /** @realtime yes */
  star(note: Note, seconds: number, voice: VoiceTrace): void {
    const lamp = this.#lamp;
    lamp.seconds = seconds;
    lamp.x = (dice(this.#seed, note.id, 1) * 2 - 1) * 120;
    lamp.y = 14 + 46 * dice(this.#seed, note.id, 2);
    lamp.sky = 1;
    lamp.size = 0.035 + 0.006 * (drumIndex(note.drum) + 1);
    lamp.beam = 0;
    lamp.phase = dice(this.#seed, note.id, 3) * 8;
    lamp.slot = slotOf(voice);
    lamp.light = 0.5 + note.velocity / 127 + surpriseOf(note);
    this.#lamps.add(lamp);
  }

  /** Lanterns hung across the land, like the lamp that is set up. */
  #string(id: number, x: number, bright: number, surprise: number): void {
    const lamp = this.#lamp;
    const { seconds, phase } = lamp;
    lamp.size = 0.04;
    lamp.beam = 0;
    lamp.light = 2.2 * bright;
    for (let n = 0; n < STRING; n++) {
      const along = n / (STRING - 1) - 0.5;
      lamp.seconds = seconds + n * 0.02;
      lamp.x = x + along * HALF_LAND * 1.3;
      lamp.y = 0.75 + 1.1 * along * along + surprise * 0.4 * dice(this.#seed, id, 10 + n);
      lamp.phase = phase + n * 0.31;
      this.#lamps.add(lamp);
    }
  }

  /** What a mountain throws up as it breaks out, like the lamp that is set up. */
  #embers(id: number, x: number, bright: number): void {
    const lamp = this.#lamp;
    const { seconds, phase } = lamp;
    lamp.size = 0.045;
    lamp.beam = 0.3;
    lamp.light = 2.6 * bright;
    for (let n = 0; n < EMBERS; n++) {
      const far = dice(this.#seed, id, 40 + 2 * n) * 2 - 1;
      lamp.y = 0.1 + 2.8 * (1 - far * far) * dice(this.#seed, id, 41 + 2 * n);
      lamp.seconds = seconds + 0.15 * lamp.y;
      lamp.x = x + far * HALF_LAND * 1.4;
      lamp.phase = phase + n * 0.17;
      this.#lamps.add(lamp);
    }
  }
}
