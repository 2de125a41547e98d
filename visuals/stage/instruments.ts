import type { SoundState } from "../sound/sound.ts";
import type { OnsetFigures } from "./onset-meter.ts";

/** What tests and the bench read of a stage, as `window.antiphonStage`. */
export interface Instruments {
  /** Whether a scene has been on the screen. */
  readonly drawn: boolean;
  /** The scene that is meant to be on. */
  readonly scene: string;
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
  readonly wakeLock: boolean;
  readonly reports: readonly string[];
  /** Objects on the graphics card. */
  readonly geometries: number;
  readonly textures: number;
  /** Begins the onsets, the gaps and the script times anew. */
  reset(): void;
}

declare global {
  interface Window {
    antiphonStage?: Instruments;
  }
}
