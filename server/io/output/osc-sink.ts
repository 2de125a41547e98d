import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { Signal } from "../../../shared/events/signal.ts";
import type { Cue } from "../../../shared/music/cue.ts";
import type { Note, VoiceName } from "../../../shared/music/note.ts";
import type { Connection } from "../../../shared/protocol/state.ts";
import { beatsPerBar, phaseInBar } from "../../../shared/time/metre.ts";
import { type Beats, beats, type Ms, ms } from "../../../shared/time/units.ts";
import type { PerformanceEvent, Sink, TransportEvent } from "../../core/music/sink.ts";
import type { OscProfile, OscRuleSource } from "../osc/osc-profile.ts";
import { lookaheadFor } from "./lookahead.ts";
import { noteEnd } from "./note-end.ts";
import { OscAddresses } from "./osc-addresses.ts";
import type { OutputLanes } from "./output-thread.ts";
import { FLAG_IMMEDIATE, FLAG_LAX } from "./record-ring.ts";

export interface OscSinkOptions {
  readonly thread: OutputLanes;
  readonly host: string;
  readonly port: number;
  readonly profile: OscProfile;
  /** Added to the moment of everything but live notes; negative is earlier. */
  readonly offset: Ms;
  /**
   * Null: each message is sent at its moment. Otherwise in a bundle this long before, with the
   * moment as its time tag, for receivers that keep time tags and a clock that agrees with ours.
   */
  readonly bundleAhead: Ms | null;
  /** Those who play: when the target opens it is told 0 for all of their notes, which a killed run may have left up. */
  readonly voices?: readonly VoiceName[];
  /** Names of the scenes, in the order of the numbers that are sent; it may grow. */
  readonly scenes: readonly string[];
  readonly report: Reporter;
}

/** How often the phase is sent: often enough to look steady, 32 times a second at 120. */
const PHASES_PER_BEAT = 16;
/** Followed clocks waver: a tempo is sent when it differs by this much from the one sent last. */
const TEMPO_STEP = 0.05;

const NO_END = ms(Number.NaN);

/** One OSC target: everything that its profile has a rule for. */
export class OscSink implements Sink {
  readonly name: string;
  readonly lookahead: Ms;
  readonly #options: OscSinkOptions;
  readonly #lane: number;
  readonly #addresses: OscAddresses;
  readonly #connections: Signal<Connection>;
  /** Added to moments on their way to the worker. */
  readonly #shift: number;
  #connection: Connection;
  #transport: TransportEvent | null = null;
  /** Counts starts and jumps: after one, a beat number stands for another beat. */
  #epoch = 0;
  /** The newest beat and the one before: their phases are not all sent yet. */
  #beats: readonly Beats[] = [];
  #tempoSent = Number.NaN;
  /** The newest cue. */
  #cue: Cue | null = null;

