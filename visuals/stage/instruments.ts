import type { ServerConnection } from "../socket/server-connection.ts";
import type { Sound, SoundState } from "../sound/sound.ts";
import type { ServerTime } from "../time/server-time.ts";
import type { FrameLoop } from "./frame-loop.ts";
import type { Graphics } from "./graphics.ts";
import type { OnsetFigures } from "./onset-meter.ts";
import type { Resolution } from "./resolution.ts";
import type { Stage } from "./stage.ts";
import type { WakeLock } from "./wake-lock.ts";

/** What tests and the bench read of a stage, as `window.antiphonStage`. */
export interface Instruments {
  /** Whether a scene has been on the screen. */
  readonly drawn: boolean;
  /** The scene that is meant to be on. */
  readonly scene: string;
  /** The scene that was drawn last; "" before the first. */
  readonly showing: string;
  /** The moment that is on the screen, on the server's axis. */
  readonly moment: number;
  /** Frames drawn since the page was opened, and the gaps between the newest of them. */
  readonly frames: number;
  readonly gapsMs: readonly number[];
  /** Script time of the newest frames. */
  readonly scriptMs: readonly number[];
  readonly onsets: OnsetFigures;
  /** Notes that were not drawn because they came too late. */
  readonly dropped: number;
  readonly connection: string;
  readonly clockErrorMs: number;
  readonly scale: number;
  readonly width: number;
  readonly height: number;
  /** How hard the flash limiter works, 0 to 1. */
  readonly limiting: number;
  /** How often the graphics context was lost. */
  readonly losses: number;
  readonly sound: SoundState;
  /** Decibels below full. */
  readonly soundLevel: number;
  /** Notes that were not played because they came too late. */
  readonly soundDropped: number;
  readonly wakeLock: boolean;
  readonly reports: readonly string[];
  /** Objects on the graphics card. */
  readonly geometries: number;
  readonly textures: number;
  /** Begins the onsets, the gaps and the script times anew. */
  reset(): void;
}

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

declare global {
  interface Window {
    antiphonStage?: Instruments;
  }
}

export const instrumentsOf = (all: Instrumented): Instruments => {
  const { stage, graphics, server, connection, sound, resolution, wakeLock, loop, reports } = all;
  return {
    get drawn() {
      return graphics.drawn;
    },
    get scene() {
      return stage.scene;
    },
    get showing() {
      return graphics.showing;
    },
    get moment() {
      return stage.moment;
    },
    get frames() {
      return loop.gaps.count;
    },
    get gapsMs() {
      return loop.gaps.values;
    },
    get scriptMs() {
      return loop.scripts.values;
    },
    get onsets() {
      return stage.onsets.figures();
    },
    get dropped() {
      return stage.performance.dropped;
    },
    get connection() {
      return connection.state;
    },
    get clockErrorMs() {
      return server.errorBound;
    },
    get scale() {
      return resolution.scale;
    },
    get width() {
      return graphics.size.width;
    },
    get height() {
      return graphics.size.height;
    },
    get limiting() {
      return stage.limiter.limiting;
    },
    get losses() {
      return graphics.losses;
    },
    get sound() {
      return sound.state;
    },
    get soundLevel() {
      return sound.level;
    },
    get soundDropped() {
      return sound.dropped;
    },
    get wakeLock() {
      return wakeLock.held;
    },
    get reports() {
      return reports;
    },
    get geometries() {
      return graphics.renderer?.info.memory.geometries ?? 0;
    },
    get textures() {
      return graphics.renderer?.info.memory.textures ?? 0;
    },
    reset() {
      stage.onsets.reset();
      loop.gaps.reset();
      loop.scripts.reset();
    },
  };
};
