import { Color } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { mix, settle } from "../../drawing/motion.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import type { Book, Page } from "./book.ts";
import { CAPITAL } from "./face.ts";
import type { Gesture } from "./gesture.ts";
import { ECHOED, Headline } from "./headline.ts";
import type { Inks } from "./inks.ts";
import { type Box, FOOT, GUTTER, HIGH, halfWidth, INSIDE, SMALL } from "./measures.ts";
import type { PageMove } from "./page-move.ts";
import type { Letter } from "./setting.ts";
import type { Sheet } from "./sheet.ts";
import type { SmallType } from "./small-type.ts";
import { type Edges, UNBOUND } from "./types.ts";

/** One em of what is written over a field. */
const CAPTION = (SMALL / CAPITAL) * 0.62;
/** Ticks of the closed hat from one side to the other. */
const TICKS = 16;
const NO_LETTERS: readonly Letter[] = [];

/** What the fields of all voices share. */
export interface Printing {
  readonly seed: number;
  readonly book: Book;
  readonly inks: Inks;
  readonly move: PageMove;
  readonly sheet: Sheet;
  readonly small: SmallType;
}

/** A sounding voice's field on the page: its colour, its name, its line, and ticks along its lower edge. */
export class VoiceField {
  readonly #on: Printing;
  readonly #name: readonly Letter[];
  readonly #headline: Headline;
  readonly #box: Box = { x: 0, y: 0, width: 0, height: 0 };
  readonly #inner: Box = { x: 0, y: 0, width: 0, height: 0 };
  readonly #edges: Edges = { left: 0, bottom: 0, right: 0, top: 0 };
  /** Of what is printed on the field, full or not. */
  readonly #shade = new Color();

  constructor(on: Printing, { index }: VoiceTrace, name: readonly Letter[]) {
    this.#on = on;
    this.#name = name;
    this.#headline = new Headline(on.sheet.letters, on.seed, index);
  }

  /** `weight` is the parameter of that name. @realtime yes */
  print(voice: VoiceTrace, gesture: Gesture, aspect: number, weight: number, seconds: number): void {
    if (!this.#place(voice, aspect)) return;
    const { book, inks, sheet, small } = this.#on;
    const { x, y, width, height } = this.#box;
    const ink = inks.voice(voice.index);
    const filled = book.filled(voice.place);
    const swell = 0.012 * gesture.weight;
    sheet.fields.add(x + width / 2, y + height / 2, width / 2 + swell, height / 2 + swell, ink, filled);
    sheet.rules.add(x + width / 2, y + height, width / 2, 0.003 + 0.012 * Math.min(1.4, voice.energy), ink, 1);

    this.#shade.copy(ink).lerp(inks.ground, filled);
    const caption = y + height - SMALL - 0.028;
    small.row(this.#name, x + INSIDE * 0.5, caption, CAPTION, this.#shade);
    const right = x + width - INSIDE * 0.5 - (SMALL / CAPITAL) * 1.2;
    small.number(book.page.number + 1, right, caption, CAPTION, this.#shade);

    this.#lines(voice, gesture, weight, seconds);

    // The closed hat's, one after the other.
    const each = width / TICKS;
    const middle = x + each * ((gesture.ticks % TICKS) + 0.5);
    const { jump } = gesture;
    sheet.rules.add(middle, y + 0.02 * jump, each * 0.4, 0.05 * jump, inks.accent, jump);
  }

  /** A note that is to come, `ahead` from now, 0, to as far as one sees, 1, moves along the lower edge to the left. @realtime yes */
  announce(velocity: number, ahead: number, opacity: number): void {
    const { x, y, width } = this.#box;
    const up = 0.008 + 0.02 * (velocity / 127);
    this.#on.sheet.rules.add(x + ahead * width, y - GUTTER * 0.1 + up, 0.0045, up, this.#on.inks.film, opacity);
  }

  /** Where it is on its way from the page before, moved by the video; false where the page has no such field. */
  #place({ place, index }: VoiceTrace, aspect: number): boolean {
    const { seed, book, move } = this.#on;
    const from = book.before.fields[place];
    const to = book.page.fields[place];
    if (from === undefined || to === undefined) return false;
    const share = settle(book.turned, 1);
    const wide = halfWidth(aspect);
    const open = GUTTER * (1 + 3.2 * move.gutter);
    const box = this.#box;
    box.width = mix(from.width, to.width, share) * wide * 2 - open;
    box.height = mix(from.height, to.height, share) * HIGH - open;
    box.x = -wide + mix(from.x, to.x, share) * wide * 2 + open / 2;
    box.y = FOOT + mix(from.y, to.y, share) * HIGH + open / 2;
    box.x += (box.y + box.height / 2 > 0 ? move.cut : -move.cut) + (dice(seed, index, 5) - 0.5) * 1.3 * move.apart;
    box.y += (dice(seed, index, 6) - 0.5) * 0.9 * move.apart;
    return true;
  }

  /** Its line, and while the page turns the one before, which rolls out above and fades: bold type in full black would flicker as it passes. */
  #lines(voice: VoiceTrace, gesture: Gesture, weight: number, seconds: number): void {
    const { before, page, turned } = this.#on.book;
    const { height } = this.#box;
    const gone = settle(turned * 1.1, 1);
    const come = settle(turned * 1.1 - 0.1, 1);
    if (turned < 1) this.#line(before, height * gone, 1 - gone, voice, gesture, weight, seconds);
    this.#line(page, -height * (1 - come), come, voice, gesture, weight, seconds);
  }

  #line(
    page: Page,
    rolled: number,
    opacity: number,
    voice: VoiceTrace,
    gesture: Gesture,
    weight: number,
    seconds: number,
  ): void {
    const { inks } = this.#on;
    const { x, y, width, height } = this.#box;
    const inner = this.#inner;
    inner.x = x + INSIDE;
    inner.y = y + INSIDE + rolled;
    inner.width = width - 2 * INSIDE;
    inner.height = height - 2 * INSIDE - SMALL;
    const line = page.lines[voice.place] ?? NO_LETTERS;
    const ink = inks.voice(voice.index);
    const edges = this.#bounds(gesture);
    this.#headline.print(line, inner, edges, opacity, gesture, weight, seconds, this.#shade, ink, inks.accent);
  }

  /** Letters stay in their field, unless they fall apart or are echoed. */
  #bounds({ apart, echo }: Gesture): Edges {
    if (apart > 0.02 || echo > ECHOED) return UNBOUND;
    const { x, y, width, height } = this.#box;
    this.#edges.left = x;
    this.#edges.bottom = y;
    this.#edges.right = x + width;
    this.#edges.top = y + height;
    return this.#edges;
  }
}
