import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { ReplayState } from "../../../shared/protocol/replay.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";
import { countedIn } from "./counted-in.ts";
import type { EntryPoint } from "./entry-point.ts";
import { LinePlayer } from "./line-player.ts";
import type { ReplayHouse } from "./replay-house.ts";
import { TakeAxis } from "./take-axis.ts";
import type { OpenedTake } from "./take-reader.ts";

/** A part of a take that is played over and over, with so many bars counted in before each round. */
export interface TakeLoop {
  readonly from: Ms;
  readonly to: Ms;
  readonly countInBars: number;
}

interface TakePlayerOptions {
  readonly take: Pick<OpenedTake, "name" | "header" | "enter">;
  readonly manner: ReplayState["manner"];
  readonly speed: number;
  readonly house: ReplayHouse;
  readonly time: TimeSource;
  readonly report: Reporter;
  /** `state` is another. */
  readonly onChange: () => void;
}

/** A line is handed on so long before its moment, since timers are up to 2 ms late; as it is with everybody who plays from a score. */
const LEAD_MS = 4;
/** From what was read to what is heard. */
const BREATH_MS = 40;

/**
 * Plays a take into a house, line by line at its moment: as it was, or its drummer alone. It can be entered anywhere,
 * as fast as one likes, and part of it over and over without a gap.
 */
export class TakePlayer {
  readonly #options: TakePlayerOptions;
  readonly #axis: TakeAxis;
  readonly #lines: LinePlayer;
  #loop: TakeLoop | null = null;
  /** Of the loop, from 0. */
  #round = 0;
  /** How long it is counted in before a round, in the take's time; and whether it is now. */
  #counted = { length: 0, isOn: false };
  /** Counts the times it was entered; whatever belongs to an earlier one is over. */
  #pass = 0;
  #cancelWake: () => void = () => {};
  #paused: { readonly at: Ms } | null = null;

  constructor(options: TakePlayerOptions) {
    this.#options = options;
    const { time, take, speed, house, manner } = options;
    const { show, from } = take.header;
    const now = time.now();
    this.#axis = new TakeAxis(speed, from, now);
    const timeline = new Timeline(bpm(show.tempo), beats(0), now);
    this.#lines = new LinePlayer(house, manner, this.#axis, { playing: false, timeline, metre: show.metre });
  }

