import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { ReplayState } from "../../../shared/protocol/replay.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms } from "../../../shared/time/units.ts";
import type { TakeRecord } from "../log/record.ts";
import type { Take } from "../read-take.ts";
import { countedIn, type TransportLine } from "./counted-in.ts";
import { type EntryPoint, entryPoint, isPanic } from "./entry-point.ts";
import type { ReplayHouse } from "./replay-house.ts";

/** A part of a take that is played over and over, with so many bars counted in before each round. */
export interface TakeLoop {
  readonly from: Ms;
  readonly to: Ms;
  readonly countInBars: number;
}

interface TakePlayerOptions {
  readonly take: Pick<Take, "name" | "header" | "records">;
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
/** The first number of its notes: those of the house stay below. */
const FIRST_ID = 1e9;
/** More notes than any take has: each time it is entered its notes have other numbers. */
const IDS_A_PASS = 1e8;

/**
 * Plays a take into a house, line by line at its moment: as it was, or its drummer alone. It can be entered anywhere,
 * as fast as one likes, and part of it over and over without a gap.
 */
export class TakePlayer {
  readonly #options: TakePlayerOptions;
  #speed: number;
  #loop: TakeLoop | null = null;
  /** Of the loop, from 0. */
  #round = 0;
  /** How long it is counted in before a round, in the take's time. */
  #counted = 0;
  /** Counts the times it was entered; whatever belongs to an earlier one is over. */
  #pass = 0;
  /** The moment `take` of the take is the moment `house` of the house. */
  #anchor: { readonly take: Ms; readonly house: Ms };
  #cancelWake: () => void = () => {};
  #paused: { readonly at: Ms } | null = null;
  /** Where the music is, or was when it was paused. */
  #music: Omit<Parameters<ReplayHouse["turn"]>[0], "jumped">;

  constructor(options: TakePlayerOptions) {
    this.#options = options;
    this.#speed = options.speed;
    const now = options.time.now();
    const { show, from } = options.take.header;
    this.#anchor = { take: from, house: now };
    this.#music = { playing: false, timeline: new Timeline(bpm(show.tempo), beats(0), now), metre: show.metre };
  }