  /** Throws a sentence when the thread has no lane left. */
  constructor(options: OscSinkOptions) {
    const { thread, host, port, profile, offset, bundleAhead, voices = [], report } = options;
    const ahead = bundleAhead ?? 0;
    const target = `${host}:${port}`;
    this.name = `OSC ${target}`;
    this.lookahead = lookaheadFor(ahead - offset);
    this.#options = options;
    this.#shift = offset - ahead;
    this.#connections = new Signal((error) =>
      report({ room: "output", level: "error", text: `A listener of ${this.name} failed: ${reasonOf(error)}.` }),
    );
    this.#connection = { kind: "osc-out", name: target, state: "waiting", detail: "" };
    const lane = thread.addLane(
      { do: "osc", host, port, aheadMs: ahead },
      {
        connection: (connection) => {
          this.#connection = connection;
          this.#connections.emit(connection);
        },
      },
    );
    this.#lane = lane;
    this.#addresses = new OscAddresses(profile, bundleAhead !== null, (key, packet) =>
      thread.order({ do: "packet", lane, key, packet }),
    );
    thread.order({ do: "rest", lane, keys: this.#addresses.keysOf(voices) });
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** Told whenever `connection` changes. Returns the unsubscriber. */
  onConnection(listener: (connection: Connection) => void): () => void {
    return this.#connections.on(listener);
  }

  send(event: PerformanceEvent): void {
    switch (event.kind) {
      case "note":
        this.#sendNote(event.note);
        break;
      case "beat":
        this.#sendBeat(event.beat, event.bar, event.at);
        break;
      case "transport":
        this.#setTransport(event);
        break;
      case "cue":
        this.#sendCue(event.cue);
        break;
      case "gauge":
        this.#sendGauge(event.voice, event.density, event.surprise);
        break;
    }
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
    if (this.#transport === null) return;
    const { thread } = this.#options;
    const noteOff = noteEnd(note, this.#transport.timeline);
    for (const { rule, key } of this.#addresses.of("note", note.voice, note.drum)) {
      const value = rule.value ?? note.velocity / 127;
      const end = rule.holdMs === undefined ? noteOff : note.at + rule.holdMs;
      if (note.live) thread.pulse(this.#lane, key, FLAG_IMMEDIATE, note.at, end, value, 0);
      else thread.pulse(this.#lane, key, 0, note.at + this.#shift, end + this.#shift, value, note.id);
    }
  }

  #sendBeat(beat: Beats, bar: number, at: Ms): void {
    if (this.#transport === null) return;
    const phase = phaseInBar(beat, this.#transport.metre);
    const id = this.#gridId(beat);
    this.#sendState("beat", Math.floor(phase) + 1, at, id, 0);
    if (phase === 0) {
      this.#sendState("bar", bar + 1, at, id, 0);
      this.#refresh(at, id);
    }
    this.#sendPhases(beat, ms(Number.NEGATIVE_INFINITY));
    if (this.#beats.at(-1) !== beat) this.#beats = [...this.#beats.slice(-1), beat];
  }

  #refresh(at: Ms, id: number): void {
    this.#sendState("tempo", this.#tempoSent, at, id, FLAG_LAX, true);
    this.#sendState("playing", 1, at, id, FLAG_LAX, true);
    if (this.#cue !== null && this.#cue.at < at) this.#sendPicture(this.#cue, at, id, true);
  }

  /** From one beat to the next, or to the bar line if that comes first; those before `from` are left as they are. */
  #sendPhases(beat: Beats, from: Ms): void {
    if (this.#transport === null || this.#addresses.of("phase").length === 0) return;
    const { timeline, metre } = this.#transport;
    const bar = beatsPerBar(metre);
    const start = phaseInBar(beat, metre);
    for (let i = 0; i < PHASES_PER_BEAT; i++) {
      const way = i / PHASES_PER_BEAT;
      if (start + way >= bar) return;
      const position = beats(beat + way);
      const at = timeline.toMs(position);
      if (at >= from) this.#sendState("phase", (start + way) / bar, at, this.#gridId(position), FLAG_LAX);
    }
  }

  #setTransport(transport: TransportEvent): void {
    const before = this.#transport;
    this.#transport = transport;
    const { playing, timeline, at, jumped } = transport;
    const { thread } = this.#options;
    if (before?.playing !== playing || jumped) {
      thread.revokeGrid(this.#lane);
      this.#epoch++;
      this.#beats = [];
    }
    if (!playing) thread.end(this.#lane, ms(at + this.#shift));
    if (before?.playing !== playing) this.#sendState("playing", playing ? 1 : 0, at, 0, FLAG_LAX);
    if (!(Math.abs(timeline.tempo - this.#tempoSent) < TEMPO_STEP)) {
      this.#sendState("tempo", timeline.tempo, at, 0, FLAG_LAX);
      this.#tempoSent = timeline.tempo;
    }
    for (const beat of this.#beats) this.#sendPhases(beat, at);
  }

  #sendCue(cue: Cue): void {
    this.#cue = cue;
    this.#sendPicture(cue, cue.at, -CUE_IDS - cue.id, false);
  }

  #sendPicture(cue: Cue, at: Ms, id: number, refresh: boolean): void {
    const scene = this.#options.scenes.indexOf(cue.scene);
    if (scene >= 0) this.#sendState("scene", scene, at, id, 0, refresh);
    this.#sendState("intensity", cue.intensity, at, id, 0, refresh);
  }

  #sendGauge(voice: VoiceName, density: number, surprise: number | null): void {
    const { thread } = this.#options;
    for (const { rule, key } of this.#addresses.of("density", voice))
      thread.pulse(this.#lane, key, FLAG_IMMEDIATE, 0, NO_END, rule.value ?? density, 0);
    if (surprise === null) return;
    for (const { rule, key } of this.#addresses.of("surprise", voice))
      thread.pulse(this.#lane, key, FLAG_IMMEDIATE, 0, NO_END, rule.value ?? surprise, 0);
  }

  /** `refresh`: only to addresses that want to be told again. */
  #sendState(source: OscRuleSource, value: number, at: Ms, id: number, flags: number, refresh = false): void {
    for (const { rule, key } of this.#addresses.of(source)) {
      if (refresh && rule.refresh !== true) continue;
      this.#options.thread.pulse(this.#lane, key, flags, at + this.#shift, NO_END, rule.value ?? value, id);
    }
  }

  /** Below 0, the transport's own; the same for the same place of the music, to a 64th of a beat. */
  #gridId(beat: Beats): number {
    return -1 - (this.#epoch * EPOCH_IDS + Math.round(beat * 64));
  }
}

const EPOCH_IDS = 2 ** 28;
const CUE_IDS = 2 ** 51;
