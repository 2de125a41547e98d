import { dice } from "../../../shared/chance/dice.ts";
import { clamp01 } from "../../../shared/math/numbers.ts";
import { mix, settle } from "../../drawing/motion.ts";
import type { SceneContext } from "../../scene-api/scene.ts";
import type { Face } from "./face.ts";
import type { Glyphs } from "./glyphs.ts";
import { GUTTER, HIGH, halfWidth, INSIDE, SMALL } from "./measures.ts";
import { type Field, fieldsOf } from "./page.ts";
import { type Letter, setLine } from "./setting.ts";

/** How long a page takes to turn, in beats. */
const TURN_BEATS = 1.5;

/** A page as it is set: a field and a line for every sounding voice. */
export interface Page {
  readonly number: number;
  /** 1 white, 0 dark. */
  readonly paper: number;
  readonly fields: readonly Field[];
  readonly lines: readonly (readonly Letter[])[];
}

const NOTHING_SET: Page = { number: 0, paper: 0, fields: [], lines: [] };

/** The pages one after the other, another every few bars. */
export class Book {
  page = NOTHING_SET;
  before = NOTHING_SET;
  /** How far the page has come since the one before, 0 to 1. */
  turned = 1;
  readonly #seed: number;
  readonly #beatsPerBar: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #words: readonly string[];
  readonly #face: Face;
  readonly #glyphs: Glyphs;
  /** Fields of a page. */
  readonly #count: number;
  /** For how many bars a page stays, how many are white, and for which picture they were set. */
  #bars = 0;
  #white = 0;
  #aspect = 0;

  constructor(context: SceneContext, words: readonly string[], face: Face, glyphs: Glyphs) {
    this.#seed = context.seed;
    this.#beatsPerBar = context.beatsPerBar;
    this.#parameters = context.parameters;
    this.#count = context.voices.filter(({ sounds }) => sounds).length;
    this.#words = words;
    this.#face = face;
    this.#glyphs = glyphs;
  }

  /** From dark, 0, to white, 1. @realtime yes */
  get paper(): number {
    return mix(this.before.paper, this.page.paper, settle(this.turned, 1));
  }

  /** Which voice's field is printed full: another on every page. @realtime yes */
  filled(place: number): number {
    const { before, page } = this;
    return mix(this.#isFilled(place, before.number), this.#isFilled(place, page.number), settle(this.turned, 1));
  }

  /** Opens the page that is on at a beat; where it is another, it is set. @realtime yes */
  open(beat: number, aspect: number): void {
    const { paper = 0.5 } = this.#parameters;
    const bars = Math.max(1, Math.round(this.#parameters.bars ?? 4));
    const bar = beat / this.#beatsPerBar;
    const number = Math.floor(bar / bars);
    const isSet = this.page !== NOTHING_SET && number === this.page.number;
    if (!isSet || bars !== this.#bars || paper !== this.#white || aspect !== this.#aspect) {
      this.#bars = bars;
      this.#white = paper;
      this.#aspect = aspect;
      this.before = this.#set(number - 1);
      this.page = this.#set(number);
    }
    this.turned = clamp01(((bar - number * bars) * this.#beatsPerBar) / TURN_BEATS);
  }

  #set(number: number): Page {
    const wide = halfWidth(this.#aspect) * 2;
    const fields = fieldsOf(this.#seed, number, this.#count, wide / HIGH);
    const { length } = this.#words;
    const from = Math.floor(dice(this.#seed, 4711, 0) * length) + number * this.#count;
    const room = GUTTER + 2 * INSIDE;
    return {
      number,
      paper: dice(this.#seed, number, 77) < this.#white ? 1 : 0,
      fields,
      lines: fields.map(({ width, height }, i) => {
        const line = this.#words[(((from + i) % length) + length) % length] ?? "";
        const aspect = Math.max(0.05, width * wide - room) / Math.max(0.05, height * HIGH - room - SMALL);
        return setLine(line, aspect, this.#face, this.#glyphs);
      }),
    };
  }

  #isFilled(place: number, page: number): number {
    const count = Math.max(1, this.#count);
    return (((place + page) % count) + count) % count === 0 ? 1 : 0;
  }
}
