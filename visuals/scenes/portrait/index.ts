import { Color, Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import type { Ms } from "../../../shared/time/units.ts";
import { OrbitCamera } from "../../drawing/camera/orbit-camera.ts";
import { shine } from "../../drawing/colours.ts";
import { push, spring } from "../../drawing/motion.ts";
import { pushed, sprung, wayOf } from "../../drawing/struck.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { CLOSED_HAT, KICK, levelOf, loudness, OPEN_HAT, pictureVoice, RIDE, sinceHit } from "../../drawing/traces.ts";
import type { Frame, MindTrace, VoiceTrace } from "../../scene-api/frame.ts";
import type { Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import { Bodies } from "./bodies.ts";
import { FibreMotion, Fibres, MOST_BODIES, Pose } from "./fibres.ts";
import { Impulses } from "./gestures.ts";
import { type Body, LAYER, SKIN } from "./growing.ts";
import { Harp } from "./harp.ts";
import { viewerOf } from "./viewer.ts";
import { Wall } from "./wall.ts";
import { Weave } from "./weave.ts";

/** How fast a crack heals, and when nothing is left of it, seconds. */
const HEALING = 0.7;
const HEALED = 6;
/** Surprise from which a head cracks. */
const CRACKS_FROM = 0.3;
/** Nats a step at which a network is at a loss. */
const AT_A_LOSS = 3.2;

class Portrait implements Scene {
  readonly world = new World();
  readonly #seed: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #bodies: Bodies;
  readonly #fibres: Fibres;
  readonly #harp: Harp;
  readonly #weave: Weave;
  readonly #wall = new Wall();
  readonly #viewer: OrbitCamera;
  readonly #impulses = new Impulses();
  /** Of each body: the last surprise that cracked it, when, and which note's it was. */
  readonly #crackAt = new Float64Array(MOST_BODIES).fill(Number.NEGATIVE_INFINITY);
  readonly #crack = new Float64Array(MOST_BODIES);
  readonly #cracker = new Int32Array(MOST_BODIES);
  readonly #own = new Color();
  readonly #cool = new Color();
  readonly #mixed = new Color();
  readonly #stance = new Pose();
  readonly #motion = new FibreMotion();

  constructor({ seed, voices, parameters }: SceneContext) {
    this.#seed = seed;
    this.#parameters = parameters;
    this.#bodies = new Bodies(voices, seed);
    this.#fibres = new Fibres(this.#bodies.courses);
    const heads = this.#bodies.all.filter(({ kind }) => kind === "head").length;
    this.#viewer = new OrbitCamera(viewerOf(Math.ceil(heads / 2)));
    this.#harp = new Harp(this.#bodies);
    this.#weave = new Weave(this.#bodies, this.#harp);
    this.world.add(this.#wall.object, this.#fibres.object, this.#harp.object, this.#weave.object);
  }

  get camera() {
    return this.#viewer.camera;
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    const seconds = at / 1000;
    const drum = drumIndex(note.drum);
    if (!voice.sounds) this.#viewer.lead.hit(drum, seconds);
    const body = this.#bodies.of(voice.index);
    if (body === null) return;
    const surprise = (surpriseOf(note) - CRACKS_FROM) * (0.4 + (0.6 * note.velocity) / 127);
    if (surprise <= this.#open(body.slot, seconds)) return;
    this.#crack[body.slot] = surprise;
    this.#crackAt[body.slot] = seconds;
    this.#cracker[body.slot] = note.id;
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { eye = 1, gaze = 1, leaning = 1, recall = 1 } = this.#parameters;
    const { palette } = frame;
    const glow = (0.3 + 0.3 * frame.intensity) * (0.8 + 0.2 * eye);
    shine(this.#wall.night.value, palette.night);
    shine(this.#wall.glow.value, palette.horizon, glow);
    this.#viewer.update(seconds, frame.aspect, pictureVoice(frame.voices), gaze);
    for (const body of this.#bodies.all) {
      const voice = frame.voices[body.voice];
      if (voice === undefined) continue;
      this.#pose(body, voice, frame, seconds);
      this.#lightUp(body, voice, frame, seconds);
    }
    this.#fibres.upload();
    this.#harp.update(frame, leaning);
    this.#weave.update(frame, recall);
  }

  dispose(): void {
    this.#fibres.dispose();
    this.#harp.dispose();
    this.#weave.dispose();
    this.#wall.dispose();
  }

  /** What is left of a body's crack. */
  #open(slot: number, seconds: number): number {
    const age = seconds - (this.#crackAt[slot] ?? 0);
    return age > HEALED ? 0 : (this.#crack[slot] ?? 0) * Math.exp(-Math.max(0, age) / HEALING);
  }

  /** How the body as a whole stands: nods, looks about, frays, cracks. */
  #pose(body: Body, voice: VoiceTrace, frame: Frame, seconds: number): void {
    const { fracture = 1 } = this.#parameters;
    const { slot } = body;
    const pose = this.#stance;
    pose.aboutX = body.x;
    pose.aboutY = body.y;
    const kick = pushed(voice, KICK, seconds, 0.1);
    const sway = Math.sin(seconds * 0.5 + body.slot * 2.1);
    if (body.kind === "head") {
      const beat = frame.beat - Math.floor(frame.beat);
      const nod = 0.016 * Math.exp(-beat * 5) * (frame.playing ? 1 : 0) + 0.055 * kick;
      pose.x = 0;
      pose.y = 0.012 * sway;
      pose.turn = body.side * (nod + 0.014 * sway);
      pose.size = 1 + 0.018 * kick;
      pose.aboutX += body.side * 0.2;
      pose.aboutY -= 0.75 * body.scale;
    } else if (body.kind === "hand") {
      pose.x = 0.02 * sway;
      pose.y = -0.05 * kick;
      pose.turn = 0.012 * sway;
      pose.size = 1;
    } else {
      const { aside, up } = this.#viewer;
      const ride = sprung(voice, RIDE, seconds, 0.8, 0.6);
      const blink = 0.16 * pushed(voice, CLOSED_HAT, seconds, 0.06);
      const wide = 0.16 * pushed(voice, OPEN_HAT, seconds, 0.2);
      const iris = body.kind === "iris";
      // The eye looks where the viewer goes.
      pose.x = (iris ? 0.9 : 0.2) * aside;
      pose.y = (iris ? 0.4 : 0.1) * up;
      pose.turn = iris ? (seconds * 0.03 + 0.25 * ride) % TURN : 0.02 * sway;
      pose.size = 1 - blink + wide + 0.03 * kick + 0.015 * sway;
    }
    this.#fibres.pose(slot, pose);
    const open = this.#open(slot, seconds);
    const id = open < 0.002 ? 0 : (this.#cracker[slot] ?? 0);
    const across = (dice(this.#seed, id, 3) - 0.5) * 2.2 + (dice(this.#seed, id, 5) < 0.5 ? 0.9 : -0.9);
    const middle = body.x * Math.cos(across) + (body.y + 0.25 * body.scale) * Math.sin(across);
    const from = middle + (dice(this.#seed, id, 4) - 0.5) * 0.5;
    this.#fibres.crack(slot, across, from, open < 0.002 ? 0 : 0.34 * open * fracture);
  }

  /** Every fibre is a cell: lit by what it puts out, bent by what it holds, stirred by the drums. */
  #lightUp(body: Body, voice: VoiceTrace, frame: Frame, seconds: number): void {
    const { cells = 1, memory = 1, unrest = 1, eye = 1 } = this.#parameters;
    const { palette } = frame;
    const impulses = this.#impulses;
    const motion = this.#motion;
    const { fibres } = this.#bodies;
    const { mind } = voice;
    const hand = body.kind === "hand";
    const own = this.#own.copy(palette.of(voice));
    const cool = this.#cool.copy(palette.light).lerp(palette.accent, 0.4).lerp(own, 0.3);
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
      motion.thick = 0.55 + 0.75 * strength + 0.5 * impulses.light;
      motion.bend = skin ? 0 : held + impulses.swing + fray * waver;
      motion.thrown = skin ? 0 : impulses.thrown + (hand ? 0 : 0.06 * strength * fibre.layer);
      motion.pulseAt = impulses.pulseAt;
      motion.pulse = impulses.pulse;
      this.#fibres.set(body.first + n, motion, this.#mixed.lerpColors(own, cool, share), lit);
    }
  }

  /** What a finger does that strikes its drum's string. */
  #finger(voice: VoiceTrace, drum: number, seconds: number): void {
    const impulses = this.#impulses;
    const age = sinceHit(voice, drum, seconds);
    const loud = loudness(voice, drum);
    impulses.light = 1.3 * levelOf(voice, drum, 0.28);
    impulses.thrown = 0.16 * loud * push(age, 0.05);
    impulses.swing = 0.22 * loud * spring(age, 3.2, 0.3) * wayOf(voice, drum);
    impulses.pulse = 1.4 * loud * Math.exp(-age / 0.25);
    impulses.pulseAt = 0.5 + age * 4;
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
