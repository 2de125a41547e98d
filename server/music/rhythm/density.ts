import { clamp } from "../../../shared/math/numbers.ts";
import { type Pattern, SILENCE } from "../../core/music/pattern.ts";

/** How much one step too many or too few moves the bias, in nats: the share settles within about a bar. */
const GAIN = 0.25;
/** The bias never outweighs a model that is sure of itself by more than this, in nats. */
const LIMIT = 12;

/**
 * Leads the share of sounding steps to what is wanted by a bias on silence alone, so that what
 * sounds, and where, stays the model's. Integral control on what was played: the share over n steps
 * is off by at most LIMIT / GAIN / n as long as the limit is not reached.
 *
 * @realtime yes
 */
export class Density {
  /** Added to silence's logit. */
  bias = 0;

  /** Learns what was played. Without a wish the bias goes back to 0. */
  played(pattern: Pattern, wanted: number | null): void {
    if (wanted === null) this.bias = 0;
    else {
      const sounded = pattern === SILENCE ? 0 : 1;
      this.bias = clamp(this.bias + GAIN * (sounded - wanted), -LIMIT, LIMIT);
    }
  }
}
