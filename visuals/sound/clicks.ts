import { type Ms, ms } from "../../shared/time/units.ts";
import { AudioClock } from "./audio-clock.ts";

/** How a click sounds. */
export interface ClickTone {
  readonly hertz: number;
  /** 0 to 1. */
  readonly level: number;
}

const PLAIN: ClickTone = { hertz: 1800, level: 0.5 };
const LENGTH_S = 0.03;

/** Short clicks at moments of the page, exact on the sound card's clock. */
export class Clicks {
  readonly #context = new AudioContext({ latencyHint: "interactive" });
  readonly #clock = new AudioClock();

  /** Clicks at `pageMs`, the page's time, which should lie some milliseconds ahead; without sound nothing happens. */
  at(pageMs: Ms, { hertz, level } = PLAIN): void {
    const { contextTime, performanceTime } = this.#context.getOutputTimestamp();
    if (contextTime !== undefined && performanceTime !== undefined && contextTime > 0)
      this.#clock.read(contextTime, performanceTime);
    const start = this.#clock.toContext(pageMs);
    if (!(start > this.#context.currentTime)) return;
    const tone = new OscillatorNode(this.#context, { frequency: hertz, type: "square" });
    const gain = new GainNode(this.#context, { gain: 0 });
    gain.gain.setValueAtTime(level, start).exponentialRampToValueAtTime(0.001, start + LENGTH_S);
    tone.connect(gain).connect(this.#context.destination);
    tone.start(start);
    tone.stop(start + LENGTH_S);
  }

  dispose(): void {
    void this.#context.close();
  }
}

/** How long before its moment a click is handed to the sound card. */
export const CLICK_LEAD = ms(150);
