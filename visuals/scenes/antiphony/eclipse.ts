import { Color, type PerspectiveCamera, Vector3 } from "three/webgpu";
import { Random } from "../../../shared/chance/random.ts";
import { TURN } from "../../../shared/math/numbers.ts";
import { Segment, type Segments } from "../../drawing/lines/segments.ts";
import { notched } from "../../drawing/struck.ts";
import { CLOSED_HAT, CRASH, KICK, levelOf, OPEN_HAT, RIDE, SNARE } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import { Sky } from "./sky.ts";

/** Where the disc hangs and how large it is. */
const AT = new Vector3(0, 8.6, -40);
const RADIUS = 5.6;
const RAYS = 108;
const STARS = 150;

/**
 * The video's body: an eclipsed disc over the horizon. Its drums are rays around the rim; what
 * they do to the rest of the picture is done by the viewer, the sky and the sea.
 */
export class Eclipse {
  readonly #sky = new Sky();
  readonly object = this.#sky.object;
  readonly #stars = new Float64Array(STARS * 4);
  readonly #lengths = new Float64Array(RAYS);
  readonly #ray = new Segment({ fromWidth: 0.045, toWidth: 0.005, soft: 0.2 });
  readonly #star = new Segment({ fromWidth: 0.05, toWidth: 0.02, soft: 0.4 });
  readonly #point = new Vector3();
  readonly #edge = new Vector3();
  readonly #colour = new Color();

  constructor(seed: number) {
    const chance = new Random(seed, "stars");
    for (let i = 0; i < STARS; i++) {
      this.#stars[i * 4] = (chance.next() * 2 - 1) * 58;
      this.#stars[i * 4 + 1] = 1.5 + chance.next() ** 1.4 * 26;
      this.#stars[i * 4 + 2] = chance.next() * TURN;
      this.#stars[i * 4 + 3] = 0.3 + chance.next() ** 3;
    }
    for (let i = 0; i < RAYS; i++) this.#lengths[i] = 0.35 + chance.next() ** 2;
  }

  /** Where the video's notes land: on the rim, each drum at a place of its own. @realtime yes */
  organ(drum: number, into: Vector3): Vector3 {
    const angle = Math.PI * (1.08 - drum * 0.145);
    return into.set(AT.x + Math.cos(angle) * RADIUS, AT.y + Math.sin(angle) * RADIUS, AT.z);
  }

  /** How much light it throws on the water. @realtime yes */
  shine(video: VoiceTrace | null): number {
    if (video === null) return 0.5;
    return 0.5 + 0.5 * video.heat + 0.3 * levelOf(video, KICK, 0.28) + 1.2 * levelOf(video, CRASH, 0.9);
  }

