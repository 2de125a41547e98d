import { type Reporter, reasonOf } from "../../../../shared/events/report.ts";
import { Signal } from "../../../../shared/events/signal.ts";
import type { ClockCommand, ClockSource, ClockState } from "../../../../shared/time/clock-source.ts";
import type { TimeSource } from "../../../../shared/time/time-source.ts";
import { Timeline } from "../../../../shared/time/timeline.ts";
import { type Beats, type Bpm, beats, bpm, type Ms, ms } from "../../../../shared/time/units.ts";
import { type Life, Supervisor } from "../../../core/threads/supervisor.ts";
import { renumbered } from "../../../core/time/bend.ts";
import type { SteerableClock } from "../steerable-clock.ts";
import type { LinkBeginning, LinkLine, LinkNews, LinkOrder, LinkWish } from "./link-messages.ts";

/** A process that runs Link. */
export interface LinkProcess extends Life {
  send(order: LinkOrder): void;
}

export interface LinkListener {
  readonly news: (news: LinkNews) => void;
  readonly ended: (reason: string) => void;
}

/** Starts one; `forkLink`, or a stand-in for it. May throw. */
export type StartLink = (beginning: LinkBeginning, listener: LinkListener) => LinkProcess;

interface LinkSourceOptions {
  /** What to begin with while nobody else is in the session. */
  readonly line: Timeline;
  readonly bar: Beats;
  /** Added to the moment of every beat; negative is earlier. */
  readonly offset: Ms;
  readonly start: StartLink;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** A process that has told nothing for this long hangs. It tells something every second. */
const HANGS = ms(4000);
/** A start this soon after a bar line belongs to that line. */
const GRACE = ms(30);

/**
 * The tempo, beat and start and stop of an Ableton Link session, in both directions. Beats are
 * renumbered by whole bars only, so that bars lie where the session's do. When the process fails its
 * tempo is held and it is started again.
 */
export class LinkSource implements SteerableClock {
  readonly knowsDownbeat = true;
  readonly #options: LinkSourceOptions;
  readonly #changes: Signal<ClockSource>;
  readonly #commands: Signal<ClockCommand>;
  readonly #supervisor: Supervisor<LinkProcess>;
  #state: ClockState = "idle";
  #timeline: Timeline | null = null;
  #bar: Beats;
  #peers = 0;
  /** What we last did or obeyed. */
  #playing = false;
  /** What the session said last: only what changes there is obeyed. */
  #sessionPlays = false;
  #orders = 0;
  #cancelWatch: () => void = () => {};

