import type { WebGPURenderer } from "three/webgpu";
import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import type { Drum } from "../../shared/music/drums.ts";
import type { Ms } from "../../shared/time/units.ts";
import { FIRST_SCENE } from "../scene-api/catalogue.ts";
import type { SceneShelf } from "../scene-api/scene-shelf.ts";
import { turn } from "../time/turn.ts";
import { type CueSequencer, type Look, sameScene } from "./cue-sequencer.ts";
import { Layer } from "./layer.ts";
import type { Performance } from "./performance.ts";

/** A layer on its way or there. It hears every note from when it is made, and is shown once it is ready. */
interface Slot {
  readonly look: Look;
  /** Of the scene, when it was begun. */
  version: string;
  layer: Layer | null;
  /** Every shader is there. */
  compiled: boolean;
  /** It may be shown. */
  ready: boolean;
  failed: boolean;
  /** Neither it nor what was to be on instead can be had. */
  givenUp: boolean;
  /** Made for a band that is another now: it stays until its successor is ready. */
  outlived: boolean;
  /** Of a scene that has another version now: it plays on until its successor is ready. */
  superseded: boolean;
  /** Since when it has been ready and on; null until then. */
  triedSince: Ms | null;
  /** It was loaded, and nobody has said yet how that ended. */
  onTrial: boolean;
}

/** What has been on for so long may be trusted. */
const LASTING_MS = 10_000;

/** How often a layer is drawn in a frame to catch up, when nothing else is on. */
const AT_ONCE = 6;

/**
 * The scenes that are on or soon will be. One that is cued is built ahead of its moment; one that
 * cannot be built, or throws while it is on, is reported and gives way to the first scene. A new
 * version of a scene takes over from the one before when it is ready; one that never is, does not.
 */
export class Layers {
  readonly #renderer: WebGPURenderer;
  readonly #performance: Performance;
  readonly #scenes: SceneShelf;
  readonly #report: Reporter;
  readonly #slots: Slot[] = [];
  #width = 1;
  #height = 1;

  constructor(renderer: WebGPURenderer, performance: Performance, scenes: SceneShelf, report: Reporter) {
    this.#renderer = renderer;
    this.#performance = performance;
    this.#scenes = scenes;
    this.#report = report;
  }

  setSize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    for (const { layer } of this.#slots) layer?.setSize(width, height);
  }

