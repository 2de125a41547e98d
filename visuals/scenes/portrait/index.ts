import { Color, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import type { Frame, MindTrace, VoiceTrace } from "../frame.ts";
import { Segments } from "../lines/segments.ts";
import { push, spring } from "../motion.ts";
import type { Scene, SceneContext, SceneKind } from "../scene.ts";
import { surpriseOf } from "../surprise.ts";
import {
  CLOSED_HAT,
  indexOfVoice,
  KICK,
  levelOf,
  loudness,
  OPEN_HAT,
  pictureVoice,
  RIDE,
  sinceHit,
} from "../traces.ts";
import { about } from "./about.ts";
import { Bodies, type Body, heightOf, LAYER, pluckAt, SKIN, stringEnd } from "./bodies.ts";
import { Fibres, MOST_BODIES } from "./fibres.ts";
import { Impulses } from "./gestures.ts";
import { Strings } from "./strings.ts";
import { Viewer } from "./viewer.ts";
import { Wall } from "./wall.ts";

const DRUMS = 9;
/** A note that is decided draws its string for so long before it is due, seconds. */
const DRAWING = 0.5;
/** Light runs along a string so fast, and is gone after so long. */
const RUN = 4.5;
const RUN_SECONDS = 0.7;
/** How fast a crack heals, and when nothing is left of it, seconds. */
const HEALING = 0.7;
const HEALED = 6;
/** Surprise from which a head cracks. */
const CRACKS_FROM = 0.3;
/** Nats a step at which a network is at a loss. */
const AT_A_LOSS = 3.2;
const TURN = 2 * Math.PI;

class Portrait implements Scene {
  readonly world = new World();
  readonly #seed: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #bodies: Bodies;
  readonly #fibres: Fibres;
  readonly #strings = new Strings(DRUMS);
  readonly #runs = new Segments(DRUMS * MOST_BODIES * 2, null);
  readonly #wall = new Wall();
  readonly #viewer = new Viewer();
  readonly #impulses = new Impulses();
  readonly #rows: number;
  /** Ends of the strings. */
  readonly #left = new Float64Array(DRUMS);
  readonly #right = new Float64Array(DRUMS);
  /** How far each string is drawn on each side. */
  readonly #drawn = [new Float64Array(DRUMS), new Float64Array(DRUMS)] as const;
  /** Of each body: the last surprise that cracked it, when, and which note's it was. */
  readonly #crackAt = new Float64Array(MOST_BODIES).fill(Number.NEGATIVE_INFINITY);
  readonly #crack = new Float64Array(MOST_BODIES);
  readonly #cracker = new Int32Array(MOST_BODIES);
  readonly #own = new Color();
  readonly #cool = new Color();
  #frame: Frame | null = null;

  constructor({ seed, voices, parameters }: SceneContext) {
    this.#seed = seed;
    this.#parameters = parameters;
    this.#bodies = new Bodies(voices, seed);
    this.#fibres = new Fibres(this.#bodies.courses);
    const heads = this.#bodies.all.filter(({ kind }) => kind === "head").length;
    this.#rows = Math.ceil(heads / 2);
    for (let drum = 0; drum < DRUMS; drum++) {
      this.#left[drum] = stringEnd(this.#bodies.head(-1), -1, drum);
      this.#right[drum] = stringEnd(this.#bodies.head(1), 1, drum);
    }
    this.world.add(this.#wall.object, this.#fibres.object, this.#strings.object, this.#runs.object);
  }

  get camera() {
    return this.#viewer.camera;
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    const seconds = at / 1000;
    const drum = drumIndex(note.drum);
    if (!voice.sounds) this.#viewer.look(drum, seconds);
    const body = this.#bodyOf(voice.index);
    if (body === null) return;
    const surprise = (surpriseOf(note) - CRACKS_FROM) * (0.4 + (0.6 * note.velocity) / 127);
    if (surprise <= this.#open(body.slot, seconds)) return;
    this.#crack[body.slot] = surprise;
    this.#crackAt[body.slot] = seconds;
    this.#cracker[body.slot] = note.id;
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { eye = 1, gaze = 1 } = this.#parameters;
    const { palette } = frame;
    this.#frame = frame;
    const glow = (0.3 + 0.3 * frame.intensity) * (0.8 + 0.2 * eye);
    this.#wall.night.value.set(palette.night.r, palette.night.g, palette.night.b);
    this.#wall.glow.value.set(palette.horizon.r * glow, palette.horizon.g * glow, palette.horizon.b * glow);
    this.#viewer.update(seconds, frame.aspect, this.#rows, pictureVoice(frame.voices), gaze);
    for (const body of this.#bodies.all) {
      const voice = frame.voices[body.voice];
      if (voice === undefined) continue;
      this.#pose(body, voice, frame, seconds);
      this.#lightUp(body, voice, frame, seconds);
    }
    this.#fibres.upload();
    this.#string(frame, seconds);
  }

  dispose(): void {
    this.#fibres.dispose();
    this.#strings.dispose();
    this.#runs.dispose();
    this.#wall.dispose();
  }

  /** What is left of a body's crack. */
  #open(slot: number, seconds: number): number {
    const age = seconds - (this.#crackAt[slot] ?? 0);
    return age > HEALED ? 0 : (this.#crack[slot] ?? 0) * Math.exp(-Math.max(0, age) / HEALING);
  }

  #bodyOf(voice: number): Body | null {
    for (const body of this.#bodies.all) if (body.voice === voice) return body;
    return null;
  }

  /** How the body as a whole stands: nods, looks about, frays, cracks. */
  #pose(body: Body, voice: VoiceTrace, frame: Frame, seconds: number): void {
    const { fracture = 1 } = this.#parameters;
    const fibres = this.#fibres;
    const { slot } = body;
    const kick = loudness(voice, KICK) * push(sinceHit(voice, KICK, seconds), 0.1);
    const sway = Math.sin(seconds * 0.5 + body.slot * 2.1);
    if (body.kind === "head") {
      const beat = frame.beat - Math.floor(frame.beat);
      const nod = 0.016 * Math.exp(-beat * 5) * (frame.playing ? 1 : 0) + 0.055 * kick;
      const turn = body.side * (nod + 0.014 * sway);
      fibres.pose(slot, 0, 0.012 * sway, turn, 1 + 0.018 * kick, body.x + body.side * 0.2, body.y - 0.75 * body.scale);
    } else if (body.kind === "hand") {
      fibres.pose(slot, 0.02 * sway, -0.05 * kick, 0.012 * sway, 1, body.x, body.y);
    } else {
      const { turn, rise } = this.#viewer;
      const ride = loudness(voice, RIDE) * spring(sinceHit(voice, RIDE, seconds), 0.8, 0.6);
      const blink = 0.16 * loudness(voice, CLOSED_HAT) * push(sinceHit(voice, CLOSED_HAT, seconds), 0.06);
      const wide = 0.16 * loudness(voice, OPEN_HAT) * push(sinceHit(voice, OPEN_HAT, seconds), 0.2);
      const iris = body.kind === "iris";
      const spin = iris ? (seconds * 0.03 + 0.25 * ride) % TURN : 0.02 * sway;
      // The eye looks where the viewer goes.
      const size = 1 - blink + wide + 0.03 * kick + 0.015 * sway;
      fibres.pose(slot, (iris ? 0.9 : 0.2) * turn, (iris ? 0.4 : 0.1) * rise, spin, size, body.x, body.y);
    }
    const open = this.#open(slot, seconds);
    const id = open < 0.002 ? 0 : (this.#cracker[slot] ?? 0);
    const across = (dice(this.#seed, id, 3) - 0.5) * 2.2 + (dice(this.#seed, id, 5) < 0.5 ? 0.9 : -0.9);
    const middle = body.x * Math.cos(across) + (body.y + 0.25 * body.scale) * Math.sin(across);
    const from = middle + (dice(this.#seed, id, 4) - 0.5) * 0.5;
    fibres.crack(slot, across, from, open < 0.002 ? 0 : 0.34 * open * fracture);
  }

  /** Every fibre is a cell: lit by what it puts out, bent by what it holds, stirred by the drums. */
  #lightUp(body: Body, voice: VoiceTrace, frame: Frame, seconds: number): void {
    const { cells = 1, memory = 1, unrest = 1, eye = 1 } = this.#parameters;
    const { palette } = frame;
    const impulses = this.#impulses;
    const { fibres } = this.#bodies;
    const { mind } = voice;
    const hand = body.kind === "hand";
    const own = this.#own.copy(voice.sounds ? palette.voice(voice.place) : palette.video);
    const cool = this.#cool.copy(palette.light).lerp(own, 0.5);
    const seer = body.kind === "iris" || body.kind === "lids";
    const dim = seer ? 0.5 * eye : 1;
    const loss = mind === null ? 0.25 + voice.surprise : Math.max(0, mind.unease - 0.5) / AT_A_LOSS;
    const fray = (seer ? 0.02 : hand ? 0.012 : 0.05) * Math.min(2, loss) * unrest;
    const bow = seer ? 0.05 : 0.13;
    const rest = (0.1 + 0.1 * voice.heat + 0.05 * frame.intensity) * dim;
    if (!hand) impulses.read(voice, seconds);
    for (let n = 0; n < body.count; n++) {
      const fibre = fibres[body.first + n];
      if (fibre === undefined) continue;
      if (hand) this.#finger(voice, fibre.place, seconds);
      else impulses.at(fibre.place, fibre.layer);
      const skin = fibre.layer === SKIN;
      const output = hand || skin ? 0 : outputOf(mind, n, voice.heat, seconds);
      const strength = Math.min(1, Math.abs(output) * 1.25);
      const lit = skin
        ? (0.9 + 0.7 * voice.heat + 0.6 * impulses.light) * dim
        : (rest + 1.25 * strength ** 1.4 * cells * dim + impulses.light * (hand ? 1 : dim)) * 0.9;
      const share = output < 0 ? Math.min(0.85, strength * 1.6) : 0;
      const waver = Math.sin(seconds * 1.7 + n * 7.13) + 0.6 * Math.sin(seconds * 3.9 + n * 3.71);
      const held = hand ? 0 : memoryOf(mind, n, seconds) * bow * memory;
      const bend = skin ? 0 : held + impulses.swing + fray * waver;
      this.#fibres.set(
        body.first + n,
        (own.r + (cool.r - own.r) * share) * lit,
        (own.g + (cool.g - own.g) * share) * lit,
        (own.b + (cool.b - own.b) * share) * lit,
        0.55 + 0.75 * strength + 0.5 * impulses.light,
        bend,
        skin ? 0 : impulses.thrown + (hand ? 0 : 0.06 * strength * fibre.layer),
        impulses.pulseAt,
        impulses.pulse,
      );
    }
  }

  /** What a finger does that strikes its drum's string. */
  #finger(voice: VoiceTrace, drum: number, seconds: number): void {
    const impulses = this.#impulses;
    const age = sinceHit(voice, drum, seconds);
    const loud = loudness(voice, drum);
    impulses.light = 1.3 * levelOf(voice, drum, 0.28);
    impulses.thrown = 0.16 * loud * push(age, 0.05);
    impulses.swing = 0.22 * loud * spring(age, 3.2, 0.3) * ((voice.drums[drum]?.count ?? 0) % 2 === 0 ? 1 : -1);
    impulses.pulse = 1.4 * loud * Math.exp(-age / 0.25);
    impulses.pulseAt = 0.5 + age * 4;
  }

  /** The strings: what is expected draws them aside, what is played makes them swing and sends light along them. */
  #string(frame: Frame, seconds: number): void {
    const { leaning = 1 } = this.#parameters;
    const { palette, voices } = frame;
    const [left, right] = this.#drawn;
    left.fill(0);
    right.fill(0);
    const step = frame.beat * 4 - Math.floor(frame.beat * 4);
    const nearness = step < 0.1 ? 1 - step / 0.1 : ((step - 0.1) / 0.9) ** 1.5;
    for (const { kind, side, voice } of this.#bodies.all) {
      const mind = voices[voice]?.mind;
      if (kind !== "head" || mind == null) continue;
      const drawn = side < 0 ? left : right;
      for (let drum = 0; drum < DRUMS; drum++)
        drawn[drum] = Math.max(drawn[drum] ?? 0, 0.2 * mind.expected(drum) * (0.25 + 0.75 * nearness));
    }
    frame.future.upcoming(ms(frame.at + DRAWING * 1000), this.#draw);

    this.#runs.clear();
    for (let drum = 0; drum < DRUMS; drum++) {
      let first = 0;
      let second = 0;
      let loudest = 0;
      for (const body of this.#bodies.all) {
        const voice = voices[body.voice];
        if (voice === undefined || !voice.sounds) continue;
        const age = sinceHit(voice, drum, seconds);
        const loud = loudness(voice, drum);
        const swing = loud * Math.cos(age * TURN * (3.4 + 0.35 * drum)) * Math.exp(-age / 0.4);
        if (body.side === 0) first -= 0.075 * swing;
        else {
          first -= 0.03 * swing;
          second += 0.06 * body.side * swing;
        }
        loudest = Math.max(loudest, loud * Math.exp(-age / 0.5));
        if (age < RUN_SECONDS) this.#run(body, voice, drum, age, loud, frame);
      }
      const light = 0.16 + 0.05 * frame.intensity + 0.55 * loudest;
      this.#strings.set(
        drum,
        this.#left[drum] ?? -1,
        this.#right[drum] ?? 1,
        heightOf(drum),
        0.0045 + 0.004 * loudest,
        (left[drum] ?? 0) * leaning,
        (right[drum] ?? 0) * leaning,
        first,
        second,
        palette.light,
        light,
      );
    }
    this.#strings.upload();
    this.#runs.upload();
  }

  /** A note that is decided draws its string where it will be played. */
  readonly #draw = (note: Note, at: Ms): void => {
    const frame = this.#frame;
    if (frame === null) return;
    const body = this.#bodyOf(indexOfVoice(frame.voices, note.voice));
    if (body === null || body.side === 0) return;
    const near = Math.max(0, 1 - (at - frame.at) / 1000 / DRAWING);
    const drawn = this.#drawn[body.side < 0 ? 0 : 1];
    const drum = drumIndex(note.drum);
    drawn[drum] = Math.max(drawn[drum] ?? 0, 0.22 * (0.4 + (0.6 * note.velocity) / 127) * near ** 3);
  };

  /** Light runs along the string from who played it to who is listening. */
  #run(body: Body, voice: VoiceTrace, drum: number, age: number, loud: number, frame: Frame): void {
    const from = this.#left[drum] ?? -1;
    const to = this.#right[drum] ?? 1;
    const start = body.side < 0 ? from : body.side > 0 ? to : body.x + pluckAt(drum);
    const way = body.side === 0 ? this.#sideListeningTo(voice.index, frame) : -body.side;
    const head = Math.max(from, Math.min(to, start + way * RUN * age));
    const tail = Math.max(from, Math.min(to, head - way * (0.08 + 0.3 * loud)));
    const light = 2.4 * loud * (1 - age / RUN_SECONDS);
    const y = heightOf(drum);
    const colour = frame.palette.voice(voice.place);
    this.#runs.add(tail, y, 0, head, y, 0, 0.004, 0.012 + 0.02 * loud, 0.1, colour, light);
  }

  #sideListeningTo(voice: number, frame: Frame): number {
    for (const body of this.#bodies.all)
      if (body.side !== 0 && frame.voices[body.voice]?.listensTo.includes(voice) === true) return body.side;
    return -1;
  }
}

/** What the fibre's cell puts out; where no network is known it only breathes. @realtime yes */
const outputOf = (mind: MindTrace | null, fibre: number, heat: number, seconds: number): number => {
  if (mind !== null && mind.size > 0) return mind.output(cellOf(mind, fibre));
  return (0.2 + 0.5 * heat) * Math.sin(seconds * (0.5 + (fibre % 7) * 0.09) + fibre * 2.4);
};

/** @realtime yes */
const memoryOf = (mind: MindTrace | null, fibre: number, seconds: number): number =>
  mind !== null && mind.size > 0
    ? mind.memory(cellOf(mind, fibre))
    : 0.35 * Math.sin(seconds * (0.3 + (fibre % 5) * 0.07) + fibre * 1.7);

/** Networks of other sizes are spread over the fibres. @realtime yes */
const cellOf = (mind: MindTrace, fibre: number): number => Math.floor((fibre * mind.size) / (2 * LAYER));

export const scene: SceneKind = {
  ...about,
  depth: false,
  init: (context) => new Portrait(context),
};