  constructor(options: LinkSourceOptions) {
    this.#options = options;
    this.#bar = options.bar;
    const onListenerError = (error: unknown): void =>
      this.#tell("error", `A listener of Ableton Link failed: ${reasonOf(error)}.`);
    this.#changes = new Signal(onListenerError);
    this.#commands = new Signal(onListenerError);
    this.#supervisor = new Supervisor({
      name: "Ableton Link",
      room: "clock",
      level: "warning",
      lost: (reason) => `Ableton Link is away: ${reason}. Its tempo is held, and it is started again until it runs.`,
      start: (ended) => this.#start(ended),
      onEnd: () => this.#lost(),
      time: options.time,
      report: options.report,
    });
    this.#supervisor.start();
  }

  get name(): string {
    return `Ableton Link, ${this.#peers === 1 ? "1 peer" : `${this.#peers} peers`}`;
  }

  get state(): ClockState {
    return this.#state;
  }

  get timeline(): Timeline | null {
    return this.#timeline;
  }

  /** How many others are in the session. */
  get peers(): number {
    return this.#peers;
  }

  onChange(listener: (source: ClockSource) => void): () => void {
    return this.#changes.on(listener);
  }

  onTransport(listener: (command: ClockCommand) => void): () => void {
    return this.#commands.on(listener);
  }

  /** For everybody in the session. */
  setTempo(tempo: Bpm): void {
    if (this.#timeline === null || tempo === this.#timeline.tempo) return;
    this.#order({ do: "tempo", bpm: tempo });
    this.#timeline = this.#timeline.withTempo(tempo, this.#options.time.now());
    this.#changes.emit(this);
  }

  /** Tells the session, whoever in it listens to start and stop. */
  setPlaying(playing: boolean): void {
    this.#playing = playing;
    this.#order({ do: "playing", playing });
  }

  /** Length of the bars that are laid over one another, in quarter notes. */
  setBar(bar: Beats): void {
    if (bar === this.#bar) return;
    this.#bar = bar;
    this.#order({ do: "bar", beats: bar });
  }

  /** Leaves the session. Calling it twice is harmless. */
  dispose(): void {
    this.#cancelWatch();
    void this.#supervisor.dispose();
  }

  #start(ended: (reason: string) => void): LinkProcess {
    const { line, offset, start } = this.#options;
    const { tempo, originBeats, originMs } = this.#timeline?.shifted(ms(-offset)) ?? line;
    this.#orders = 0;
    this.#sessionPlays = false;
    const own = start(
      { tempo, originBeats, originMs, bar: this.#bar },
      {
        news: (news) => own === this.#supervisor.current && this.#heard(news),
        ended: (reason) => ended(`it has ended (${reason})`),
      },
    );
    this.#watch();
    return own;
  }

  #watch(): void {
    this.#cancelWatch();
    const { time } = this.#options;
    this.#cancelWatch = time.wake(ms(time.now() + HANGS), () => this.#supervisor.replace("it does not answer"));
  }

  #lost(): void {
    this.#cancelWatch();
    this.#peers = 0;
    this.#become(this.#timeline === null ? "idle" : "lost");
  }

  #heard(news: LinkNews): void {
    if (news.say === "impossible") {
      this.#supervisor.giveUp(
        `Ableton Link cannot run here: ${news.reason}. "antiphon doctor" says what is missing; the show goes on without it.`,
      );
      this.#lost();
      return;
    }
    this.#watch();
    this.#supervisor.works();
    // From before our newest order: what it says is no longer so.
    if (news.heard < this.#orders) return;
    this.#count(news.peers);
    this.#timeline = this.#lineOf(news);
    const command = this.#commandOf(news);
    this.#become("locked");
    if (command !== null) this.#commands.emit(command);
  }

  #count(peers: number): void {
    if (peers === this.#peers) return;
    this.#peers = peers;
    const who = peers === 0 ? "nobody else is" : peers === 1 ? "1 other is" : `${peers} others are`;
    this.#tell("info", `Ableton Link: ${who} in the session.`);
  }

  /** The session's line, in numbers that go on from ours by whole bars. */
  #lineOf({ at, beat, tempo }: LinkLine): Timeline {
    const line = new Timeline(bpm(tempo), beats(beat), ms(at + this.#options.offset));
    if (this.#timeline === null) return line;
    return renumbered(line, Math.round((this.#timeline.toBeats(line.originMs) - beat) / this.#bar) * this.#bar);
  }

  /** What the others have done, if they have; a start makes the next bar line beat 0. */
  #commandOf({ playing }: LinkLine): ClockCommand | null {
    const changed = playing !== this.#sessionPlays;
    this.#sessionPlays = playing;
    if (!changed || playing === this.#playing) return null;
    this.#playing = playing;
    if (!playing) return { do: "stop" };
    const line = this.#timeline!;
    const first = Math.ceil((line.originBeats - GRACE / line.msPerBeat) / this.#bar);
    this.#timeline = renumbered(line, -first * this.#bar);
    return { do: "start" };
  }

  #order(wish: LinkWish): void {
    this.#supervisor.current?.send({ ...wish, id: ++this.#orders });
  }

  #become(state: ClockState): void {
    this.#state = state;
    this.#changes.emit(this);
  }

  #tell(level: "info" | "warning" | "error", text: string): void {
    this.#options.report({ room: "clock", level, text });
  }
}
