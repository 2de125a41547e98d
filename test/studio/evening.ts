import type { WebGPURenderer } from "three/webgpu";
import type { Cue } from "../../shared/music/cue.ts";
import type { Note } from "../../shared/music/note.ts";
import { ms } from "../../shared/time/units.ts";
import { FIRST_SCENE } from "../../visuals/scene-api/catalogue.ts";
import { Compositor } from "../../visuals/stage/compositor.ts";
import { Stage } from "../../visuals/stage/stage.ts";
import { bandOfFour, START } from "../helpers/scene-room.ts";

/** What a page is told, and when, in milliseconds since START. */
export interface Told {
  readonly at: number;
  readonly notes: readonly Note[];
  readonly cue: Cue | null;
}

/** What was seen of a part of the evening. */
export interface Seen {
  readonly frames: number;
  /** Frames on which another scene was drawn than the one that was meant to be on. */
  readonly astray: number;
  /** Names of the scenes that were on. */
  readonly scenes: readonly string[];
  /** Objects on the graphics card at the end. */
  readonly geometries: number;
  readonly textures: number;
  readonly complaints: readonly string[];
}

const WIDTH = 192;
const HEIGHT = 108;

/**
 * The stage as it is projected, compositor and all, in the time of what it is told and as fast as
 * it draws. Where a scene is still on its way, time stands still.
 */
export class Evening {
  readonly #renderer: WebGPURenderer;
  readonly #complaints: string[] = [];
  readonly #stage = new Stage((error) => this.#complaints.push(String(error)));
  readonly #compositor: Compositor;
  #at = 0;

  constructor(renderer: WebGPURenderer) {
    this.#renderer = renderer;
    const { performance, scenes, limiter } = this.#stage;
    const report = ({ text }: { readonly text: string }): unknown => this.#complaints.push(text);
    const wishes = { transparent: false, ahead: true };
    this.#compositor = new Compositor(renderer, performance, scenes, limiter, report, wishes);
    renderer.setSize(WIDTH, HEIGHT, false);
    this.#compositor.setSize(WIDTH, HEIGHT);
    performance.frame.aspect = WIDTH / HEIGHT;
    this.#stage.compositor = this.#compositor;
    this.#stage.welcome({ ...bandOfFour(), scene: FIRST_SCENE });
  }

  /** Plays on until `until`, a frame every `spacing`. */
  async play(told: readonly Told[], until: number, spacing: number): Promise<Seen> {
    const scenes = new Set<string>();
    let next = 0;
    let frames = 0;
    let astray = 0;
    for (; this.#at < until; this.#at += spacing) {
      for (let news = told[next]; news !== undefined && news.at <= this.#at; news = told[++next]) {
        this.#stage.performance.add(news.notes);
        if (news.cue !== null) this.#stage.cue(news.cue);
      }
      await this.#draw(spacing);
      const waits = this.#compositor.pending;
      while (this.#compositor.pending) await this.#draw(0);
      if (waits) await this.#draw(0);
      frames++;
      if (this.#compositor.showing !== this.#stage.scene) astray++;
      scenes.add(this.#compositor.showing);
    }
    const { geometries, textures } = this.#renderer.info.memory;
    return { frames, astray, scenes: [...scenes], geometries, textures, complaints: this.#complaints };
  }

  /** What was drawn before is shown, or, where it is still being measured, makes room. */
  /** Draws a frame, and shows it as soon as it may be shown. */
  async #draw(spacing: number): Promise<void> {
    const at = ms(START + this.#at);
    const drawn = this.#stage.frame(at, ms(spacing), ms(spacing));
    do await nextTask();
    while (drawn !== null && this.#stage.show(at, at, ms(spacing)) !== drawn);
  }
}

const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });
