import { Color, Group, OrthographicCamera, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import type { Frame, VoiceTrace } from "../frame.ts";
import { mix, settle } from "../motion.ts";
import type { Scene, SceneContext, SceneKind } from "../scene.ts";
import { surpriseOf } from "../surprise.ts";
import { CLOSED_HAT, indexOfVoice, KICK, LOW_TOM, levelOf, loudness, pictureVoice, RIDE, sinceHit } from "../traces.ts";
import { about } from "./about.ts";
import { BASELINE, CAPITAL, CELL, EM, LEFT, loadFace } from "./face.ts";
import { Gesture } from "./gesture.ts";
import { Glyphs } from "./glyphs.ts";
import { type Field, fieldsOf } from "./page.ts";
import { PageMove } from "./page-move.ts";
import { type Edges, Rules, type Type, Types } from "./print.ts";
import { type Letter, setLine, setRow } from "./setting.ts";

/** White around the page, between fields and inside them, and the band of the running line, in half heights. */
const MARGIN = 0.075;
const GUTTER = 0.03;
const INSIDE = 0.045;
const BAND = 0.115;
const RUNNING = 0.062;
const SMALL = 0.042;
/** How long a page takes to turn, in beats. */
const TURN_BEATS = 1.5;
const SCORE_BEATS = 8;
/** How bright paper and ink are at most, in linear light: what is brighter flashes where letters only move. */
const PAPER = 0.55;
const BRIGHTEST = 0.42;
const ECHOES = 3;
const CROSSES = 11;
const NOWHERE: Edges = { left: -99, bottom: -99, right: 99, top: 99 };

/** A page as it is set: a field and a line for every sounding voice. */
interface Page {
  readonly number: number;
  readonly paper: number;
  readonly fields: readonly Field[];
  readonly lines: readonly (readonly Letter[])[];
}

const face = await loadFace();

class Words implements Scene {
  readonly world = new World();
  readonly camera = new OrthographicCamera(-1, 1, 1, -1, 0, 10);
  readonly #seed: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #beatsPerBar: number;
  readonly #words: readonly string[];
  readonly #sounding: readonly VoiceTrace[];
  readonly #names: readonly (readonly Letter[])[];
  readonly #running: { readonly letters: readonly Letter[]; readonly width: number };
  readonly #digits: readonly Letter[];
  readonly #glyphs = new Glyphs(face);
  readonly #under = new Rules("fields", 80);
  readonly #types = new Types("letters", 2400, this.#glyphs.texture);
  readonly #over = new Rules("rules", 700);
  readonly #sheet = new Group();
  readonly #move = new PageMove();
  readonly #gestures: readonly Gesture[];
  readonly #surprises: Float64Array;
  readonly #surprisedAt: Float64Array;
  #page: Page | null = null;
  #before: Page | null = null;
  #setAt = "";
  readonly #ground = new Color();
  readonly #inks: readonly Color[];
  readonly #film = new Color();
  readonly #accent = new Color();
  readonly #shade = new Color();
  /** Of the letter that nobody expected. */
  readonly #odd = new Color();
  readonly #edges: Edges = { left: 0, bottom: 0, right: 0, top: 0 };
  readonly #type: Type = {
    layer: 0,
    x: 0,
    y: 0,
    across: 0,
    up: 0,
    turn: 0,
    lean: 0,
    weight: 0,
    outline: 0,
    from: 0,
    until: 1,
    opacity: 1,
    window: { left: 0, right: 1, bottom: 0, top: 1 },
  };
  /** Where each voice's field is now: left, bottom, width, height. */
  readonly #places: Float64Array;
  #frame: Frame | null = null;

  constructor({ seed, parameters, beatsPerBar, words, voices }: SceneContext) {
    this.#seed = seed;
    this.#parameters = parameters;
    this.#beatsPerBar = beatsPerBar;
    const lines = words.filter((line) => line.trim() !== "");
    this.#words = lines.length > 0 ? lines : voices.map(({ name }) => name);
    this.#sounding = voices.filter((voice) => voice.sounds);
    this.#names = voices.map(({ name }) => setRow(name, face, this.#glyphs).letters);
    this.#running = setRow(`${this.#words.slice(0, 6).join(" / ").slice(0, 66)} / `, face, this.#glyphs);
    this.#digits = Array.from("0123456789", (digit) => setRow(digit, face, this.#glyphs).letters[0]).filter(
      (letter) => letter !== undefined,
    );
    this.#gestures = voices.map(() => new Gesture());
    this.#surprises = new Float64Array(voices.length);
    this.#surprisedAt = new Float64Array(voices.length);
    this.#inks = voices.map(() => new Color());
    this.#places = new Float64Array(voices.length * 4);
    for (const [i, { object }] of [this.#under, this.#types, this.#over].entries())
      for (const each of object.children) each.renderOrder = i;
    this.#sheet.add(this.#under.object, this.#types.object, this.#over.object);
    this.world.background = this.#ground;
    this.world.add(this.#sheet);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    if (!voice.sounds) this.#move.hit(drumIndex(note.drum), at / 1000);
    this.#surprises[voice.index] = surpriseOf(note);
    this.#surprisedAt[voice.index] = at / 1000;
  }

  update(frame: Frame): void {
    const { move = 1, gestures = 1 } = this.#parameters;
    const seconds = frame.at / 1000;
    this.#frame = frame;
    this.#look(frame.aspect);
    const turned = this.#turn(frame);
    this.#colour(frame, turned);
    const video = pictureVoice(frame.voices);
    this.#move.move(this.#sheet, video, seconds, move);
    this.#under.clear();
    this.#types.clear();
    this.#over.clear();
    for (const voice of frame.voices) {
      const surprise = this.#surprises[voice.index] ?? 0;
      const at = this.#surprisedAt[voice.index] ?? 0;
      this.#gestures[voice.index]?.move(voice, seconds, gestures, surprise, at, this.#seed);
      if (voice.sounds) this.#field(voice, frame, turned, seconds);
    }
    this.#runLine(frame, video, seconds);
    if (video !== null) this.#rule(frame, video, seconds);
    const { score = 1 } = this.#parameters;
    if (score > 0) frame.future.upcoming(ms(frame.at + (SCORE_BEATS * 60_000) / frame.tempo), this.#tick);
    this.#under.upload();
    this.#types.upload();
    this.#over.upload();
  }

  dispose(): void {
    this.#under.dispose();
    this.#types.dispose();
    this.#over.dispose();
    this.#glyphs.dispose();
  }

  #look(aspect: number): void {
    const { camera } = this;
    camera.left = -aspect;
    camera.right = aspect;
    camera.position.z = 5;
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
  }

  /** Sets the pages that are seen, when they are others; returns how far the new one has come, 0 to 1. */
  #turn(frame: Frame): number {
    const bars = Math.max(1, Math.round(this.#parameters.bars ?? 4));
    const bar = frame.beat / this.#beatsPerBar;
    const number = Math.floor(bar / bars);
    const { paper = 0.5 } = this.#parameters;
    const set = `${number} ${bars} ${paper} ${frame.aspect}`;
    if (set !== this.#setAt) {
      this.#setAt = set;
      this.#before = this.#setPage(number - 1, frame.aspect);
      this.#page = this.#setPage(number, frame.aspect);
    }
    return Math.min(1, Math.max(0, ((bar - number * bars) * this.#beatsPerBar) / TURN_BEATS));
  }

  #setPage(number: number, aspect: number): Page {
    const count = this.#sounding.length;
    const wide = this.#width(aspect) * 2;
    const high = 2 - 2 * MARGIN - BAND;
    const fields = fieldsOf(this.#seed, number, count, wide / high);
    const from = Math.floor(dice(this.#seed, 4711, 0) * this.#words.length) + number * count;
    const { length } = this.#words;
    return {
      number,
      paper: dice(this.#seed, number, 77) < (this.#parameters.paper ?? 0.5) ? 1 : 0,
      fields,
      lines: fields.map(({ width, height }, i) => {
        const line = this.#words[(((from + i) % length) + length) % length] ?? "";
        const room = GUTTER + 2 * INSIDE;
        return setLine(
          line,
          Math.max(0.05, width * wide - room) / Math.max(0.05, height * high - room - SMALL),
          face,
          this.#glyphs,
        );
      }),
    };
  }

  /** Half the page's width. */
  #width(aspect: number): number {
    return Math.max(0.2, aspect - MARGIN);
  }

  #colour({ palette, voices, intensity }: Frame, turned: number): void {
    const paper = mix(this.#before?.paper ?? 0, this.#page?.paper ?? 0, settle(turned, 1));
    const { night, horizon, light } = palette;
    this.#ground
      .copy(night)
      .lerp(horizon, 0.1 + 0.12 * intensity)
      .lerp(this.#shade.copy(light).multiplyScalar(PAPER), paper);
    for (const voice of voices) {
      const ink = this.#inks[voice.index];
      if (ink === undefined) continue;
      ink.copy(voice.sounds ? palette.voice(voice.place) : palette.video);
      const bright = 0.2126 * ink.r + 0.7152 * ink.g + 0.0722 * ink.b;
      const most = voice.sounds ? Math.min(1.05, BRIGHTEST / Math.max(0.01, bright)) : 1.05;
      // On white, what is bright is printed dark, or it could not be read.
      const dark = paper * (voice.sounds ? Math.min(0.82, Math.max(0, (bright - 0.42) * 2.2)) : 1);
      ink.lerp(night, dark).multiplyScalar(mix(most, 0.62, paper));
    }
    this.#film.copy(palette.video).lerp(night, paper);
    this.#accent
      .copy(palette.accent)
      .multiplyScalar(0.8)
      .lerp(night, paper * 0.5);
  }

  /** A voice's field: its colour, its line, its name. */
  #field(voice: VoiceTrace, frame: Frame, turned: number, seconds: number): void {
    const { place, index } = voice;
    const page = this.#page;
    const before = this.#before;
    const to = page?.fields[place];
    const from = before?.fields[place];
    const ink = this.#inks[index];
    const gesture = this.#gestures[index];
    if (page === null || before === null || to === undefined || from === undefined) return;
    if (ink === undefined || gesture === undefined) return;
    const share = settle(turned, 1);
    const wide = this.#width(frame.aspect);
    const high = 2 - 2 * MARGIN - BAND;
    const { cut, gutter, apart } = this.#move;
    const open = GUTTER * (1 + 3.2 * gutter);
    const width = mix(from.width, to.width, share) * wide * 2 - open;
    const height = mix(from.height, to.height, share) * high - open;
    let x = -wide + mix(from.x, to.x, share) * wide * 2 + open / 2;
    let y = -1 + MARGIN + BAND + mix(from.y, to.y, share) * high + open / 2;
    x += (y + height / 2 > 0 ? cut : -cut) + (dice(this.#seed, index, 5) - 0.5) * 1.3 * apart;
    y += (dice(this.#seed, index, 6) - 0.5) * 0.9 * apart;
    this.#places[index * 4] = x;
    this.#places[index * 4 + 1] = y;
    this.#places[index * 4 + 2] = width;
    this.#places[index * 4 + 3] = height;
    const count = Math.max(1, this.#sounding.length);
    const filled = mix(isFilled(place, before.number, count), isFilled(place, page.number, count), share);
    const swell = 0.012 * gesture.weight;
    this.#under.add(x + width / 2, y + height / 2, width / 2 + swell, height / 2 + swell, ink, filled);
    this.#shade.copy(ink).lerp(this.#ground, filled);
    this.#over.add(x + width / 2, y + height, width / 2, 0.003 + 0.012 * Math.min(1.4, voice.energy), ink, 1);

    const small = SMALL / CAPITAL;
    const caption = y + height - SMALL - 0.028;
    this.#row(this.#names[index] ?? [], x + INSIDE * 0.5, caption, small * 0.62, small * 0.62, this.#shade, 1);
    this.#number(page.number + 1, x + width - INSIDE * 0.5 - small * 1.2, caption, small * 0.62);

    const { left, bottom, right, top } = this.#bounds(x, y, width, height, gesture);
    const inner = height - 2 * INSIDE - SMALL;
    const innerWidth = width - 2 * INSIDE;
    for (const [number, lines] of [before, page].entries()) {
      if (number === 0 && turned >= 1) continue;
      const roll = number === 0 ? height * settle(turned * 1.1, 1) : -height * (1 - settle(turned * 1.1 - 0.1, 1));
      this.#edges.left = left;
      this.#edges.bottom = bottom;
      this.#edges.right = right;
      this.#edges.top = top;
      this.#line(lines.lines[place] ?? [], x + INSIDE, y + INSIDE + roll, innerWidth, inner, voice, gesture, seconds);
    }
    // Ticks of the closed hat along the lower edge, one after the other.
    const each = width / 16;
    const tick = gesture.ticks % 16;
    this.#over.add(
      x + each * (tick + 0.5),
      y + 0.02 * gesture.jump,
      each * 0.4,
      0.05 * gesture.jump,
      this.#accent,
      gesture.jump,
    );
  }

  /** Letters stay in their field, unless they fall apart or are echoed. */
  #bounds(x: number, y: number, width: number, height: number, { apart, echo }: Gesture): Edges {
    if (apart > 0.02 || echo > 0.08) return NOWHERE;
    this.#edges.left = x;
    this.#edges.bottom = y;
    this.#edges.right = x + width;
    this.#edges.top = y + height;
    return this.#edges;
  }

  #line(
    letters: readonly Letter[],
    x: number,
    y: number,
    width: number,
    height: number,
    voice: VoiceTrace,
    g: Gesture,
    seconds: number,
  ): void {
    const t = this.#type;
    const { weight = 0 } = this.#parameters;
    const odd = letters.length === 0 ? 0 : Math.floor(dice(this.#seed, voice.index, 9) * letters.length);
    this.#odd.copy(this.#shade).lerp(this.#accent, Math.min(1, 1.5 * g.odd));
    for (let pass = g.echo > 0.08 ? -ECHOES : 0; pass <= 0; pass++) {
      for (let i = 0; i < letters.length; i++) {
        const letter = letters[i];
        if (letter === undefined) continue;
        const across = letter.across * width;
        const up = letter.up * height;
        const middle = x + (letter.x + letter.width / 2) * width;
        // A wave runs through the weight of the line also while nobody plays.
        const wave = 0.055 * Math.sin(seconds * 0.9 - middle * 2.6 + voice.index * 2.1);
        const loose = (dice(this.#seed, g.fall * 131 + i, 3) - 0.5) * g.apart;
        const far = (dice(this.#seed, g.fall * 131 + i, 4) - 0.5) * g.apart;
        const jump = g.jumper % Math.max(1, letters.length) === i ? 0.26 * g.jump : 0;
        const slide = letters.length < 3 ? g.slides[0] + g.slides[1] + g.slides[2] : (g.slides[letter.third] ?? 0);
        const lift = (jump + slide * 0.8) * up;
        t.layer = letter.layer;
        t.window = letter.window;
        t.across = (CELL / EM / 2) * across * g.narrow;
        t.up = (CELL / EM / 2) * up * (1 + 0.05 * g.weight);
        // The square's middle, from where the pen stands on the base line.
        t.x = middle + ((CELL / 2 - LEFT) / EM - letter.width / letter.across / 2) * across * g.narrow + loose * 1.5;
        t.y = y + letter.y * height + ((BASELINE - CELL / 2) / EM) * up + lift + far * 1.1;
        t.turn = loose * 2.6;
        t.lean = g.lean;
        t.weight = Math.min(0.34, 0.1 * weight + wave + 0.13 * g.weight);
        t.outline = 0;
        t.opacity = 1;
        const colour = i === odd ? this.#odd : this.#shade;
        if (pass < 0) {
          const reach = -pass * (0.035 + 0.1 * settle(g.echoAge, 0.8));
          t.x += reach * 0.75;
          t.y += reach;
          t.outline = 0.045;
          t.weight = 0;
          t.opacity = Math.min(1, g.echo * 1.4) * (1 + pass / (ECHOES + 1));
          t.from = 0;
          t.until = 1;
          this.#types.add(t, this.#inks[voice.index] ?? colour, NOWHERE);
          continue;
        }
        if (Math.abs(g.cut) < 0.004) {
          t.from = 0;
          t.until = 1;
          this.#types.add(t, colour, this.#edges);
          continue;
        }
        const border = (CELL - BASELINE + CAPITAL * EM * g.cutAt) / CELL;
        const shift = g.cut * 0.24 * up;
        const { x: middleX } = t;
        t.from = border;
        t.until = 1;
        t.x = middleX + shift;
        this.#types.add(t, colour, this.#edges);
        t.from = 0;
        t.until = border;
        t.x = middleX - shift;
        this.#types.add(t, colour, this.#edges);
      }
    }
  }

  /** Small type, as it was set, from a place on. */
  #row(
    letters: readonly Letter[],
    x: number,
    y: number,
    across: number,
    up: number,
    colour: Color,
    opacity: number,
  ): void {
    const t = this.#type;
    t.turn = 0;
    t.lean = 0;
    t.weight = 0.02;
    t.outline = 0;
    t.from = 0;
    t.until = 1;
    t.opacity = opacity;
    t.across = (CELL / EM / 2) * across;
    t.up = (CELL / EM / 2) * up;
    t.y = y + ((BASELINE - CELL / 2) / EM) * up;
    for (const letter of letters) {
      t.layer = letter.layer;
      t.window = letter.window;
      t.x = x + letter.x * across + ((CELL / 2 - LEFT) / EM) * across;
      this.#types.add(t, colour, NOWHERE);
    }
  }

  #number(number: number, x: number, y: number, size: number): void {
    let rest = Math.abs(number) % 1000;
    for (let digit = 2; digit >= 0; digit--) {
      const letter = this.#digits[rest % 10];
      rest = Math.floor(rest / 10);
      const t = this.#type;
      if (letter === undefined) continue;
      t.layer = letter.layer;
      t.window = letter.window;
      t.across = (CELL / EM / 2) * size;
      t.up = t.across;
      t.x = x + digit * 0.62 * size + ((CELL / 2 - LEFT) / EM) * size;
      t.y = y + ((BASELINE - CELL / 2) / EM) * size;
      this.#types.add(t, this.#shade, NOWHERE);
    }
  }

  /** The line that runs along the foot of the page: the video's. */
  #runLine(frame: Frame, video: VoiceTrace | null, seconds: number): void {
    const up = RUNNING / CAPITAL;
    const length = Math.max(0.2, this.#running.width * up);
    const wide = this.#width(frame.aspect);
    const y = -1 + MARGIN;
    const way = seconds * 0.06 + dice(this.#seed, 3, 3) * length;
    const ink = video === null ? this.#film : (this.#inks[video.index] ?? this.#film);
    const gesture = video === null ? undefined : this.#gestures[video.index];
    const heavy = gesture === undefined ? 0 : gesture.weight * 0.02;
    this.#over.add(0, y + BAND - GUTTER / 2, wide, 0.0025 + heavy, ink, 1);
    const shown = Math.ceil((2 * (wide + 0.5)) / length) + 1;
    for (let n = 0; n < Math.min(12, shown); n++)
      this.#row(this.#running.letters, -wide - 0.4 - (way % length) + n * length, y, up, up, ink, 1);
  }

  /** What the video rules over the page. */
  #rule(frame: Frame, video: VoiceTrace, seconds: number): void {
    const wide = this.#width(frame.aspect);
    const crosses = levelOf(video, CLOSED_HAT, 0.28);
    const high = 2 - 2 * MARGIN - BAND;
    if (crosses > 0.02)
      for (let n = 0; n < CROSSES * 5; n++) {
        const x = -wide + (wide * 2 * ((n % CROSSES) + 0.5)) / CROSSES;
        const y = -1 + MARGIN + BAND + (high * (Math.floor(n / CROSSES) + 0.5)) / 5;
        this.#over.add(x, y, 0.028 * crosses, 0.004, this.#film, 1);
        this.#over.add(x, y, 0.004, 0.028 * crosses, this.#film, 1);
      }
    const ride = loudness(video, RIDE);
    const age = sinceHit(video, RIDE, seconds);
    for (let n = 0; n < 5; n++) {
      const way = settle(age - 0.05 * n, 1.1);
      if (way > 0 && way < 1) this.#over.add(mix(-wide, wide, way), 0, 0.004 + 0.006 * ride, 1.2, this.#film, 1 - way);
    }
    // The toms that turned the page stand over its thirds.
    for (let third = 0; third < 3; third++) {
      const tom = Math.min(1, levelOf(video, LOW_TOM + third, 0.7));
      this.#over.add((third - 1) * wide * (2 / 3), 1 - MARGIN * 0.4, (wide / 3) * tom, 0.016 * tom, this.#film, 1);
    }
    const push = levelOf(video, KICK, 0.25);
    if (push > 0.02)
      for (const side of [-1, 1]) this.#over.add(side * (wide + MARGIN * 0.5), 0, 0.012 * push, 1.2, this.#film, 1);
  }

  /** What is coming moves along the lower edge of its voice's field towards the left. */
  readonly #tick = (note: Note, at: Ms): void => {
    const frame = this.#frame;
    const index = frame === null ? -1 : indexOfVoice(frame.voices, note.voice);
    const ink = this.#inks[index];
    if (frame === null || ink === undefined || frame.voices[index]?.sounds !== true) return;
    const { score = 1 } = this.#parameters;
    const ahead = ((at - frame.at) * frame.tempo) / 60_000 / SCORE_BEATS;
    const width = this.#places[index * 4 + 2] ?? 0;
    const x = (this.#places[index * 4] ?? 0) + ahead * width;
    const up = 0.008 + 0.02 * (note.velocity / 127);
    this.#over.add(
      x,
      (this.#places[index * 4 + 1] ?? 0) - GUTTER * 0.1 + up,
      0.0045,
      up,
      this.#film,
      score * (1 - 0.7 * ahead),
    );
  };
}

/** Which voice's field is printed full on a page: another on every page. */
const isFilled = (place: number, page: number, count: number): number =>
  (((place + page) % count) + count) % count === 0 ? 1 : 0;

export const scene: SceneKind = {
  ...about,
  depth: false,
  init: (context) => new Words(context),
};
