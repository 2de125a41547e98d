import type { ServerConnection } from "../socket/server-connection.ts";
import type { Sound, SoundState } from "../sound/sound.ts";
import type { ServerTime } from "../time/server-time.ts";
import type { FrameLoop } from "./frame-loop.ts";
import type { Graphics } from "./graphics.ts";
import type { OnsetFigures } from "./onset-meter.ts";
import type { Resolution } from "./resolution.ts";
import type { Stage } from "./stage.ts";
import type { WakeLock } from "./wake-lock.ts";

/** Whom the instruments look at. */
interface Instrumented {
  readonly stage: Stage;
  readonly graphics: Graphics;
  readonly server: ServerTime;
  readonly connection: ServerConnection;
  readonly sound: Sound;
  readonly resolution: Resolution;
  readonly wakeLock: WakeLock;
  readonly loop: FrameLoop;
  readonly reports: readonly string[];
}

/** What tests and the bench read of a stage, as `window.antiphonStage`. */
export class Instruments {
  readonly #of: Instrumented;

  constructor(of: Instrumented) {
    this.#of = of;
  }

  /** Whether a scene has been on the screen. */
  get drawn(): boolean {
    return this.#of.graphics.drawn;
  }

  /** The scene that is meant to be on. */
  get scene(): string {
    return this.#of.stage.scene;
  }

  /** The scene that was drawn last; "" before the first. */
  get showing(): string {
    return this.#of.graphics.showing;
  }

  /** The moment that is on the screen, on the server's axis. */
  get moment(): number {
    return this.#of.stage.moment;
  }

  /** Frames drawn since the page was opened, and the gaps between the newest of them. */
  get frames(): number {
    return this.#of.loop.gaps.count;
  }

  get gapsMs(): readonly number[] {
    return this.#of.loop.gaps.values;
  }

  /** Script time of the newest frames. */
  get scriptMs(): readonly number[] {
    return this.#of.loop.scripts.values;
  }

  get onsets(): OnsetFigures {
    return this.#of.stage.onsets.figures();
  }

  /** Notes that were not drawn because they came too late. */
  get dropped(): number {
    return this.#of.stage.performance.dropped;
  }

  get connection(): string {
    return this.#of.connection.state;
  }

  get clockErrorMs(): number {
    return this.#of.server.errorBound;
  }

  get scale(): number {
    return this.#of.resolution.scale;
  }

  get width(): number {
    return this.#of.graphics.size.width;
  }

  get height(): number {
    return this.#of.graphics.size.height;
  }

  /** How hard the flash limiter works, 0 to 1. */
  get limiting(): number {
    return this.#of.stage.limiter.limiting;
  }

  /** How often the graphics context was lost. */
  get losses(): number {
    return this.#of.graphics.losses;
  }

  get sound(): SoundState {
    return this.#of.sound.state;
  }

  /** Decibels below full. */
  get soundLevel(): number {
    return this.#of.sound.level;
  }

  /** Notes that were not played because they came too late. */
  get soundDropped(): number {
    return this.#of.sound.dropped;
  }

  get wakeLock(): boolean {
    return this.#of.wakeLock.held;
  }

  get reports(): readonly string[] {
    return this.#of.reports;
  }

  /** Objects on the graphics card. */
  get geometries(): number {
    return this.#of.graphics.renderer?.info.memory.geometries ?? 0;
  }

  get textures(): number {
    return this.#of.graphics.renderer?.info.memory.textures ?? 0;
  }

  /** Begins the onsets, the gaps and the script times anew. */
  reset(): void {
    const { stage, loop } = this.#of;
    stage.onsets.reset();
    loop.gaps.reset();
    loop.scripts.reset();
  }
}

declare global {
  interface Window {
    antiphonStage?: Instruments;
  }
}