  /** @realtime yes */
  draw(strokes: Segments, frame: Frame, video: VoiceTrace | null, seconds: number, camera: PerspectiveCamera): void {
    const { light, video: ray, horizon, night } = frame.palette;
    const crash = video === null ? 0 : levelOf(video, CRASH, 0.9);
    const open = video === null ? 0 : levelOf(video, OPEN_HAT, 0.7);
    const kick = video === null ? 0 : levelOf(video, KICK, 0.28);
    const snare = video === null ? 0 : levelOf(video, SNARE, 0.2);
    const closed = video === null ? 0 : levelOf(video, CLOSED_HAT, 0.08);
    const heat = video === null ? 0.2 : video.heat;

    this.#placeOnScreen(camera);
    const sky = this.#sky;
    sky.night.value.set(night.r, night.g, night.b);
    const glow = 0.42 + 0.3 * frame.intensity + 0.9 * open + 0.35 * snare + 0.5 * crash;
    sky.glow.value.set(horizon.r * glow, horizon.g * glow, horizon.b * glow);
    const corona = 0.5 + 0.35 * heat + 0.6 * kick + 0.8 * crash;
    this.#colour.copy(light).lerp(horizon, 0.3);
    sky.corona.value.set(this.#colour.r * corona, this.#colour.g * corona, this.#colour.b * corona);
    sky.reach.value = 0.1 + 0.05 * heat + 0.1 * kick + 0.18 * crash;
    // A crash throws the moon off the sun, each time to another side; it slides back.
    const side = (video?.drums[CRASH]?.count ?? 0) * 2.4;
    const away = sky.radius.value * 0.85 * crash;
    sky.slide.value.set(Math.cos(side) * away, Math.sin(side) * away);

    this.#rays(strokes, ray, video, seconds);
    this.#twinkle(strokes, ray, seconds, closed, crash);
  }

  dispose(): void {
    this.#sky.dispose();
  }

  #rays(strokes: Segments, light: Color, video: VoiceTrace | null, seconds: number): void {
    const turn = (video === null ? 0 : notched(video, RIDE, seconds, 0.6)) * 0.12 + seconds * 0.012;
    for (let i = 0; i < RAYS; i++) {
      const angle = (i / RAYS) * TURN + turn;
      const level = video === null ? 0 : levelOf(video, (i * 4) % 9, 0.35);
      const long =
        (this.#lengths[i] ?? 0) * (0.5 + 0.25 * Math.sin(seconds * 0.7 + i * 1.7)) +
        level * 2.6 * (this.#lengths[i] ?? 0);
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      const from = RADIUS + 0.12;
      const to = RADIUS + 0.25 + long;
      this.#ray.from.set(AT.x + cos * from, AT.y + sin * from, AT.z);
      this.#ray.to.set(AT.x + cos * to, AT.y + sin * to, AT.z);
      strokes.add(this.#ray, light, 0.22 + level * 1.6);
    }
  }

  #twinkle(strokes: Segments, light: Color, seconds: number, closed: number, crash: number): void {
    for (let i = 0; i < STARS; i++) {
      const x = this.#stars[i * 4] ?? 0;
      const y = this.#stars[i * 4 + 1] ?? 0;
      // No star in front of the disc.
      if ((x - AT.x) ** 2 + (y - AT.y) ** 2 < (RADIUS + 0.6) ** 2) continue;
      const phase = this.#stars[i * 4 + 2] ?? 0;
      const bright = this.#stars[i * 4 + 3] ?? 0;
      const twinkle = 0.6 + 0.4 * Math.sin(seconds * (0.7 + bright) + phase);
      const chosen = (i % 3 === 0 ? 1 : 0.2) * closed;
      const streak = crash * 1.6 + chosen * 0.9;
      const away = Math.hypot(x - AT.x, y - AT.y);
      const dx = ((x - AT.x) / away) * streak * crash;
      const dy = ((y - AT.y) / away) * streak * crash - chosen * 0.9;
      this.#star.from.set(x, y, AT.z - 2);
      this.#star.to.set(x + dx, y + dy, AT.z - 2);
      strokes.add(this.#star, light, bright * twinkle * 0.4 + chosen * 1.4 + crash * 0.3);
    }
  }

  #placeOnScreen(camera: PerspectiveCamera): void {
    const sky = this.#sky;
    const centre = this.#point.copy(AT).project(camera);
    sky.centre.value.set(centre.x * camera.aspect, centre.y);
    const edge = this.#edge.set(AT.x, AT.y + RADIUS, AT.z).project(camera);
    const dx = edge.x * camera.aspect - sky.centre.value.x;
    const dy = edge.y - sky.centre.value.y;
    sky.radius.value = Math.hypot(dx, dy);
    // The disc's own upright is the world's, whatever the viewer's roll.
    const length = Math.max(1e-6, sky.radius.value);
    sky.up.value.set(dx / length, dy / length);
    // The horizon: a point on the water so far away that it is at its edge.
    const far = this.#edge.set(camera.position.x * -300, 0, camera.position.z * -300).project(camera);
    sky.horizon.value = far.x * camera.aspect * sky.up.value.x + far.y * sky.up.value.y;
  }
}
