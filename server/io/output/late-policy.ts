import { ms } from "../../../shared/time/units.ts";

/**
 * A note-on later than this is dropped and counted: a wrong hit is worse than a missing one. Its
 * note-off, if it sounded, is always sent.
 */
export const LATE_MS = ms(30);
