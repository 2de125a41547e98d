import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import { DRUM_PITCH, type Drum } from "../../../shared/music/drums.ts";
import type { Note, VoiceName } from "../../../shared/music/note.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import type { PerformanceEvent, Sink, TransportEvent } from "../../core/music/sink.ts";
import { steadyName } from "../midi/port-names.ts";
import type { ClockChange } from "./clock-out.ts";
import { lookaheadFor } from "./lookahead.ts";
import { MidiClockBeats } from "./midi-clock-beats.ts";
import { midiKey } from "./midi-lane.ts";
import { noteEnd } from "./note-end.ts";
import type { MidiPortChoice } from "./output-messages.ts";
import type { OutputLanes } from "./output-thread.ts";
import { FLAG_IMMEDIATE } from "./record-ring.ts";

export interface MidiSinkOptions {
  readonly thread: OutputLanes;
  readonly port: MidiPortChoice;
  /** The channels, 1 to 16, each voice is sent on; voices that are not named are not sent. */
  readonly channels: Readonly<Record<VoiceName, readonly number[]>>;
  /** Added to the moment of everything but live notes; negative is earlier. */
  readonly offset: Ms;
  /** Sends MIDI clock, giving followers `pause` to find a song position; null for no clock. */
  readonly clock: { readonly pause: Ms } | null;
  /** Pitches other than DRUM_PITCH's. */
  readonly pitches?: Partial<Record<Drum, number>>;
  readonly report: Reporter;
}

/** General MIDI's drums. */
export const DRUM_CHANNEL = 10;

/** Slow gear needs this long to find a song position (jack_midi_clock's default). */
export const LOCATE_PAUSE = ms(2000);

/** A message that a monitor port would have sent. */
interface MonitoredMessage {
  readonly at: Ms;
  readonly bytes: readonly number[];
}

/** One MIDI output: the notes of the voices it has channels for, and MIDI clock if it is wanted. */
export class MidiSink implements Sink {
  readonly name: string;
  readonly lookahead: Ms;
  readonly #options: MidiSinkOptions;
  readonly #lane: number;
  readonly #channels: ReadonlyMap<VoiceName, readonly number[]>;
  readonly #pitches: Readonly<Record<Drum, number>>;
  readonly #connections: Signal<Connection>;
  readonly #monitored: Signal<MonitoredMessage>;
  #connection: Connection;
  #transport: TransportEvent | null = null;
  readonly #clockBeats = new MidiClockBeats();
  /** Where the music is, for followers of the clock. */
  #clock: ClockChange | null = null;
  /** Steady name of the MIDI input whose clock is followed. */
  #followed: string | null = null;

  /** Throws a sentence when a channel or pitch is none, or the thread has no lane left. */
  constructor(options: MidiSinkOptions) {
    const { thread, port, channels, offset, clock, report } = options;
    for (const [voice, wantedChannels] of Object.entries(channels))
      for (const channel of wantedChannels) requireWithin(channel, 1, 16, `the channel of "${voice}"`);
    for (const [drum, pitch] of Object.entries(options.pitches ?? {}))
      requireWithin(pitch, 0, 127, `the pitch of "${drum}"`);
    const wanted = nameOf(port);
    this.name = `MIDI ${wanted}`;
    this.lookahead = lookaheadFor(-offset);
    this.#options = options;
    this.#channels = new Map(Object.entries(channels));
    this.#pitches = { ...DRUM_PITCH, ...options.pitches };
    const onListenerError = (error: unknown): void =>
      report({ room: "output", level: "error", text: `A listener of ${this.name} failed: ${reasonOf(error)}.` });
    this.#connections = new Signal(onListenerError);
    this.#monitored = new Signal(onListenerError);
    this.#connection = { kind: "midi-out", name: wanted, state: "waiting", detail: "" };
    this.#lane = thread.addLane(
      {
        do: "midi",
        port,
        channels: [...new Set([...this.#channels.values()].flat())],
        clockPauseMs: clock?.pause ?? null,
      },
      {
        connection: (connection) => this.#connected(connection),
        monitored: (at, bytes) => this.#monitored.emit({ at, bytes }),
      },
    );
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** The device that clock is sent to, by its full name once it is there; null if none is sent. */
  get clockPort(): string | null {
    return this.#options.clock === null ? null : this.#connection.name;
  }

  /** Told whenever `connection` changes. Returns the unsubscriber. */
  onConnection(listener: (connection: Connection) => void): () => void {
    return this.#connections.on(listener);
  }

  /** Told of what would be sent, if the port is a monitor. Returns the unsubscriber. */
  onMonitored(listener: (message: MonitoredMessage) => void): () => void {
    return this.#monitored.on(listener);
  }

  /** Names the MIDI input whose clock is followed, or null: that port is never sent clocks, or they would go in circles. */
  follow(input: string | null): void {
    this.#followed = input === null ? null : steadyName(input).toLowerCase();
    this.#settleClock();
  }

  send(event: PerformanceEvent): void {
    if (event.kind === "note") this.#sendNote(event.note);
    else if (event.kind === "transport") this.#setTransport(event);
  }

  revoke(noteIds: readonly number[]): void {
    for (const id of noteIds) this.#options.thread.revoke(this.#lane, id);
  }

  panic(): void {
    this.#options.thread.panic(this.#lane);
  }

  dispose(): Promise<void> {
    return this.#options.thread.removeLane(this.#lane);
  }

  #sendNote(note: Note): void {
    const channels = this.#channels.get(note.voice);
    if (channels === undefined || this.#transport === null) return;
    const { thread, offset } = this.#options;
    const end = noteEnd(note, this.#transport.timeline);
    for (const channel of channels) {
      const key = midiKey(channel, this.#pitches[note.drum]);
      if (note.live) thread.pulse(this.#lane, key, FLAG_IMMEDIATE, note.at, end, note.velocity, 0);
      else thread.pulse(this.#lane, key, 0, note.at + offset, end + offset, note.velocity, note.id);
    }
  }

  #setTransport(transport: TransportEvent): void {
    this.#transport = transport;
    const { thread, offset } = this.#options;
    const { playing } = transport;
    const at = ms(transport.at + offset);
    if (!playing) thread.end(this.#lane, at);
    this.#clock = { playing, timeline: this.#clockBeats.lineOf(transport).shifted(offset), at };
    this.#settleClock();
  }

  #connected(connection: Connection): void {
    this.#connection = connection;
    this.#settleClock();
    this.#connections.emit(connection);
  }

  #settleClock(): void {
    const { thread, clock } = this.#options;
    if (clock === null) return;
    if (this.#connection.state !== "open" || this.#clock === null || this.#isFollowed) thread.silenceClock(this.#lane);
    else thread.clock(this.#lane, this.#clock);
  }

  get #isFollowed(): boolean {
    return steadyName(this.#connection.name).toLowerCase() === this.#followed;
  }
}

const nameOf = (port: MidiPortChoice): string => {
  if ("named" in port) return port.named;
  return "virtual" in port ? port.virtual : port.monitor;
};

const requireWithin = (value: number, lowest: number, highest: number, what: string): void => {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  throw new Error(`In MIDI output, ${what} must be a whole number from ${lowest} to ${highest}, not ${value}.`);
};
