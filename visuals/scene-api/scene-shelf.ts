import { type OnListenerError, Signal } from "../../shared/events/signal.ts";
import type { IsfShader } from "../../shared/picture/isf-shader.ts";
import {
  type FaultMessage,
  type OwnScene,
  type SceneMessage,
  sceneAddress,
  soundWords,
  type TrialMessage,
} from "../../shared/protocol/own-scenes.ts";
import { thumbnailAddress } from "../../shared/protocol/thumbnail.ts";
import { turn } from "../time/turn.ts";
import { loadScene } from "./catalogue.ts";
import type { SceneModule } from "./own.ts";
import { NO_GESTURES, ownKind } from "./own-scene.ts";
import { importLack, lackOf, PageLack } from "./page-lack.ts";
import type { SceneKind } from "./scene.ts";
import { toldWords } from "./told-words.ts";

/** A scene that cannot be shown by this page, through no fault of its own. */
export interface Lacking {
  readonly scene: string;
  /** In a few words. */
  readonly reason: string;
}

/** Of a message and of a stack, this much is told. */
const MOST_TOLD = { message: 2000, stack: 8000 };

/**
 * Every scene there is: ours, and those of the show, which come, change and go while it plays. One
 * that is gone is still here, for whoever shows it.
 */
export class SceneShelf {
  readonly #own = new Map<string, OwnScene>();
  readonly #loading = new Map<string, Promise<SceneKind>>();
  /** Scenes of ours as they were edited since this page was opened. */
  readonly #edited = new Map<string, { readonly version: string; readonly kind: SceneKind }>();

  #edits = 0;

  /** How many appearances try each version. */
  readonly #trials = new Map<string, { readonly scene: string; readonly version: string; count: number }>();

  /** There is another version of this one of the show's own. */
  readonly changed: Signal<string>;
  /** One of the show's own was loaded. */
  readonly loaded: Signal<SceneMessage>;
  /** A scene has failed. */
  readonly failed: Signal<FaultMessage>;
  /** One of the show's own is tried: told before anything of it runs, and when it is over. */
  readonly tried: Signal<TrialMessage>;
  /** A scene would have been shown by another page. */
  readonly lacking: Signal<Lacking>;

  constructor(onListenerError: OnListenerError) {
    this.changed = new Signal(onListenerError);
    this.loaded = new Signal(onListenerError);
    this.failed = new Signal(onListenerError);
    this.tried = new Signal(onListenerError);
    this.lacking = new Signal(onListenerError);
  }

  /** The show's own are these now. */
  set(scenes: readonly OwnScene[]): void {
    for (const scene of scenes) {
      const before = this.version(scene.name);
      this.#own.set(scene.name, scene);
      if (this.version(scene.name) !== before) this.changed.emit(scene.name);
    }
  }

  /** One of ours was edited, and takes over from what it was: in `npm run dev` only. */
  replace(kind: SceneKind): void {
    this.#edited.set(kind.name, { version: `edited ${++this.#edits}`, kind });
    this.changed.emit(kind.name);
  }

  /** Those of the show's own that can be loaded. */
  get ownNames(): readonly string[] {
    return [...this.#own.values()].flatMap(({ name, version }) => (version === null ? [] : [name]));
  }

  /** Another text, another version; "" for scenes of ours that nobody has edited. @realtime yes */
  version(name: string): string {
    return this.#own.get(name)?.version ?? this.#edited.get(name)?.version ?? "";
  }

  /** Whether there is no picture yet of what this version of one of the show's own draws. */
  lacksThumbnail(name: string, version: string): boolean {
    const own = this.#own.get(name);
    return own?.version === version && own.thumbnail !== thumbnailAddress(name, version);
  }

  /**
   * Rejects with one sentence where there is no such scene, and with what the scene throws. It is on trial from then on: say
   * when that is over.
   */
  async load(name: string): Promise<SceneKind> {
    const own = this.#own.get(name);
    if (own === undefined) return this.#edited.get(name)?.kind ?? loadScene(name);
    if (own.version === null) throw new Error(own.fault ?? "it cannot be compiled");
    this.#try(name, own.version);
    // What is told must be on its way before anything of the scene can hold up this page.
    await turn();
    const address = sceneAddress(name, own.version, own.kind);
    const known = this.#loading.get(address);
    if (known !== undefined) return known;
    const loading = own.kind === "module" ? this.#module(name, own.version, address) : isf(own, address);
    this.#loading.set(address, loading);
    loading.catch(() => this.#loading.delete(address));
    return loading;
  }

  /** An appearance of this version is over, or `lasting`: it has been on for so long that it may be trusted. */
  judge(scene: string, version: string, is: "ended" | "lasting"): void {
    const trial = this.#trials.get(`${scene} ${version}`);
    if (trial === undefined) return;
    trial.count--;
    if (is === "lasting" || trial.count === 0) this.tried.emit({ scene, version, is });
    if (trial.count === 0) this.#trials.delete(`${scene} ${version}`);
    else if (is === "lasting") this.tried.emit({ scene, version, is: "begun" });
  }

  /** The graphics context was lost, most likely by what is on trial. */
  graphicsLost(): void {
    for (const { scene, version } of this.#trials.values()) this.tried.emit({ scene, version, is: "broken" });
    this.#trials.clear();
  }

  /** This version of a scene has thrown. */
  fail(name: string, version: string, error: unknown): void {
    // That it cannot be shown was said by the server.
    if (version === "" && this.#own.has(name)) return;
    const reason = lackOf(error);
    if (reason !== null) {
      this.lacking.emit({ scene: name, reason });
      return;
    }
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    this.failed.emit({
      scene: name,
      ...(version === "" ? {} : { version }),
      message: message.slice(0, MOST_TOLD.message),
      stack: stack.slice(0, MOST_TOLD.stack),
    });
  }

  async #module(name: string, version: string, address: string): Promise<SceneKind> {
    const module: { readonly scene?: SceneModule; readonly default?: SceneModule } = await import(
      /* @vite-ignore */ address
    ).catch((error: unknown) => {
      throw importLack(error);
    });
    const scene = module.scene ?? module.default;
    if (typeof scene?.init !== "function")
      throw new Error('its file must export "scene", an object with an init function; see docs/scenes.md');
    const words = toldWords(scene);
    this.loaded.emit({ scene: name, version, words });
    // What is wrong in its words is said by the server, to which they were told.
    return ownKind(name, scene, soundWords(words), (sentence) => this.#remark(name, version, sentence));
  }

  #try(scene: string, version: string): void {
    const trial = this.#trials.get(`${scene} ${version}`) ?? { scene, version, count: 0 };
    this.#trials.set(`${scene} ${version}`, trial);
    if (trial.count++ === 0) this.tried.emit({ scene, version, is: "begun" });
  }

  /** Something is wrong in this version of a scene, which can go on. */
  #remark(scene: string, version: string, sentence: string): void {
    this.failed.emit({ scene, version, message: sentence.slice(0, MOST_TOLD.message), stack: "", goesOn: true });
  }
}

const isf = async (own: OwnScene, address: string): Promise<SceneKind> => {
  const answer = await fetch(address).catch(() => null);
  if (answer === null || !answer.ok) throw new PageLack("its shader did not come from the server; cue it again");
  const shader: IsfShader = await answer.json();
  const { isfScene } = await import("../isf/isf-scene.ts");
  const about = own.about ?? { name: own.name, about: "", gestures: NO_GESTURES, parameters: [] };
  return isfScene(about, shader);
};
