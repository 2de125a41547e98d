import type { Reporter } from "../../shared/events/report.ts";
import type { Connection } from "../../shared/protocol/state.ts";
import type { ClockSource } from "../../shared/time/clock-source.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import type { Candidate, Election } from "../clock/election.ts";
import { MidiClockSource } from "../clock/midi-clock-source.ts";
import { ShiftedClock } from "../clock/shifted-clock.ts";
import { type FindInputs, MidiInputPort, type TimedMessage } from "../midi/input-port.ts";
import { portChoice } from "../show/port-name.ts";
import type { Show } from "../show/show.ts";

const MIDI = "midi:";

/** As much of a MIDI output as clock in needs to know of clock out. */
export interface ClockOutput {
  follow(input: string | null): void;
}

export interface MidiClocksOptions {
  readonly show: Show;
  readonly election: Election;
  /** The source whose time is followed now. */
  readonly followed: () => ClockSource;
  /** The outputs that may send clock. */
  readonly outputs: readonly ClockOutput[];
  readonly findInputs: FindInputs;
  readonly onMessage: (timed: TimedMessage) => void;
  readonly time: TimeSource;
  readonly report: Reporter;
}

interface MidiCandidate extends Candidate {
  readonly midi: MidiClockSource;
  readonly port: MidiInputPort;
}

/** The MIDI inputs as candidates for the lead. No clock is sent to the device whose clock is wanted or followed. */
export class MidiClocks {
  readonly #options: MidiClocksOptions;
  readonly #candidates: MidiCandidate[] = [];
  /** Ports that are ours and not the inputs'. */
  readonly #ownPorts: MidiInputPort[] = [];
  readonly #leaving: (() => void)[] = [];

  constructor(options: MidiClocksOptions) {
    this.#options = options;
  }

  /** What they are chosen by. */
  get keys(): readonly string[] {
    return this.#candidates.map(({ key }) => key);
  }

  get connections(): readonly Connection[] {
    return this.#ownPorts.map(({ connection }) => connection);
  }

  /** The one that leads. */
  get leading(): MidiClockSource | null {
    return this.#leading?.midi ?? null;
  }

  /** What is wrong with the one that is wanted or followed. */
  get trouble(): string {
    return this.#wanted?.midi.trouble ?? "";
  }

  /** A port that somebody else opened, and closes. */
  add(port: MidiInputPort): void {
    const { show, election, onMessage, time, report } = this.#options;
    const wanted = (): string | undefined => this.#wanted?.port.connection.name;
    const midi = new MidiClockSource({
      port,
      // So that its own clock can be heard.
      sentTo: () => (wanted() === port.connection.name ? [] : show.clockOut.map((output) => output.port)),
      time,
      report,
    });
    const source: ClockSource = show.clock.offsetMs === 0 ? midi : new ShiftedClock(midi, ms(show.clock.offsetMs));
    const candidate: MidiCandidate = { kind: "midi", key: `${MIDI}${port.wanted}`, source, midi, port };
    this.#candidates.push(candidate);
    this.#leaving.push(
      election.add(candidate),
      port.onConnection(() => this.tellOutputs()),
      port.onMessage(onMessage),
    );
  }

  /** Opens what `choice` names, if it names an input and that is not open yet. */
  open(choice: string): void {
    if (!choice.startsWith(MIDI)) return;
    const name = choice.slice(MIDI.length);
    if (this.#candidates.some(({ port }) => port.wanted === name)) return;
    const { findInputs, time, report } = this.#options;
    const port = new MidiInputPort(portChoice(name), findInputs, time, report);
    this.#ownPorts.push(port);
    this.add(port);
  }

  /** Another is wanted or followed: the outputs hear which. */
  tellOutputs(): void {
    const name = this.#wanted?.port.connection.name ?? null;
    for (const output of this.#options.outputs) output.follow(name);
  }

  dispose(): void {
    for (const leave of this.#leaving) leave();
    for (const { source } of this.#candidates) source.dispose();
    for (const port of this.#ownPorts) port.dispose();
  }

  get #leading(): MidiCandidate | null {
    const followed = this.#options.followed();
    return this.#candidates.find(({ source }) => source === followed) ?? null;
  }

  get #wanted(): MidiCandidate | null {
    return this.#candidates.find(({ key }) => key === this.#options.election.choice) ?? this.#leading;
  }
}
