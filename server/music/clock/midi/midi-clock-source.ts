import { type Reporter, reasonOf } from "../../../../shared/events/report.ts";
import { Signal } from "../../../../shared/events/signal.ts";
import type { ClockCommand, ClockSource, ClockState } from "../../../../shared/time/clock-source.ts";
import type { TimeSource } from "../../../../shared/time/time-source.ts";
import type { Timeline } from "../../../../shared/time/timeline.ts";
import { type Ms, ms } from "../../../../shared/time/units.ts";
import { type ClockQuality, MidiClockFollower } from "./midi-clock-follower.ts";
import { isSameDevice } from "./same-device.ts";

/** What a clock may be made of; other messages of the port are not for us. */
export type ClockMessage =
  | { readonly type: "clock" | "start" | "continue" | "stop" }
  | { readonly type: "song-position"; readonly sixteenths: number };

/** As much of a MIDI input as a clock needs: messages with their time stamps, and the name of the open port. */
export interface ClockPort {
  readonly connection: { readonly name: string };
  onMessage(listener: (timed: { readonly message: { readonly type: string }; readonly at: Ms }) => void): () => void;
}

interface MidiClockSourceOptions {
  readonly port: ClockPort;
  /** Names of the outputs we send clock to, as they are now: a clock is never followed on one of them. */
  readonly sentTo: () => readonly string[];
  /** Added to the moment of every beat, for what a cable or an interface has made early or late; 0 if not given. */
  readonly offset?: Ms;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** How often silence is looked for. */
const LOOK_EVERY = ms(100);
/** A clock that is back at a tempo this much off, as a share of it, is told to be followed once more. */
const ANOTHER_TEMPO = 0.01;

/**
 * The MIDI clock of one input: hands its messages to the follower and tells of what comes of it. Two
 * ports are two sources and are never merged. The port belongs to whoever opened it.
 */
export class MidiClockSource implements ClockSource {
  readonly #options: MidiClockSourceOptions;
  readonly #follower = new MidiClockFollower();
  readonly #changes: Signal<ClockSource>;
  readonly #commands: Signal<ClockCommand>;
  readonly #leave: () => void;
  #cancelLook: () => void;
  #told: { state: ClockState; line: Timeline | null } = { state: "idle", line: null };
  /** The tempo at which it was last said to be followed, in bpm; null if that is not so any more. */
  #saidTempo: number | null = null;
  #trouble: string | null = null;

  constructor(options: MidiClockSourceOptions) {
    this.#options = options;
    const onListenerError = (error: unknown): void =>
      this.#tell("error", `A listener of the ${this.name} failed: ${reasonOf(error)}.`);
    this.#changes = new Signal(onListenerError);
    this.#commands = new Signal(onListenerError);
    this.#leave = options.port.onMessage(({ message, at }) => this.#hear(message, at));
    this.#cancelLook = this.#lookLater();
  }

  get name(): string {
    return `MIDI clock from "${this.#options.port.connection.name}"`;
  }

  get state(): ClockState {
    return this.#follower.state;
  }

  get timeline(): Timeline | null {
    const { offset = ms(0), time } = this.#options;
    const line = this.#follower.timelineAt(time.now());
    return offset === 0 ? line : (line?.shifted(offset) ?? null);
  }

  get knowsDownbeat(): boolean {
    return this.#follower.knowsDownbeat;
  }

  /** It is followed though no lock is claimed: two clocks come in on its port. */
  get inDoubt(): boolean {
    return this.#follower.inDoubt;
  }

  /** Tempo for people, jitter, lost and doubled ticks. */
  get quality(): ClockQuality {
    return this.#follower.quality;
  }

  /** What is wrong with the clock, in one sentence with the way out; null if nothing is. */
  get trouble(): string | null {
    return this.#trouble;
  }

  onChange(listener: (source: ClockSource) => void): () => void {
    return this.#changes.on(listener);
  }

  onTransport(listener: (command: ClockCommand) => void): () => void {
    return this.#commands.on(listener);
  }

  /** Leaves the port as it is. Calling it twice is harmless. */
  dispose(): void {
    this.#leave();
    this.#cancelLook();
  }

  #hear(message: { readonly type: string }, at: Ms): void {
    if (!isClockMessage(message) || this.#isOurs()) return;
    const command = this.#follow(message, at);
    this.#tellNews();
    if (command !== null) this.#commands.emit(command);
  }

  #follow(message: ClockMessage, at: Ms): ClockCommand | null {
    const { type } = message;
    if (type === "clock") return this.#follower.tick(at);
    if (type === "stop") return this.#follower.stop();
    if (type === "song-position") this.#follower.songPosition(message.sixteenths);
    else this.#follower[type](at);
    return null;
  }

  #isOurs(): boolean {
    const { port, sentTo } = this.#options;
    return sentTo().some((output) => isSameDevice(port.connection.name, output));
  }

  #lookLater(): () => void {
    const { time } = this.#options;
    return time.wake(ms(time.now() + LOOK_EVERY), () => {
      this.#cancelLook = this.#lookLater();
      this.#follower.advance(time.now());
      this.#tellNews();
      this.#look();
    });
  }

  #tellNews(): void {
    const { state } = this;
    const line = this.#follower.timelineAt(this.#options.time.now());
    const before = this.#told;
    if (state === before.state && line === before.line) return;
    this.#told = { state, line };
    if (state !== before.state) this.#tellState(state);
    this.#changes.emit(this);
  }

  /** What people need not hear again, they do not: that a clock is followed at the same tempo after a stop. */
  #tellState(state: ClockState): void {
    const { tempo } = this.#follower;
    if (state === "lost") {
      this.#saidTempo = null;
      this.#tell("warning", `The ${this.name} has stopped coming: its tempo is held.`);
    } else if (
      state === "locked" &&
      tempo !== null &&
      Math.abs(tempo - (this.#saidTempo ?? 0)) > ANOTHER_TEMPO * tempo
    ) {
      this.#saidTempo = tempo;
      this.#tell("info", `The ${this.name} is followed: ${tempo.toFixed(1)} bpm.`);
    }
  }

  #look(): void {
    const trouble = this.#troubleNow();
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    if (trouble !== null) this.#tell("warning", trouble);
    this.#changes.emit(this);
  }

  #troubleNow(): string | null {
    const { name } = this.#options.port.connection;
    if (this.#isOurs()) return `The MIDI clock on "${name}" is not followed, for we send our own clock there.`;
    const { doubleClock, tempi, outOfRange } = this.#follower.quality;
    if (tempi !== null) {
      const [one, other] = tempi.map((tempo) => Math.round(tempo));
      return `Two MIDI clocks come in on "${name}", at about ${one} and ${other} bpm: the one at ${one} is followed; switch the other off, or the thru that passes it on.`;
    }
    if (doubleClock)
      return `Two MIDI clocks come in on "${name}", or one and its echo: one is followed; switch the other off, or the thru that echoes it.`;
    if (outOfRange !== null)
      return `The MIDI clock on "${name}" cannot be followed: it ticks at about ${outOfRange < 20 ? "less than 20" : "more than 999"} bpm.`;
    return null;
  }

  #tell(level: "info" | "warning" | "error", text: string): void {
    this.#options.report({ room: "clock", level, text });
  }
}

const isClockMessage = (message: { readonly type: string }): message is ClockMessage =>
  ["clock", "start", "continue", "stop", "song-position"].includes(message.type);
