import { Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import { drumIndex } from "../../../shared/music/drums.ts";
import type { Note } from "../../../shared/music/note.ts";
import type { Ms } from "../../../shared/time/units.ts";
import { OrbitCamera } from "../../drawing/camera/orbit-camera.ts";
import { shine } from "../../drawing/colours.ts";
import { notched, pushed } from "../../drawing/struck.ts";
import { CLOSED_HAT, CRASH, KICK, levelOf, OPEN_HAT, pictureVoice, RIDE, sinceHit } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import { Body } from "./body.ts";
import { Drops } from "./drops.ts";
import { Glaze } from "./glaze.ts";
import { Light } from "./light.ts";
import { bodyPosition, MOST_BODIES, slotOf } from "./places.ts";
import { Room } from "./room.ts";
import { VIEWER } from "./viewer.ts";

class Porcelain implements Scene {
  readonly world = new World();
  readonly #seed: number;
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #light = new Light();
  readonly #bodies: readonly Body[];
  readonly #glazes: readonly Glaze[];
  readonly #room: Room;
  readonly #drops: Drops;
  readonly #viewer = new OrbitCamera(VIEWER);
  readonly camera = this.#viewer.camera;

  constructor({ seed, voices, parameters }: SceneContext) {
    this.#seed = seed;
    this.#parameters = parameters;
    const count = Math.min(MOST_BODIES, voices.filter(({ sounds }) => sounds).length);
    this.#bodies = Array.from({ length: count }, (_, slot) => new Body(seed, slot, bodyPosition(slot, count)));
    this.#glazes = this.#bodies.map((body) => {
      const others = this.#bodies.filter((other) => other !== body).slice(0, 2);
      return new Glaze(body, others, this.#light);
    });
    this.#room = new Room(this.#light, this.#bodies.slice(0, 3));
    this.#drops = new Drops(this.#bodies);
    this.world.add(this.#room.object, ...this.#glazes.map(({ object }) => object), this.#drops.object);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    if (!voice.sounds) this.#viewer.lead.hit(drumIndex(note.drum), at / 1000);
  }

  update(frame: Frame): void {
    const seconds = frame.at / 1000;
    const { melt = 1, glaze = 1, inside = 1, hits = 1, camera = 1 } = this.#parameters;
    const { palette } = frame;
    this.#viewer.update(seconds, frame.aspect, pictureVoice(frame.voices), camera);
    this.#shine(frame, seconds, glaze);
    for (const voice of frame.voices) {
      const body = voice.sounds ? this.#bodies[slotOf(voice)] : undefined;
      if (body === undefined) continue;
      shine(body.tint.value, palette.voice(voice.place));
      body.update(voice, seconds, hits, inside);
    }
    for (const each of this.#glazes) {
      each.form.hardness.value = 23 / melt;
      each.face(this.#viewer.camera);
    }
    this.#drops.draw(frame);
  }

  dispose(): void {
    this.#room.dispose();
    this.#drops.dispose();
    for (const each of this.#glazes) each.dispose();
  }

  /** The lamp and the window, which are the video's. */
  #shine(frame: Frame, seconds: number, glaze: number): void {
    const { palette, intensity } = frame;
    const { window = 1 } = this.#parameters;
    const video = pictureVoice(frame.voices);
    const light = this.#light;
    let bright = 0.75 + 0.5 * intensity;
    let wide = 1 + 1.5 * intensity + 0.25 * dice(this.#seed, 1, 1);
    let high = 0.5 + 0.6 * intensity + 0.15 * dice(this.#seed, 1, 2);
    let round = -0.9 + 0.25 * Math.sin(seconds * 0.15) + dice(this.#seed, 1, 3) * 0.4;
    light.bars.value = 0;
    light.rings.value = 0;
    if (video !== null) {
      bright += 0.35 * video.heat;
      const swell = pushed(video, KICK, seconds, 0.14);
      const open = pushed(video, OPEN_HAT, seconds, 0.25);
      wide += 0.16 * swell + 0.9 * open;
      high += 0.12 * swell + 0.1 * open;
      light.bars.value = 0.6 * Math.min(1, levelOf(video, CLOSED_HAT, 0.2) * 1.3);
      light.rings.value = Math.min(1, levelOf(video, CRASH, 0.9));
      light.run.value = sinceHit(video, CRASH, seconds) * 9;
      round += 0.5 * notched(video, RIDE, seconds, 0.9);
    }
    // The lamp swings from side to side in front, however far it is turned.
    const aside = Math.sin(round);
    light.lamp.value.set(0.75 * aside, 0.72, 0.55).normalize();
    const { horizon, video: tint, light: white, night } = palette;
    light.window.value.set(0.25 * (dice(this.#seed, 1, 4) - 0.5), 1.25 + 0.3 * intensity, wide, high);
    // As bright with every palette: horizons are dark, some of them very much so.
    const own = Math.min(6, 0.45 / Math.max(1e-3, horizon.r, horizon.g, horizon.b));
    shine(light.windowLight.value, horizon, own, tint, 0.05).multiplyScalar(window * bright);
    const lamp = 1.15 + 0.35 * intensity;
    shine(light.lampLight.value, white, lamp);
    shine(light.wall.value, night, 1, horizon, 0.26);
    light.floor.value.set(0.03 + horizon.r * 0.35, 0.03 + horizon.g * 0.35, 0.03 + horizon.b * 0.35);
    light.gloss.value = glaze;
  }
}

export const scene: SceneKind = {
  ...about,
  depth: false,
  init: (context) => new Porcelain(context),
};
