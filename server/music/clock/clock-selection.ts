import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { ClockDetail } from "../../../shared/protocol/clock.ts";
import type { Connection, TransportState } from "../../../shared/protocol/state.ts";
import type { ClockSource } from "../../../shared/time/clock-source.ts";
import { beatsPerBar } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import type { Source } from "../../core/music/source.ts";
import type { Show } from "../../core/show/show.ts";
import type { FindInputs, MidiInputPort, TimedMessage } from "../../io/midi/input-port.ts";
import { findRtMidi } from "../../io/midi/rtmidi.ts";
import { DrummerFollower } from "./drummer-follower.ts";
import { AUTO, type Candidate, Election, INTERNAL } from "./election.ts";
import { InternalClock } from "./internal-clock.ts";
import { forkLink } from "./link/link-fork.ts";
import { LinkSource, type StartLink } from "./link/link-source.ts";
import type { ClockQuality } from "./midi/midi-clock-follower.ts";
import { type ClockOutput, MidiClockInputs } from "./midi/midi-clock-inputs.ts";
import { type TapResult, TapTempo } from "./tap.ts";
import type { Transport } from "./transport.ts";

const LINK = "link";

/** A controller counts as pressed from here up. */
const PRESSED = 64;
/** A page may say when a tap was, if it says so within this time. */
const OLDEST_TAP = ms(1000);
/** News of how well the source is heard is told this often at most. */
const LOOK_EVERY = ms(1000);

interface ClockSelectionOptions {
  readonly show: Show;
  readonly transport: Transport;
  readonly inputs: {
    readonly ports: readonly MidiInputPort[];
    readonly live: Pick<Source, "onHit">;
    isDemo(): boolean;
  };
  /** The outputs that may send clock. */
  readonly outputs: readonly ClockOutput[];
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
  /** Other ways to MIDI and to Link, for tests. */
  readonly findInputs?: FindInputs;
  readonly startLink?: StartLink;
}

/** What is told of the clock with the transport. */
type ClockTold = Required<Pick<TransportState, "source" | "sourceState" | "shownTempo" | "clock">>;

/** Everything that may set the time: opens the sources, has one of them elected, and carries out what is ordered of them. */
export class ClockSelection {
  /** `state` has changed otherwise than with the transport. */
  readonly changed: Signal<void>;
  /** The note or controller that the show names was played, at this moment: whoever carries out orders taps. */
  readonly tapped: Signal<Ms>;
  readonly #tap: TapTempo;
  readonly #options: ClockSelectionOptions;
  readonly #election: Election;
  readonly #midi: MidiClockInputs;
  readonly #leaving: (() => void)[] = [];
  #link: { readonly source: LinkSource; readonly leave: () => void } | null = null;
  #drummer: { readonly source: DrummerFollower; readonly leave: () => void } | null = null;
  /** null while the room is being built, when nobody can be told yet. */
  #told: string | null = null;
  #cancelLook: () => void = () => {};

