import { z } from "zod";
import type { Cue } from "../music/cue.ts";
import type { Fade } from "../picture/fade.ts";
import { PASSES, type PassName } from "../picture/passes.ts";
import { TRANSITIONS } from "../picture/transitions.ts";
import type { Turns } from "../picture/turned.ts";
import type { Ms } from "../time/units.ts";

const Name = z.string().min(1).max(80);
const Share = z.number().min(0).max(1);

/** How the director works; every change holds from the next decision on. */
export const DirectorSettings = z.strictObject({
  /** Nothing changes but by hand. */
  held: z.boolean(),
  /** 0 stays with a scene until told otherwise, 1 changes it every phrase of 4 bars. */
  restlessness: Share,
});
export type DirectorSettings = z.infer<typeof DirectorSettings>;

export const DEFAULT_DIRECTOR_SETTINGS: DirectorSettings = { held: false, restlessness: 0.5 };

/** What the desk may order of the picture; part of DeskCommand. */
export const PICTURE_COMMANDS = [
  z.strictObject({
    do: z.literal("director"),
    set: z.strictObject({ held: z.boolean().exactOptional(), restlessness: Share.exactOptional() }),
  }),
  /**
   * Overrules the director on the next bar line that is at least a beat away (at once while the
   * transport stands). What is not named is left to the director; nothing named: a new scene of its choice.
   */
  z.strictObject({
    do: z.literal("cue"),
    scene: Name.exactOptional(),
    palette: Name.exactOptional(),
    transition: z.enum(TRANSITIONS).exactOptional(),
    intensity: Share.exactOptional(),
  }),
  /** Fades to black, or back; nothing else of the picture's state is touched. */
  z.strictObject({ do: z.literal("blackout"), on: z.boolean(), seconds: z.number().min(0).max(60) }),
  /** The picture stands still while the music goes on. */
  z.strictObject({ do: z.literal("freeze"), on: z.boolean() }),
  /** The limiter of flashes (WCAG 2.3.1). Off only where everybody in the room has agreed. */
  z.strictObject({ do: z.literal("flash-limiter"), on: z.boolean() }),
  /** Sets a pass by hand: 0 switches it off, null gives it back to the director. */
  z.strictObject({ do: z.literal("pass"), pass: z.enum(PASSES), dose: Share.nullable() }),
  /**
   * Turns a parameter of a scene, of the one that is on if none is named, now and whenever it comes
   * again. In the parameter's own unit, held within its bounds; null gives it back its default.
   */
  z.strictObject({
    do: z.literal("scene-parameter"),
    scene: Name.exactOptional(),
    parameter: z.string().min(1).max(40),
    value: z.number().min(-1e6).max(1e6).nullable(),
  }),
] as const;

export type PictureCommand = z.infer<(typeof PICTURE_COMMANDS)[number]>;

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
  /** Doses set by hand; they go before the cue's. */
  readonly passes: Readonly<Partial<Record<PassName, number>>>;
  /** Parameters of scenes that were turned by hand. */
  readonly parameters?: Turns;
  /** How hard the limiter works on the stage where it works hardest: 0 not at all, 1 fully. */
  readonly limiting: number;
}

/** A stage tells how hard its flash limiter works: when it begins, every second while it works, and when it ends. */
export const LimiterMessage = z.strictObject({ limiting: Share });
export type LimiterMessage = z.infer<typeof LimiterMessage>;