  get state(): ReplayState {
    const { take, manner } = this.#options;
    const { from, to } = take.header;
    const seconds = (at: Ms): number => (at - from) / 1000;
    return {
      take: take.name,
      manner,
      seconds: seconds(this.#paused?.at ?? this.#anchor.take),
      at: this.#anchor.house,
      speed: this.#speed,
      paused: this.#paused !== null,
      length: to === null ? null : seconds(to),
      loop: this.#loop && { ...this.#loop, from: seconds(this.#loop.from), to: seconds(this.#loop.to) },
      countIn: this.#countIn,
    };
  }

  /** The one that is on, or the next. */
  get #countIn(): { readonly from: number; readonly until: number } | null {
    if (this.#loop === null || this.#counted === 0 || this.#paused !== null) return null;
    const { house } = this.#anchor;
    const length = this.#counted / this.#speed;
    const from = this.#options.time.now() < house - LEAD_MS ? house - length : this.#houseAt(this.#loop.to);
    return { from, until: from + length };
  }

  /** Goes on from the moment `at` of the take, or stands there while it is paused. Resolves when it does. */
  async enter(at: Ms): Promise<void> {
    const pass = this.#interrupt();
    if (this.#paused !== null) {
      this.#paused = { at };
      this.#options.onChange();
      return;
    }
    const point = await entryPoint(this.#options.take, at).catch((error: unknown) => {
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
    this.#counted = 0;
    await this.enter(range?.from ?? position);
  }

  /** From where it is. */
  async setSpeed(speed: number): Promise<void> {
    const { position } = this;
    this.#speed = speed;
    await this.enter(position);
  }

  /** It stands where it is, or goes on from there. */
  async pause(on: boolean): Promise<void> {
    if (on === (this.#paused !== null)) return;
    const { position } = this;
    this.#paused = on ? { at: position } : null;
    if (on) this.#options.house.turn({ ...this.#music, playing: false, jumped: true });
    await this.enter(position);
  }

  /** Where it is now. */
  get position(): Ms {
    if (this.#paused !== null) return this.#paused.at;
    const { take, time } = this.#options;
    const at = this.#anchor.take + (time.now() - this.#anchor.house) * this.#speed;
    return ms(Math.max(this.#anchor.take, Math.min(at, take.header.to ?? at)));
  }

  /** Plays nothing any more. */
  stop(): void {
    this.#interrupt();
  }

  #interrupt(): number {
    this.#cancelWake();
    return ++this.#pass;
  }

  #houseAt(at: Ms): Ms {
    return ms(this.#anchor.house + (at - this.#anchor.take) / this.#speed);
  }

  /** At the moment of the house what is counted in begins, or the take itself. */
  #begin(point: EntryPoint, at: Ms, moment: Ms): void {
    const { house, onChange } = this.#options;
    house.enter(this.#round);
    const counted = this.#loop?.from === at ? countedIn(point.transport, at, this.#loop.countInBars) : null;
    if (counted === null) {
      this.#anchor = { take: at, house: moment };
      this.#goOn(point);
      return;
    }
    const pass = this.#pass;
    this.#counted = counted.length;
    this.#anchor = { take: at, house: ms(moment + counted.length / this.#speed) };
    this.#turn(counted.transport, true);
    onChange();
    void this.#until(ms(this.#anchor.house - LEAD_MS)).then(() => {
      if (pass === this.#pass) this.#goOn(point);
    });
  }

  #goOn(point: EntryPoint): void {
    const { house, manner, onChange } = this.#options;
    const { transport, controls, cues, planned } = point;
    if (transport !== null) this.#turn(transport, true);
    else house.turn({ ...this.#music, jumped: true });
    if (manner === "as-it-was") {
      for (const { path, value } of controls) house.control(path, value);
      for (const line of [...cues, ...planned]) this.#play(line);
    }
    onChange();
    void this.#run(point, this.#pass);
  }

  async #run(point: EntryPoint, pass: number): Promise<void> {
    const { take, house, report } = this.#options;
    const loop = this.#loop;
    try {
      // Read while the pass before it plays, so that there is no gap.
      const again = loop === null ? null : entryPoint(take, loop.from);
      again?.catch(() => {});
      await this.#playUntil(loop?.to ?? null, point, pass);
      const next = await again;
      if (pass !== this.#pass) return;
      if (next !== null && loop !== null) {
        this.#pass++;
        this.#round++;
        this.#begin(next, loop.from, this.#houseAt(loop.to));
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
      await this.#until(ms(this.#houseAt(line.at) - LEAD_MS));
      if (pass !== this.#pass) return;
      this.#play(line);
      const next = await lines.next();
      line = next.done === true ? null : next.value;
    }
    if (end !== null) await this.#until(ms(this.#houseAt(end) - LEAD_MS));
    else if (this.#options.take.header.to !== null) await this.#until(this.#houseAt(this.#options.take.header.to));
  }

  #until(at: Ms): Promise<void> {
    const { time } = this.#options;
    if (at <= time.now()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#cancelWake = time.wake(at, resolve);
    });
  }

  #play(line: TakeRecord): void {
    const { house, manner } = this.#options;
    if (line.kind === "transport") this.#turn(line, line.jumped);
    else if (manner === "drummer") {
      if (line.kind === "hit") house.hit({ ...line.hit, at: this.#houseAt(line.hit.at) });
    } else if (line.kind === "live") {
      const { note } = line;
      house.play({ kind: "live", note: { ...note, id: this.#idOf(note.id), at: this.#houseAt(note.at) } });
    } else if (line.kind === "plan") {
      const { note } = line;
      house.play({ kind: "plan", note: { ...note, id: this.#idOf(note.id) } });
    } else if (line.kind === "revoke") house.play({ kind: "revoke", notes: line.notes.map((id) => this.#idOf(id)) });
    else if (line.kind === "cue") house.play({ kind: "cue", cue: { ...line.cue, at: this.#houseAt(line.cue.at) } });
    else if (line.kind === "gauge") {
      const { voice, density, surprise } = line;
      house.play({ kind: "gauge", voice, density, surprise });
    } else if (isPanic(line)) house.panic();
    else if (line.kind === "control") house.control(line.path, line.value);
  }

  #turn({ tempo, originBeats, originMs, playing, metre }: TransportLine, jumped: boolean): void {
    const timeline = new Timeline(bpm(tempo * this.#speed), originBeats, this.#houseAt(originMs));
    this.#music = { playing, timeline, metre };
    this.#options.house.turn({ ...this.#music, jumped });
  }

  #idOf(id: number): number {
    return FIRST_ID + this.#pass * IDS_A_PASS + id;
  }
}