  /** Begins what is wanted and not there, ends what is not wanted any more. Call once a frame. */
  tend(cues: CueSequencer): void {
    for (const slot of this.#slots) if (slot.version !== this.#scenes.version(slot.look.scene)) slot.superseded = true;
    const wanted = [cues.to, cues.from, ...cues.coming];
    for (const look of wanted) this.#want(look);
    for (const slot of this.#slots) {
      this.#keepUp(slot, cues);
      if (sameScene(slot.look, cues.to)) this.#tryOut(slot);
    }
    const isOn = this.ready(cues.to) !== null;
    for (let i = this.#slots.length - 1; i >= 0; i--) {
      const slot = this.#slots[i];
      if (slot === undefined) continue;
      const isWanted = wanted.some((look) => sameScene(look, slot.look));
      // Until the scene that is meant to be on is ready, whatever is there stays; so does what waits for its successor.
      if (isWanted ? isFresh(slot) || this.#fresh(slot.look)?.ready !== true : !isOn) continue;
      this.#slots.splice(i, 1);
      this.#judge(slot, "ended");
      slot.layer?.dispose();
    }
  }

  /**
   * Resolves when every layer that is wanted is there, or never will be, and shows the performance's frame and no earlier
   * one. For whoever has time: nothing may be told meanwhile.
   */
  async settle(cues: CueSequencer): Promise<void> {
    for (this.tend(cues); this.#slots.some(isUnderWay); this.tend(cues)) await turn();
    for (const slot of this.#slots) this.#catchUp(slot);
  }

  /** Whether the scene is on, or on its way. */
  holds(scene: string): boolean {
    return this.#slots.some(({ look }) => look.scene === scene);
  }

  /** The layer of a look, if it is ready; until then the one before it, if there is one. */
  ready(look: Look): Layer | null {
    const fresh = this.#fresh(look);
    if (fresh?.ready === true) return fresh.layer;
    for (const slot of this.#slots) if (slot.ready && sameScene(slot.look, look)) return slot.layer;
    return null;
  }

  /** How bright the scenes that are on declare a drum's gesture to be, 0 to 1; null where none declares anything. @realtime yes */
  brightnessOf(drum: Drum): number | null {
    let most: number | null = null;
    for (const { ready, layer } of this.#slots)
      if (ready && layer?.flashes !== undefined) most = Math.max(most ?? 0, layer.flashes[drum] ?? 0);
    return most;
  }

  /** Whether a scene that is wanted is still on its way. */
  get pending(): boolean {
    return this.#slots.some(({ ready, failed }) => !ready && !failed);
  }

  /** Any layer that is ready, the newest first: better than nothing. */
  get any(): Layer | null {
    for (let i = this.#slots.length - 1; i >= 0; i--) {
      const slot = this.#slots[i];
      if (slot?.ready === true && slot.layer !== null) return slot.layer;
    }
    return null;
  }

  /** Tells every scene something, those included that are not ready yet. */
  tell(what: (layer: Layer) => void): void {
    for (const slot of this.#slots) {
      if (slot.outlived || slot.layer === null) continue;
      try {
        what(slot.layer);
      } catch (error) {
        this.#fail(slot, error);
      }
    }
  }

  /** Draws a layer. Returns whether it could. */
  render(layer: Layer): boolean {
    try {
      layer.render(this.#renderer, this.#performance.frame);
      return true;
    } catch (error) {
      const slot = this.#slots.find((known) => known.layer === layer);
      if (slot !== undefined) this.#fail(slot, error);
      return false;
    }
  }

  /** The band is another: every scene is made anew, and the old ones stay until the new ones are ready. */
  renew(): void {
    for (const slot of this.#slots) slot.outlived = true;
  }

  dispose(): void {
    for (const slot of this.#slots) {
      this.#judge(slot, "ended");
      slot.layer?.dispose();
    }
    this.#slots.length = 0;
  }

  #want(look: Look): void {
    if (this.#fresh(look) !== null) return;
    const version = this.#scenes.version(look.scene);
    const slot: Slot = {
      look,
      version,
      layer: null,
      compiled: false,
      ready: false,
      failed: false,
      givenUp: false,
      outlived: false,
      superseded: false,
      triedSince: null,
      onTrial: false,
    };
    this.#slots.push(slot);
    void this.#build(slot, look.scene);
  }

  #fresh(look: Look): Slot | null {
    for (const slot of this.#slots) if (isFresh(slot) && sameScene(slot.look, look)) return slot;
    return null;
  }

  /** What is not drawn because it is not on must not fall behind, nor be seen before it has caught up, unless that is late. */
  #keepUp(slot: Slot, cues: CueSequencer): void {
    const { look, layer } = slot;
    if (!slot.compiled || layer?.keepsUp !== true) return;
    const isOn = sameScene(look, cues.to) || sameScene(look, cues.from);
    if (slot.ready && isOn) return;
    const isAlone = !this.#slots.some((one) => one.ready && !sameScene(one.look, look));
    try {
      // While there is nothing to be seen, nothing can stutter.
      const often = isAlone && !slot.ready ? AT_ONCE : 1;
      for (let n = 0; n < often && (n === 0 || layer.behind); n++)
        layer.keepUp(this.#renderer, this.#performance.frame);
    } catch (error) {
      this.#fail(slot, error);
      return;
    }
    // A cue lands on its moment all the same; where nothing else would go, there is time.
    slot.ready ||= !layer.behind || (isOn && !isAlone);
  }

  #catchUp(slot: Slot): void {
    const { layer } = slot;
    if (layer?.keepsUp !== true) return;
    try {
      do layer.keepUp(this.#renderer, this.#performance.frame);
      while (layer.behind);
    } catch (error) {
      this.#fail(slot, error);
    }
  }

  #tryOut(slot: Slot): void {
    const { at } = this.#performance.frame;
    if (!slot.ready || !slot.onTrial) return;
    slot.triedSince ??= at;
    if (at - slot.triedSince >= LASTING_MS) this.#judge(slot, "lasting");
  }

  #judge(slot: Slot, is: "ended" | "lasting"): void {
    if (slot.onTrial) this.#scenes.judge(slot.look.scene, slot.version, is);
    slot.onTrial = false;
  }

  async #build(slot: Slot, scene: string): Promise<void> {
    let layer: Layer | null = null;
    const version = this.#scenes.version(scene);
    // It may be ended meanwhile, or have failed, and another be in its place: then nobody wants to know.
    const isCurrent = (): boolean => this.#slots.includes(slot) && slot.layer === layer;
    try {
      slot.onTrial = scene === slot.look.scene;
      const kind = await this.#scenes.load(scene);
      if (!isCurrent()) return;
      layer = new Layer(kind, slot.look.seed, this.#performance, version);
      slot.layer = layer;
      layer.setSize(this.#width, this.#height);
      await layer.prepare(this.#renderer, this.#performance.frame);
      if (!isCurrent()) return;
      slot.compiled = true;
      slot.ready = !layer.behind;
    } catch (error) {
      if (isCurrent()) this.#fail(slot, error);
    }
  }

  #fail(slot: Slot, error: unknown): void {
    if (!slot.failed) this.#scenes.fail(slot.look.scene, slot.version, error);
    this.#judge(slot, "ended");
    const before = this.#slots.find((one) => one.superseded && one.ready && sameScene(one.look, slot.look));
    if (!slot.ready && before !== undefined) {
      this.#slots.splice(this.#slots.indexOf(slot), 1);
      slot.layer?.dispose();
      before.version = slot.version;
      before.superseded = false;
      return;
    }
    const instead = slot.failed || slot.look.scene === FIRST_SCENE ? null : FIRST_SCENE;
    this.#report({
      room: "stage",
      level: "error",
      text: `The scene "${slot.look.scene}" failed: ${reasonOf(error)}${instead === null ? "" : `; "${instead}" is on instead`}.`,
    });
    slot.layer?.dispose();
    slot.layer = null;
    slot.compiled = false;
    slot.ready = false;
    slot.failed = true;
    if (instead !== null) void this.#build(slot, instead);
    else slot.givenUp = true;
  }
}

const isUnderWay = ({ ready, givenUp }: Slot): boolean => !ready && !givenUp;

const isFresh = (slot: Slot): boolean => !slot.outlived && !slot.superseded;
