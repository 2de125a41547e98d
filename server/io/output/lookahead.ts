import { type Ms, ms } from "../../../shared/time/units.ts";

/**
 * How long before its moment the output worker gets an event: long enough that no stall of the main
 * thread is heard, short enough that a change of mind reaches what is played (Tone, Strudel: 100 ms).
 */
const LOOKAHEAD_MS = 100;

/** Outputs that are told `earlier` ms before the moment (a negative offset, bundles sent ahead) want events that much sooner. */
export const lookaheadFor = (earlier: number): Ms => ms(LOOKAHEAD_MS + Math.max(0, earlier));
