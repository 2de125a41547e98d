import { type Color, Vector3 } from "three/webgpu";
import { Random } from "../../../shared/chance/random.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { Segment, type Segments } from "../../drawing/lines/segments.ts";

const CAPACITY = 640;
const GRAVITY = 2.6;
const DRAG = 2.4;
/** Numbers kept of a spark: origin, velocity, birth, life, light, width, place of its colour. */
const FIELDS = 11;

/** A number of sparks that fly at once. */
export class Burst {
  /** The note's: the same note throws the same sparks on every projector. */
  id = 0;
  readonly from = new Vector3();
  seconds = 0;
  count = 0;
  /** Units a second, and how much of it is upwards. */
  speed = 0;
  lift = 0;
  /** Seconds. */
  life = 0;
  /** The place of its colour among those that `draw` is given. */
  colour = 0;
}

/** Sparks that fly from a hit. Where one is follows from when and how it flew, so nothing is stepped. */
export class Sparks {
  readonly #seed: number;
  readonly #streak = new Segment({ fromWidth: 0.002 });
  readonly #sparks = new Float64Array(CAPACITY * FIELDS);
  #next = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** @realtime yes */
  burst({ id, from, seconds, count, speed, lift, life, colour }: Burst): void {
    const chance = new Random(this.#seed + id, "sparks");
    for (let n = 0; n < count; n++) {
      const azimuth = chance.next() * TURN;
      const rise = lift + (1 - lift) * (chance.next() * 2 - 1);
      const flat = Math.sqrt(Math.max(0, 1 - rise * rise));
      const pace = speed * (0.35 + 0.65 * chance.next());
      const i = this.#next * FIELDS;
      this.#next = (this.#next + 1) % CAPACITY;
      const spark = this.#sparks;
      spark[i] = from.x;
      spark[i + 1] = from.y;
      spark[i + 2] = from.z;
      spark[i + 3] = Math.cos(azimuth) * flat * pace;
      spark[i + 4] = rise * pace;
      spark[i + 5] = Math.sin(azimuth) * flat * pace;
      spark[i + 6] = seconds;
      spark[i + 7] = life * (0.5 + chance.next());
      spark[i + 8] = 0.6 + chance.next();
      spark[i + 9] = 0.008 + 0.01 * chance.next();
      spark[i + 10] = colour;
    }
  }

  /** @realtime yes */
  draw(strokes: Segments, seconds: number, colours: readonly Color[]): void {
    const spark = this.#sparks;
    for (let i = 0; i < spark.length; i += FIELDS) {
      const age = seconds - (spark[i + 6] ?? 0);
      const life = spark[i + 7] ?? 0;
      if (age < 0 || age >= life) continue;
      const colour = colours[spark[i + 10] ?? 0];
      if (colour === undefined) continue;
      const left = 1 - age / life;
      const before = Math.max(0, age - 0.035);
      const run = (1 - Math.exp(-DRAG * age)) / DRAG;
      const ran = (1 - Math.exp(-DRAG * before)) / DRAG;
      const x = spark[i] ?? 0;
      const y = spark[i + 1] ?? 0;
      const z = spark[i + 2] ?? 0;
      const vx = spark[i + 3] ?? 0;
      const vy = spark[i + 4] ?? 0;
      const vz = spark[i + 5] ?? 0;
      const height = y + vy * run - 0.5 * GRAVITY * age * age;
      if (height < 0) continue;
      const low = Math.max(0, y + vy * ran - 0.5 * GRAVITY * before * before);
      this.#streak.from.set(x + vx * ran, low, z + vz * ran);
      this.#streak.to.set(x + vx * run, height, z + vz * run);
      this.#streak.toWidth = spark[i + 9] ?? 0.01;
      strokes.add(this.#streak, colour, (spark[i + 8] ?? 1) * left * left * 2.2);
    }
  }
}
