import type { RehearsalState } from "../../shared/protocol/rehearsal.ts";
import type { ReplayState } from "../../shared/protocol/replay.ts";
import type { TransportState } from "../../shared/protocol/state.ts";
import { clickFrom, clickLength, clicks } from "../../shared/time/clicks.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { Timeline } from "../../shared/time/timeline.ts";
import { type Beats, beats, bpm, type Ms, ms } from "../../shared/time/units.ts";
import { CLICK_LEAD, type ClickTone } from "./clicks.ts";

/** How often it is looked what must click. */
const TICK_MS = 25;
/** On bar lines it is a fifth higher, and louder. */
const BAR_LINE: ClickTone = { hertz: 1500, level: 0.5 };
const BEAT: ClickTone = { hertz: 1000, level: 0.3 };
/** A click this near to a moment is at it. */
const SAME_MS = 2;

/** Whoever clicks at a moment of the server's axis. */
interface Clicker {
  at(server: Ms, tone: ClickTone): void;
  dispose(): void;
}

/** The house's metronome as it sounds in this browser, while it is to be heard here. */
export class Metronome {
  readonly #time: TimeSource;
  readonly #now: () => Ms;
  readonly #newClicker: () => Clicker;
  #clicker: Clicker | null = null;
  #transport: TransportState | null = null;
  #rehearsal: RehearsalState | null = null;
  /** Of a take that is played; it is told before its beats are. */
  #countIn: ReplayState["countIn"] = null;
  /** Moment of the last click that was handed on. */
  #clicked = Number.NEGATIVE_INFINITY;
  #cancelTick: () => void = () => {};

  /** `now` is the server's time; `newClicker` is asked once the browser may sound. */
  constructor(time: TimeSource, now: () => Ms, newClicker: () => Clicker) {
    this.#time = time;
    this.#now = now;
    this.#newClicker = newClicker;
  }

  set heard(heard: boolean) {
    this.#cancelTick();
    this.#clicker?.dispose();
    this.#clicker = heard ? this.#newClicker() : null;
    if (heard) this.#tick();
  }

  tell(transport: TransportState, rehearsal: RehearsalState | undefined, replay?: ReplayState | null): void {
    this.#transport = transport;
    this.#rehearsal = rehearsal ?? null;
    this.#countIn = replay?.countIn ?? null;
  }

  #tick(): void {
    this.#click();
    this.#cancelTick = this.#time.wake(ms(this.#time.now() + TICK_MS), () => this.#tick());
  }

  #click(): void {
    const transport = this.#transport;
    if (transport === null || this.#rehearsal === null || !transport.playing) return;
    const { metronome, level } = this.#rehearsal;
    const line = new Timeline(bpm(transport.tempo), beats(transport.originBeats), ms(transport.originMs));
    const now = this.#now();
    const length = clickLength(transport);
    // A new tempo moves a click a little: the same one must not sound twice.
    const after = Math.max(now, this.#clicked + (length * line.msPerBeat) / 2);
    const next = clickFrom(line.toBeats(ms(after)), transport);
    const at = line.toMs(next.beat);
    if (at - now > CLICK_LEAD) return;
    this.#clicked = at;
    const tone = next.isBarLine ? BAR_LINE : BEAT;
    if ((metronome || this.#isCounted(next.beat, at)) && level > 0)
      this.#clicker?.at(at, { ...tone, level: tone.level * level });
  }

  /** What is counted in may end within a bar. */
  #isCounted(beat: Beats, at: Ms): boolean {
    const isAt = (moment: number | undefined): boolean => moment !== undefined && Math.abs(at - moment) < SAME_MS;
    return isAt(this.#countIn?.from) || (clicks(beat, false) && !isAt(this.#countIn?.until));
  }
}
