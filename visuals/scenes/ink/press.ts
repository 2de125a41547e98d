import type { Color, Group } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { Lead } from "../../drawing/lead.ts";
import { settle } from "../../drawing/motion.ts";
import { pushed, sprung } from "../../drawing/struck.ts";
import { CLOSED_HAT, CRASH, HIGH_TOM, KICK, LOW_TOM, MID_TOM, OPEN_HAT, RIDE, SNARE } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Mark } from "./marks.ts";
import { type Layout, lineOf, MARGIN, middleOf } from "./page.ts";
import type { Inks, Written } from "./write.ts";

const TILT = 0.085;
const NEARER = 0.08;
const LEAD_SECONDS = 1.1;
/** How long the page takes to go on to the next line, in beats. */
const FEED_BEATS = 1.6;
const RAYS = 17;
const POINTS = 24;
const RUNGS = 7;

/** What the video does: it moves the page, and prints over the writing. */
export class Press {
  readonly #seed: number;
  readonly #layout: Layout;
  /** Where the video's toms lead it. */
  readonly lead = new Lead(LEAD_SECONDS, -TILT, NEARER);

  constructor(seed: number, layout: Layout) {
    this.#seed = seed;
    this.#layout = layout;
  }

  /** Lays the page under the viewer's eyes. @realtime yes */
  move(page: Group, frame: Frame, video: VoiceTrace | null, seconds: number, amount: number): void {
    this.lead.move(seconds);
    const line = lineOf(this.#layout, frame.beat);
    const fed = settle((frame.beat - line * this.#layout.lineBeats) / FEED_BEATS, 1);
    let scale = 1 + this.lead.up * amount;
    let shove = 0;
    if (video !== null) {
      scale += 0.05 * pushed(video, KICK, seconds, 0.1) * amount;
      shove = 0.03 * sprung(video, SNARE, seconds, 2, 0.2) * amount;
    }
    const tilt = this.lead.aside * amount + 0.012 * Math.sin(seconds * 0.23);
    page.rotation.z = tilt;
    page.scale.setScalar(scale);
    const middle = middleOf(this.#layout, frame.beat, frame.beat);
    const up = (fed - 1) * this.#layout.lineHeight - middle - 0.06 + 0.012 * Math.sin(seconds * 0.31);
    // Turned about the middle of the picture, not of the page.
    page.position.set((shove - up * Math.sin(tilt)) * scale, up * Math.cos(tilt) * scale, 0);
  }

  /** Prints one of the video's hits; `line` is the middle of its line. @realtime yes */
  print(into: Inks, m: Mark, w: Written, line: number, colour: Color): void {
    const height = this.#layout.lineHeight;
    const out = settle(w.age, 0.35);
    const strong = strengthOf(w);
    m.grain = dice(this.#seed, w.id, 0) * 40;
    m.rough = 0.2 + 0.6 * w.surprise;
    // Printing ink is thin: it dries twice as fast.
    m.dry = Math.min(1, w.dry * 2);
    m.bow = 0;
    m.angle = 0;
    m.x = 0;
    m.y = line;
    switch (w.drum) {
      case KICK:
        m.length = MARGIN * out;
        m.x = -MARGIN + m.length;
        m.y = line - height * 0.5;
        m.breadth = 0.008 + 0.014 * w.loud;
        into.strokes.add(m, colour, strong);
        return;
      case SNARE:
        m.angle = 0.16 + 0.1 * (dice(this.#seed, w.id, 1) - 0.5);
        m.length = MARGIN * 1.05 * out;
        m.breadth = 0.006 + 0.01 * w.loud;
        m.rough = 0.7;
        into.strokes.add(m, colour, strong);
        return;
      case CLOSED_HAT:
        for (let n = 0; n < POINTS * out; n++) {
          m.x = -MARGIN + (2 * MARGIN * n) / (POINTS - 1);
          m.y = line + height * 0.46;
          m.length = 0.006 + 0.01 * w.loud;
          into.blots.add(m, colour, strong);
        }
        return;
      case OPEN_HAT:
        m.x = w.x;
        m.length = height * 0.42 * (0.5 + 0.5 * w.loud);
        m.breadth = 0.022;
        m.bow = 1.1 * settle(w.age, 0.7);
        into.rings.add(m, colour, strong);
        return;
      case CRASH:
        m.breadth = 0.006 + 0.007 * w.loud;
        m.rough = 0.9;
        this.#rays(into, m, w, line, colour);
        return;
      case RIDE:
        this.#rungs(into, m, w, line, colour);
        return;
      default:
        // The toms move the page, and leave a mark in its margin.
        m.x = (w.drum === LOW_TOM ? -1 : w.drum === HIGH_TOM ? 1 : 0) * MARGIN;
        m.y = line + height * (w.drum === MID_TOM ? 0.46 : 0);
        m.length = 0.02 + 0.035 * w.loud * out;
        into.blots.add(m, colour, strong);
    }
  }

  #rays(into: Inks, m: Mark, w: Written, line: number, colour: Color): void {
    for (let n = 0; n < RAYS; n++) {
      const around = ((n + dice(this.#seed, w.id, n) * 0.5) / RAYS) * TURN;
      const length = 0.55 * settle(w.age, 0.35) * (0.6 + 0.6 * dice(this.#seed, w.id, 40 + n));
      m.angle = around;
      m.length = Math.max(0.01, length);
      m.x = w.x + Math.cos(around) * (0.22 + length);
      m.y = line + Math.sin(around) * (0.22 + length);
      into.strokes.add(m, colour, strengthOf(w));
    }
  }

  #rungs(into: Inks, m: Mark, w: Written, line: number, colour: Color): void {
    m.breadth = 0.004;
    for (let n = 0; n < RUNGS; n++) {
      m.x = w.x + 0.02 * n;
      m.y = line + this.#layout.lineHeight * (0.42 - (0.84 * n) / (RUNGS - 1));
      m.length = 0.16 * settle(w.age - 0.03 * n, 0.3) + 0.001;
      into.strokes.add(m, colour, strengthOf(w));
    }
  }
}

/** How strongly a hit is printed. */
const strengthOf = ({ loud }: Written): number => 0.55 + 0.45 * loud;
