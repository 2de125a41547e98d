import type { Color } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import { settle } from "../../drawing/motion.ts";
import { surpriseOf } from "../../drawing/surprise.ts";
import { CRASH, KICK, OPEN_HAT, RIDE } from "../../drawing/traces.ts";
import type { VoiceTrace } from "../../scene-api/frame.ts";
import { GESTURES, NO_GESTURE } from "./gestures.ts";
import { Brick, type Masonry } from "./masonry.ts";
import { FAREST, GATE, LANES, type Wall } from "./tunnel.ts";

const KEPT = 160;
/** Seconds after which nothing is left of a hit. */
const LONGEST = 9;
/** How long a thrown brick flies, seconds. */
const FLIGHT = 0.85;
/** How fast light runs into the depth, units a second. */
const HOOP_SPEED = 34;
const STONES = 9;

/** One hit, as it is remembered. */
class Hit {
  seconds = Number.NEGATIVE_INFINITY;
  id = 0;
  voice = 0;
  drum = 0;
  loud = 0;
  surprise = 0;
  live = false;
}

/** What is left of the bricks that were hit: everything follows from when and how. */
export class Bursts {
  readonly #seed: number;
  readonly #walls: readonly Wall[];
  readonly #hits: readonly Hit[] = Array.from({ length: KEPT }, () => new Hit());
  readonly #brick = new Brick();
  #next = 0;

  constructor(seed: number, walls: readonly Wall[]) {
    this.#seed = seed;
    this.#walls = walls;
  }

  /** @realtime yes */
  hit(note: Note, seconds: number, voice: VoiceTrace): void {
    const hit = this.#hits[this.#next];
    this.#next = (this.#next + 1) % KEPT;
    if (hit === undefined) return;
    hit.seconds = seconds;
    hit.id = note.id;
    hit.voice = voice.index;
    hit.drum = drumIndex(note.drum);
    hit.loud = note.velocity / 127;
    hit.surprise = surpriseOf(note);
    hit.live = voice.kind === "live";
  }

  /** `speed` is of the tunnel, units a second. @realtime yes */
  draw(into: Masonry, seconds: number, speed: number, colours: readonly Color[], shards: number): void {
    for (const hit of this.#hits) {
      const age = Math.max(0, seconds - hit.seconds);
      const wall = this.#walls[hit.voice % this.#walls.length];
      const colour = colours[hit.voice];
      if (age > LONGEST || wall === undefined || colour === undefined) continue;
      if (hit.live) this.#flee(into, hit, wall, age, speed, colour);
      this.#shatter(into, hit, wall, age, colour, shards);
      this.#throw(into, hit, wall, age, colour);
      if (hit.drum === KICK) this.#hoop(into, hit, wall, age, colour);
      if (hit.drum === CRASH) for (const each of this.#walls) this.#hoop(into, hit, each, age, colour);
      if (hit.drum === OPEN_HAT) this.#light(into, hit, wall, age, colour);
      if (hit.drum === RIDE) this.#skip(into, hit, wall, age, colour);
    }
  }

  /** What people played goes where the machines' bricks come from. */
  #flee(into: Masonry, hit: Hit, wall: Wall, age: number, speed: number, colour: Color): void {
    const of = this.#brick;
    of.z = GATE - 0.6 - age * speed;
    if (of.z < FAREST) return;
    lieOn(of, wall, hit.drum, 0.12 + 0.5 * hit.loud);
    of.length = 1;
    of.tumble = 0;
    of.edge = 0.5;
    into.add(of, colour, 0.5 + 0.8 * Math.exp(-age / 0.5));
  }

