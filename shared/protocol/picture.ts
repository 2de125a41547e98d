import { z } from "zod";
import type { DirectorSettings } from "../controls/picture.ts";
import type { Cue } from "../music/cue.ts";
import type { Fade } from "../picture/fade.ts";
import type { PassName } from "../picture/passes.ts";
import type { Turns } from "../picture/turned.ts";
import type { Ms } from "../time/units.ts";

/** What the music is doing, as the director hears it. */
export type Form = "silence" | "steady" | "build" | "break" | "drop";

/** The director as the pages see it. */
export interface DirectorState extends DirectorSettings {
  readonly form: Form;
  /** The bar within its phrase of 16, from 0. */
  readonly phraseBar: number;
  /** In force now: what a page that joins shows. */
  readonly cue: Cue;
  /** Sent ahead and still to come, the nearest first; [] when nothing is. */
  readonly next: readonly Cue[];
  /** What may be named in a cue. */
  readonly scenes: readonly string[];
  readonly palettes: readonly string[];
}

/** What is laid over the director's picture by hand. */
export interface PictureState {
  readonly blackout: boolean;
  /** How much of the picture is seen: 1 all of it, 0 black. Applied before the flash limiter. */
  readonly light: Fade;
  /** The moment whose picture stands still, on the server's axis, told before it comes; null when it moves. */
  readonly frozenAt: Ms | null;
  readonly flashLimiter: boolean;
  /** All passes are off, whatever their doses. */
  readonly bypass?: boolean;
  /** Doses set by hand; they go before the cue's. */
  readonly passes: Readonly<Partial<Record<PassName, number>>>;
  /** Parameters of scenes that were turned by hand. */
  readonly parameters?: Turns;
  /** How hard the limiter works on the stage where it works hardest: 0 not at all, 1 fully. */
  readonly limiting: number;
  /** The scenes that are on screens now, as the stages say: not the one that is meant where that gave way. [] while no stage says. */
  readonly seen?: readonly string[];
}

/** A stage tells how hard its flash limiter works: when it begins, every second while it works, and when it ends. */
export const LimiterMessage = z.strictObject({ limiting: z.number().min(0).max(1) });
export type LimiterMessage = z.infer<typeof LimiterMessage>;

/** A stage tells which scene is on its screen, when that is another; "" for none, also while nobody sees the page. */
export const ShowingMessage = z.strictObject({ scene: z.string().max(80) });
export type ShowingMessage = z.infer<typeof ShowingMessage>;
