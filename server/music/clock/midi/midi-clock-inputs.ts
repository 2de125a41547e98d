import type { Reporter } from "../../../../shared/events/report.ts";
import type { Connection } from "../../../../shared/protocol/state.ts";
import type { ClockSource } from "../../../../shared/time/clock-source.ts";
import type { TimeSource } from "../../../../shared/time/time-source.ts";
import { ms } from "../../../../shared/time/units.ts";
import { portChoice } from "../../../core/show/port-name.ts";
import type { Show } from "../../../core/show/show.ts";
import { type FindInputs, MidiInputPort, type TimedMessage } from "../../../io/midi/input-port.ts";
import type { Candidate, Election } from "../election.ts";
import { MidiClockSource } from "./midi-clock-source.ts";

const MIDI = "midi:";

/** As much of a MIDI output as clock in needs to know of clock out. */
export interface ClockOutput {
  /** The device that clock is sent to, by its full name once it is there; null if none is sent. */
  readonly clockPort: string | null;
  follow(input: string | null): void;
}

interface MidiClockInputsOptions {
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
  readonly source: MidiClockSource;
  readonly port: MidiInputPort;
  /** Takes it out; the port stays open. */
  readonly leave: () => void;
}

/** Ports that are opened by name and kept; one that was chosen long ago makes room for another. */
const MOST_OWN_PORTS = 8;

/** The MIDI inputs as candidates for the lead. No clock is sent to the device whose clock is wanted or followed. */
export class MidiClockInputs {
  readonly #options: MidiClockInputsOptions;
  #candidates: readonly MidiCandidate[] = [];
  /** Those whose ports are ours and not the inputs', the oldest first. */
  #own: readonly MidiCandidate[] = [];

  constructor(options: MidiClockInputsOptions) {
    this.#options = options;
  }

  /** What they are chosen by. */
  get keys(): readonly string[] {
    return this.#candidates.map(({ key }) => key);
  }

  get connections(): readonly Connection[] {
    return this.#own.map(({ port }) => port.connection);
  }

  /** The one that leads. */
  get leading(): MidiClockSource | null {
    return this.#leading?.source ?? null;
  }

  /** What is wrong with the one that is wanted or followed. */
  get trouble(): string {
    return this.#wanted?.source.trouble ?? "";
  }

  /** A port that somebody else opened, and closes. */
  add(port: MidiInputPort): MidiCandidate {
    const { show, election, outputs, onMessage, time, report } = this.#options;
    const wanted = (): string | undefined => this.#wanted?.port.connection.name;
    const source = new MidiClockSource({
      port,
      // So that its own clock can be heard.
      sentTo: () => (wanted() === port.connection.name ? [] : outputs.flatMap(({ clockPort }) => clockPort ?? [])),
      offset: ms(show.clock.offsetMs),
      time,
      report,
    });
    const leaving = [port.onConnection(() => this.tellOutputs()), port.onMessage(onMessage)];
    const leave = (): void => {
      for (const one of leaving) one();
      source.dispose();
    };
    const key = `${MIDI}${port.wanted}`;
    const candidate: MidiCandidate = { kind: "midi", key, source, port, leave, inDoubt: () => source.inDoubt };
    this.#candidates = [...this.#candidates, candidate];
    leaving.push(election.add(candidate));
    return candidate;
  }

  /** Opens what `choice` names, if it names an input and that is not open yet. */
  open(choice: string): void {
    if (!choice.startsWith(MIDI)) return;
    const name = choice.slice(MIDI.length);
    if (this.#candidates.some(({ port }) => port.wanted === name)) return;
    const { findInputs, time, report } = this.#options;
    const oldest = this.#own.find((candidate) => candidate !== this.#wanted && candidate !== this.#leading);
    if (this.#own.length >= MOST_OWN_PORTS && oldest !== undefined) this.#close(oldest);
    this.#own = [...this.#own, this.add(new MidiInputPort(portChoice(name), findInputs, time, report))];
  }

  /** Another is wanted or followed: the outputs hear which. */
  tellOutputs(): void {
    const name = this.#wanted?.port.connection.name ?? null;
    for (const output of this.#options.outputs) output.follow(name);
  }

  dispose(): void {
    for (const { leave } of this.#candidates) leave();
    for (const { port } of this.#own) port.dispose();
  }

  #close(closed: MidiCandidate): void {
    this.#candidates = this.#candidates.filter((candidate) => candidate !== closed);
    this.#own = this.#own.filter((candidate) => candidate !== closed);
    closed.leave();
    closed.port.dispose();
  }

  get #leading(): MidiCandidate | null {
    const followed = this.#options.followed();
    return this.#candidates.find(({ source }) => source === followed) ?? null;
  }

  get #wanted(): MidiCandidate | null {
    return this.#candidates.find(({ key }) => key === this.#options.election.choice) ?? this.#leading;
  }
}
