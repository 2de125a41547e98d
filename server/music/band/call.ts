import type { VoiceSettings } from "../../../shared/controls/band.ts";
import type { Mark } from "../../core/music/voice.ts";
import type { CallStep, HitOfStep } from "./feel/dynamics.ts";
import type { StepPlace } from "./feel/heard-hit.ts";
import { LikelihoodTally } from "./likelihood-tally.ts";

/** An automatic call that nobody ends with a silent bar is answered after this many bars all the same. */
const LONGEST_AUTOMATIC_CALL = 8;

/** What to do at a bar line: go on listening, forget a call that was too short, or answer `callBars` bars with `bars` bars. */
type Verdict =
  | { readonly do: "listen" }
  | { readonly do: "forget" }
  | { readonly do: "answer"; readonly bars: number; readonly callBars: number; readonly rewindTo: Mark | null };

/**
 * A call while it is being heard: from the bar line before its first hit until it has lasted as
 * long as the settings say, a silent bar has followed it, or the operator has ended it.
 */
export class Call {
  /** The bar line it began on, as a step of the grid. */
  readonly from: number;
  readonly tally = new LikelihoodTally();
  /** Its steps in which something was hit. */
  readonly steps: CallStep[] = [];
  #bars = 0;
  /** Bars up to the last one that had a hit in it, and where the voice was at its end. */
  #soundingBars = 0;
  #endOfSound: Mark | null = null;
  #barSounds = false;

  constructor(from: number) {
    this.from = from;
  }

  /** One step was heard. */
  hear(place: StepPlace, hits: readonly HitOfStep[]): void {
    if (hits.length === 0) return;
    this.#barSounds = true;
    this.steps.push({ place, hits });
  }

  /** The bar that was being heard is over; `mark` is where the voice is now. */
  endBar(mark: Mark, settings: VoiceSettings, endRequested: boolean): Verdict {
    this.#bars++;
    const silentBar = !this.#barSounds;
    this.#barSounds = false;
    if (!silentBar) {
      this.#soundingBars = this.#bars;
      this.#endOfSound = mark;
    }
    const longest = settings.callBars === "auto" ? LONGEST_AUTOMATIC_CALL : settings.callBars;
    if (!silentBar && !endRequested && this.#bars < longest) return { do: "listen" };
    // A call that may not be as long as the least is long enough when it is as long as it may be.
    if (this.#soundingBars < Math.min(settings.minCallBars, longest)) return { do: "forget" };
    const bars = settings.responseBars === "auto" ? this.#soundingBars : settings.responseBars;
    // The silence that ended the call is not part of it: the voice answers what came before.
    return { do: "answer", bars, callBars: this.#soundingBars, rewindTo: silentBar ? this.#endOfSound : null };
  }
}
