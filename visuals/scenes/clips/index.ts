import { Scene as World } from "three/webgpu";
import { dice } from "../../../shared/chance/dice.ts";
import type { Note } from "../../../shared/music/note.ts";
import type { Ms } from "../../../shared/time/units.ts";
import { FlatCamera } from "../../drawing/camera/flat-camera.ts";
import { shine } from "../../drawing/colours.ts";
import { levelOf, OPEN_HAT, pictureVoice } from "../../drawing/traces.ts";
import type { Frame, VoiceTrace } from "../../scene-api/frame.ts";
import type { Scene, SceneContext, SceneKind } from "../../scene-api/scene.ts";
import { about } from "./about.ts";
import { look } from "./eye.ts";
import { LAYOUTS } from "./layouts.ts";
import { Loaded } from "./loaded.ts";
import { Panels } from "./panels.ts";
import { Screens } from "./screens.ts";
import { Struck } from "./struck.ts";
import { Wall } from "./wall.ts";

/** At most so many screens a voice: its own, its strip of frames, and what its drums lay over it. */
const PANELS_EACH = 20;

class Clips implements Scene {
  readonly world = new World();
  readonly camera = new FlatCamera();
  readonly #parameters: Readonly<Record<string, number>>;
  readonly #loaded: Loaded;
  readonly #struck: Struck;
  readonly #wall: Wall;
  readonly #panels: Panels;
  readonly #screens: Screens;

  constructor(context: SceneContext) {
    const { seed, voices, media, parameters } = context;
    this.#parameters = parameters;
    this.#loaded = new Loaded(media, seed);
    this.#struck = new Struck(voices.length);
    this.#wall = new Wall(voices.filter((voice) => voice.sounds).length, Math.floor(dice(seed, 0, 3) * LAYOUTS));
    this.#panels = new Panels(this.#loaded.film.texture, voices.length * PANELS_EACH + 2);
    this.#screens = new Screens(context, this.#loaded, this.#struck, this.#wall, this.#panels);
    this.world.add(this.#panels.object);
  }

  hit(note: Note, at: Ms, voice: VoiceTrace): void {
    this.#struck.hit(note, at, voice);
  }

  update(frame: Frame): void {
    const { grade = 0.8, move = 1 } = this.#parameters;
    const { palette, voices } = frame;
    const video = pictureVoice(voices);
    const panels = this.#panels;
    if (this.#loaded.take(frame)) panels.film = this.#loaded.film.texture;
    panels.grade.value = grade;
    const { shadow, highlight } = panels;
    shine(shadow.value, palette.night, 1, palette.horizon, 0.35);
    shine(highlight.value, palette.light);
    look(this.camera, frame, video, move);
    const open = video === null ? 0 : 0.075 * levelOf(video, OPEN_HAT, 0.4);
    this.#wall.build(voices, video, frame.at / 1000, frame.aspect, open);

    const screens = this.#screens;
    panels.clear();
    screens.backdrop(frame, video);
    for (const voice of voices) if (voice.sounds) screens.screen(frame, voice, video);
    for (const voice of voices) if (voice.sounds) screens.overlay(frame, voice);
    panels.upload();
  }

  dispose(): void {
    this.#panels.dispose();
    this.#loaded.dispose();
  }
}

export const scene: SceneKind = {
  ...about,
  depth: false,
  init: (context) => new Clips(context),
};