  constructor(options: ClockSelectionOptions) {
    const { show, transport, inputs, outputs, findInputs = findRtMidi, time, report } = options;
    this.#options = options;
    this.changed = new Signal(options.onListenerError);
    this.tapped = new Signal(options.onListenerError);
    this.#tap = new TapTempo(time, transport);
    this.#election = new Election(transport, time, show.clock.source, show.clock.transport, () => this.#elected());
    this.#midi = new MidiClockInputs({
      show,
      election: this.#election,
      followed: () => transport.source,
      outputs,
      findInputs,
      onMessage: (timed) => this.#hear(timed),
      time,
      report,
    });
    for (const port of inputs.ports) this.#midi.add(port);
    this.choose(show.clock.source);
    this.followDrummer(show.clock.followDrummer);
    this.#leaving.push(
      transport.onChange(() => this.#followUs()),
      inputs.live.onHit(({ at, velocity }) => {
        // The demo drummer plays by our tempo: following it would be going in circles.
        if (!inputs.isDemo()) this.#drummer?.source.hit(at, velocity);
      }),
    );
    this.#told = JSON.stringify(this.state);
    this.#lookLater();
  }

  get connections(): readonly Connection[] {
    return this.#midi.connections;
  }

  get state(): ClockTold {
    const { source, timeline, nudged } = this.#options.transport;
    const quality = this.#midi.leading?.quality ?? null;
    const { choice, why } = this.#election.state;
    const clock: ClockDetail = {
      choice,
      choices: [...new Set([INTERNAL, LINK, ...this.#midi.keys, AUTO, choice])],
      why,
      followsTransport: this.#election.followsTransport,
      followsDrummer: this.#drummer !== null,
      confidence: this.#drummer === null ? null : tenth(this.#drummer.source.confidence),
      jitter: quality === null ? null : Math.round(quality.jitter * 100) / 100,
      lost: quality?.lost ?? null,
      doubled: quality?.doubled ?? null,
      trouble: this.#midi.trouble,
      nudged,
    };
    return {
      source: source.name,
      sourceState: source.state,
      shownTempo: shownTempoOf(quality, source) ?? tenth(timeline.tempo),
      clock,
    };
  }

  /** `internal`, `link`, `midi:NAME` or `auto`. What it needs is opened, and Link left when nobody wants it any more. */
  choose(choice: string): void {
    this.#midi.open(choice);
    if (choice === LINK || choice === AUTO) this.#openLink();
    this.#election.choose(choice);
    if (choice !== LINK && choice !== AUTO) this.#closeLink();
    this.#midi.tellOutputs();
  }

  /** A tap now, or a little ago. */
  tap(at?: number): TapResult {
    const now = this.#options.time.now();
    const isRecent = at !== undefined && at <= now && at > now - OLDEST_TAP;
    return this.#tap.tap(isRecent ? ms(at) : now);
  }

  /** Whether start and stop of the source are obeyed. */
  followTransport(follow: boolean): void {
    this.#election.followTransport(follow);
  }

  followDrummer(on: boolean): void {
    if (on === (this.#drummer !== null)) return;
    if (this.#drummer !== null) {
      this.#drummer.leave();
      this.#drummer.source.dispose();
      this.#drummer = null;
    } else {
      const { show, transport, time, report } = this.#options;
      const source = new DrummerFollower(time, transport.timeline, show.clock.drummerRange, (error) =>
        report({
          room: "clock",
          level: "error",
          text: `A listener of the drummer's tempo failed: ${reasonOf(error)}.`,
        }),
      );
      const drummer = { source, leave: () => {} };
      this.#drummer = drummer;
      drummer.leave = this.#election.add({ kind: "drummer", key: "drummer", source });
    }
    this.#elected();
  }

  /** The internal clock leads on. Calling it twice is harmless. */
  dispose(): void {
    this.#cancelLook();
    for (const leave of this.#leaving) leave();
    this.#midi.dispose();
    this.#election.dispose();
    this.#link?.source.dispose();
    this.#drummer?.source.dispose();
  }

  #openLink(): void {
    if (this.#link !== null) return;
    const { show, transport, time, report, startLink } = this.#options;
    const source = new LinkSource({
      line: transport.timeline,
      bar: beatsPerBar(transport.metre),
      offset: ms(show.clock.offsetMs),
      start: startLink ?? forkLink,
      time,
      report,
    });
    const candidate: Candidate = { kind: "link", key: LINK, source, isAlone: () => source.peers === 0 };
    this.#link = { source, leave: this.#election.add(candidate) };
  }

  #closeLink(): void {
    this.#link?.leave();
    this.#link?.source.dispose();
    this.#link = null;
  }

  /** Link has our bars, and our tempo as long as it has nobody else's. */
  #followUs(): void {
    if (this.#link === null) return;
    const { source } = this.#link;
    const { metre, timeline } = this.#options.transport;
    source.setBar(beatsPerBar(metre));
    if (source.peers === 0 && this.#options.transport.source !== source) source.setTempo(timeline.tempo);
  }

  #hear({ message, at }: TimedMessage): void {
    const wanted = this.#options.show.clock.tap;
    if (wanted === null) return;
    const isTap =
      "note" in wanted
        ? message.type === "note-on" && message.pitch === wanted.note
        : message.type === "control" && message.controller === wanted.cc && message.value >= PRESSED;
    if (isTap) this.tapped.emit(at);
  }

  #elected(): void {
    this.#midi.tellOutputs();
    this.#tellNews();
  }

  #lookLater(): void {
    const { time } = this.#options;
    this.#cancelLook = time.wake(ms(time.now() + LOOK_EVERY), () => {
      this.#tellNews();
      this.#lookLater();
    });
  }

  #tellNews(): void {
    if (this.#told === null) return;
    const news = JSON.stringify(this.state);
    if (news === this.#told) return;
    this.#told = news;
    this.changed.emit();
  }
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** What was set by hand is shown as it was set. */
const shownTempoOf = (quality: ClockQuality | null, source: ClockSource): number | null => {
  if (quality !== null) return quality.tempo;
  if (source.timeline === null) return null;
  return source instanceof InternalClock ? Math.round(source.timeline.tempo * 100) / 100 : tenth(source.timeline.tempo);
};