  #shatter(into: Masonry, hit: Hit, wall: Wall, age: number, colour: Color, amount: number): void {
    const gesture = GESTURES[hit.drum] ?? NO_GESTURE;
    if (age > gesture.life) return;
    const of = this.#brick;
    const left = 1 - age / gesture.life;
    const run = (1 - Math.exp(-2.2 * age)) / 2.2;
    const wild = 0.6 + 0.6 * hit.loud + 0.9 * hit.surprise;
    const count = Math.round(gesture.shards * (0.35 + 0.65 * hit.loud) * amount);
    for (let n = 0; n < count; n++) {
      const chance = n * 4;
      const aside = dice(this.#seed, hit.id, chance) * 2 - 1;
      const off = 0.25 + dice(this.#seed, hit.id, chance + 1);
      const toward = dice(this.#seed, hit.id, chance + 2) * 1.4 - 0.2;
      const size = 0.5 + dice(this.#seed, hit.id, chance + 3);
      lieOn(of, wall, hit.drum, 0.2);
      const alongX = Math.cos(wall.angle) * aside * gesture.aside * run * wild;
      const alongY = Math.sin(wall.angle) * aside * gesture.aside * run * wild;
      of.x += alongX + wall.inX * off * gesture.off * run * wild;
      of.y += alongY + wall.inY * off * gesture.off * run * wild - 1.1 * age * age;
      of.z = GATE + toward * gesture.toward * run * wild;
      of.width = gesture.size * size * left;
      of.height = of.width * 0.7;
      of.length = of.width * 1.3;
      of.tumble = (aside + 0.3) * (5 + 9 * hit.surprise) * run * 2;
      of.edge = 1.4;
      into.add(of, colour, 0.4 + 1.3 * left * left * (0.4 + 0.6 * hit.loud));
    }
  }

  #throw(into: Masonry, hit: Hit, wall: Wall, age: number, colour: Color): void {
    const { thrown } = GESTURES[hit.drum] ?? NO_GESTURE;
    if (thrown === 0 || age > FLIGHT) return;
    const of = this.#brick;
    const share = settle(age, FLIGHT * 1.25);
    const left = 1 - age / FLIGHT;
    lieOn(of, wall, hit.drum, 0.4 * left);
    const over = thrown === 2 ? 1.7 : 1;
    const aside = thrown === 2 ? 0 : thrown * 1.5;
    of.x += share * (wall.inX * Math.abs(wall.x) * over + aside * wall.halfX);
    of.y += share * (wall.inY * Math.abs(wall.y) * over + aside * wall.halfY);
    of.z = GATE + 0.9 * share;
    of.width *= 0.4 + 0.6 * left;
    of.length = 0.9 * (0.3 + 0.7 * left);
    of.tumble = share * (4 + 5 * hit.surprise);
    of.edge = 1.2;
    into.add(of, colour, (0.5 + 1.3 * left) * (0.4 + 0.6 * hit.loud));
  }

  /** A band of light that runs down a wall into the depth; broader where it runs down one only. */
  #hoop(into: Masonry, hit: Hit, wall: Wall, age: number, colour: Color): void {
    const light = hit.loud * Math.exp(-age / 0.45);
    const z = GATE - age * HOOP_SPEED;
    if (z < FAREST || light < 0.06) return;
    const of = this.#brick;
    of.x = wall.x;
    of.y = wall.y;
    of.z = z;
    of.angle = wall.angle;
    of.width = wall.laneWidth * LANES;
    of.height = hit.drum === KICK ? 0.1 : 0.07;
    // It runs out narrower rather than darker: a dark band would be a shadow.
    of.length = (hit.drum === KICK ? 0.3 : 0.2) * Math.min(1, light * 4);
    of.tumble = 0;
    of.edge = 0.3;
    into.add(of, colour, 1.7 * light);
  }

  /** The whole lane lights up and goes out slowly. */
  #light(into: Masonry, hit: Hit, wall: Wall, age: number, colour: Color): void {
    const light = hit.loud * Math.exp(-age / 0.4);
    if (light < 0.06) return;
    const of = this.#brick;
    lieOn(of, wall, hit.drum, 0.05);
    of.length = 6 + 34 * settle(age, 0.7);
    of.z = GATE - of.length / 2;
    of.width *= 0.5 * Math.min(1, light * 2.5);
    of.tumble = 0;
    of.edge = 0;
    into.add(of, colour, 1.6 * light);
  }

  /** Flat stones that skip down the lane. */
  #skip(into: Masonry, hit: Hit, wall: Wall, age: number, colour: Color): void {
    const of = this.#brick;
    for (let n = 0; n < STONES; n++) {
      const since = age - n * 0.055;
      if (since < 0 || since > 0.5) continue;
      const hop = 4 * since * (0.5 - since);
      lieOn(of, wall, hit.drum, 0.06);
      of.x += wall.inX * hop * 2.6;
      of.y += wall.inY * hop * 2.6;
      of.z = GATE - n * 1.3;
      of.length = 0.5;
      of.tumble = since * 6 * (1 + hit.surprise);
      of.edge = 1;
      into.add(of, colour, hit.loud * 1.8 * (1 - since * 2));
    }
  }
}

/** Lays a brick into the lane of its drum. @realtime yes */
export const lieOn = (of: Brick, wall: Wall, drum: number, height: number): void => {
  const lane = ((drum + 0.5) / LANES) * 2 - 1;
  of.x = wall.x + lane * wall.halfX + (wall.inX * height) / 2;
  of.y = wall.y + lane * wall.halfY + (wall.inY * height) / 2;
  of.angle = wall.angle;
  of.width = wall.laneWidth * 0.86;
  of.height = height;
};
