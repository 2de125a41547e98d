import { drumCountOf, type Pattern } from "../../core/music/pattern.ts";

/** At half way, a drum that is as in the call becomes likelier by this against one that is not, as ln of the odds. */
const HALF_WAY = 2;
/** More than anything else weighs, and still a number. */
const ECHO = 1000;

/** What a drum costs that is not as in the call, in nats: 0 at `similarity` 0, more than all else at 1. @realtime yes */
export const costOfDifference = (similarity: number): number =>
  similarity === 1 ? ECHO : Math.min(ECHO, (HALF_WAY * similarity) / (1 - similarity));

/** In how many of the `allowed` drums two patterns differ. @realtime yes */
export const differences = (one: Pattern, other: Pattern, allowed: Pattern): number =>
  drumCountOf(((one ^ other) & allowed) as Pattern);
