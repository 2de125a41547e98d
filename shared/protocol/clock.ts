import { z } from "zod";

/** Who may be chosen to lead: the internal clock, Ableton Link, the clock of a MIDI input, or whoever comes first. */
export const ClockChoice = z
  .string()
  .max(200)
  .regex(/^(auto|internal|link|midi:.+)$/, { error: 'must be "internal", "link", "midi:NAME" or "auto"' });

/** What the desk, OSC and MIDI may order of the clock. */
export const CLOCK_COMMANDS = [
  /** A tap on a quarter note, now or at `at`, a moment at most a second ago. */
  z.strictObject({ do: z.literal("tap"), at: z.number().optional() }),
  /** Every beat later by so many milliseconds, or earlier if negative. */
  z.strictObject({ do: z.literal("nudge"), ms: z.number().min(-500).max(500) }),
  z.strictObject({ do: z.literal("clock"), source: ClockChoice }),
  /** Whether start and stop of the clock source are obeyed, and not only its time. */
  z.strictObject({ do: z.literal("clock-follow"), transport: z.boolean() }),
  /** Whether the tempo follows the live voice where no clock leads. */
  z.strictObject({ do: z.literal("follow-drummer"), on: z.boolean() }),
] as const;

/** How time comes in, for people. */
export interface ClockDetail {
  /** What was chosen, and what may be. */
  readonly choice: string;
  readonly choices: readonly string[];
  /** Why the source leads. */
  readonly why: string;
  /** Start and stop of the source are obeyed. */
  readonly followsTransport: boolean;
  readonly followsDrummer: boolean;
  /** How sure the tempo of the drummer is, 0 to 1; null while he is not followed. */
  readonly confidence: number | null;
  /** Standard deviation of the source's ticks in ms, and the ticks that were lost and came twice; null for a source without ticks. */
  readonly jitter: number | null;
  readonly lost: number | null;
  readonly doubled: number | null;
  /** What is wrong with the source and the way out; empty if nothing is. */
  readonly trouble: string;
  /** How much later than its source the transport runs, on purpose, in ms. */
  readonly nudged: number;
}