  get state(): ReplayState {
    const { take, manner } = this.#options;
    const { from, to } = take.header;
    const { entry, speed } = this.#axis;
    const seconds = (at: Ms): number => (at - from) / 1000;
    return {
      take: take.name,
      manner,
      seconds: seconds(this.#paused?.at ?? entry.take),
      at: entry.house,
      speed,
      paused: this.#paused !== null,
      length: to === null ? null : seconds(to),
      loop: this.#loop && { ...this.#loop, from: seconds(this.#loop.from), to: seconds(this.#loop.to) },
      countIn: this.#countIn,
    };
  }

  /** The one that is on, or the next. */
  get #countIn(): { readonly from: number; readonly until: number } | null {
    const { length, isOn } = this.#counted;
    if (this.#loop === null || length === 0 || this.#paused !== null) return null;
    const counted = length / this.#axis.speed;
    const from = isOn ? this.#axis.entry.house - counted : this.#axis.toHouse(this.#loop.to);
    return { from, until: from + counted };
  }

  /** Goes on from the moment `at` of the take, or stands there while it is paused. Resolves when it does. */
  async enter(at: Ms): Promise<void> {
    const pass = this.#interrupt();
    if (this.#paused !== null) {
      this.#paused = { at };
      this.#options.onChange();
      return;
    }
    const point = await this.#options.take.enter(at).catch((error: unknown) => {
      // Who has left does not wait for it.
      if (pass !== this.#pass) return null;
      this.#options.house.ended();
      throw error;
    });
    if (point !== null && pass === this.#pass) this.#begin(point, at, ms(this.#options.time.now() + BREATH_MS));
  }

  /** Plays what lies between two moments over and over, beginning now; null: no more. */
  async loop(range: TakeLoop | null): Promise<void> {
    const { position } = this;
    this.#loop = range;
    this.#round = 0;
    this.#counted = { length: 0, isOn: false };
    await this.enter(range?.from ?? position);
  }

  /** From where it is. */
  async setSpeed(speed: number): Promise<void> {
    const { position } = this;
    this.#axis.speed = speed;
    await this.enter(position);
  }

  /** It stands where it is, or goes on from there. */
  async pause(on: boolean): Promise<void> {
    if (on === (this.#paused !== null)) return;
    const { position } = this;
    this.#paused = on ? { at: position } : null;
    if (on) this.#lines.halt();
    await this.enter(position);
  }

  /** Where it is now. */
  get position(): Ms {
    if (this.#paused !== null) return this.#paused.at;
    const { take, time } = this.#options;
    const at = this.#axis.toTake(time.now());
    return ms(Math.max(this.#axis.entry.take, Math.min(at, take.header.to ?? at)));
  }

  /** Plays nothing any more. */
  stop(): void {
    this.#interrupt();
  }

  #interrupt(): number {
    this.#cancelWake();
    return ++this.#pass;
  }

  /** At the moment of the house what is counted in begins, or the take itself. */
  #begin(point: EntryPoint, at: Ms, moment: Ms): void {
    const { house, onChange } = this.#options;
    house.enter(this.#round);
    const counted = this.#loop?.from === at ? countedIn(point.transport, at, this.#loop.countInBars) : null;
    this.#axis.lay(at, ms(moment + (counted?.length ?? 0) / this.#axis.speed));
    if (counted === null) {
      this.#goOn(point);
      return;
    }
    const pass = this.#pass;
    this.#counted = { length: counted.length, isOn: true };
    this.#lines.turn(counted.transport, true);
    onChange();
    void this.#until(ms(this.#axis.entry.house - LEAD_MS)).then(() => {
      if (pass === this.#pass) this.#goOn(point);
    });
  }

  #goOn(point: EntryPoint): void {
    this.#counted = { ...this.#counted, isOn: false };
    this.#lines.enter(point);
    this.#options.onChange();
    void this.#run(point, this.#pass);
  }

  async #run(point: EntryPoint, pass: number): Promise<void> {
    const { take, house, report } = this.#options;
    const loop = this.#loop;
    try {
      // Read while the pass before it plays, so that there is no gap.
      const again = loop === null ? null : take.enter(loop.from);
      again?.catch(() => {});
      await this.#playUntil(loop?.to ?? null, point, pass);
      const next = await again;
      if (pass !== this.#pass) return;
      if (next !== null && loop !== null) {
        this.#pass++;
        this.#round++;
        this.#begin(next, loop.from, this.#axis.toHouse(loop.to));
        return;
      }
    } catch (error) {
      if (pass !== this.#pass) return;
      report({
        room: "takes",
        level: "error",
        text: `The take ${take.name} is played no further: ${reasonOf(error)}.`,
      });
    }
    if (pass === this.#pass) house.ended();
  }

  /** Up to the moment `end` of the take, or to its own end; it may be interrupted before. */
  async #playUntil(end: Ms | null, { lines, first }: EntryPoint, pass: number): Promise<void> {
    for (let line = first; line !== null; ) {
      if (end !== null && line.at >= end) break;
      await this.#until(ms(this.#axis.toHouse(line.at) - LEAD_MS));
      if (pass !== this.#pass) return;
      this.#lines.play(line);
      const next = await lines.next();
      line = next.done === true ? null : next.value;
    }
    if (end !== null) await this.#until(ms(this.#axis.toHouse(end) - LEAD_MS));
    else if (this.#options.take.header.to !== null) await this.#until(this.#axis.toHouse(this.#options.take.header.to));
  }

  #until(at: Ms): Promise<void> {
    const { time } = this.#options;
    if (at <= time.now()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#cancelWake = time.wake(at, resolve);
    });
  }
}
