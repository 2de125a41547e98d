import type { COMMANDS, Handlers } from "../../../shared/controls/controls.ts";
import type { Reporter } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { Cue } from "../../../shared/music/cue.ts";
import type { MindListener } from "../../../shared/music/mind.ts";
import type { Hit } from "../../../shared/music/note.ts";
import type { DirectorState } from "../../../shared/protocol/picture.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Beats, Ms } from "../../../shared/time/units.ts";
import type { MemoryListener } from "../../core/music/memories.ts";
import { palettesOf, setListOf } from "../../core/show/picture-entries.ts";
import type { SceneTraits } from "../../core/show/scene-traits.ts";
import type { Show } from "../../core/show/show.ts";
import { Band } from "../../music/band/band.ts";
import { bandCommands } from "../../music/band/commands.ts";
import { LateVoice } from "../../music/band/late-voice.ts";
import type { Member } from "../../music/band/member.ts";
import type { TransportChange } from "../../music/clock/transport.ts";
import type { KeptMemories } from "../../music/rhythm/kept-memories.ts";
import { heardFileOf } from "../../music/rhythm/memory/heard-file.ts";
import type { BackendName } from "../../music/rhythm/network/backends.ts";
import { directorCommands } from "../../picture/commands.ts";
import { CueBook } from "../../picture/director/cue-book.ts";
import { Director } from "../../picture/director/director.ts";
import { withDirector } from "../../picture/director/with-director.ts";
import { dated } from "../../takes/log/record.ts";
import { alsoTo } from "./also-to.ts";
import { CueNumbers } from "./cue-numbers.ts";
import type { EnsembleOrder, EnsembleOrderName, EnsembleOutput, Input, Journal, Played } from "./input.ts";
import { InputTime } from "./input-time.ts";
import { ToldTime } from "./told-time.ts";

export interface EnsembleOptions {
  readonly show: Show;
  readonly members: readonly Member[];
  /** What may be shown; see `offer`. */
  readonly scenes: readonly [SceneTraits, ...SceneTraits[]];
  /** The transport as it is. */
  readonly change: TransportChange;
  /** What the networks run on; null where none does. */
  readonly backend: BackendName | null;
  readonly time: TimeSource;
  readonly seed: number;
  readonly output: EnsembleOutput;
  /** Told of everything that comes in and goes out. */
  readonly journal: Journal | null;
  readonly minds?: MindListener | undefined;
  /** Where live voices are remembered, with what is kept of other evenings; null where there are no networks. */
  readonly memories: KeptMemories | null;
  readonly memoryListener?: MemoryListener;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/**
 * Band and director: everybody in the house who decides something, and the one way to reach them. What comes in is an
 * Input of its own moment, and is dealt with before the next; clocks and chance have no other way in. So whoever has
 * the inputs of a performance has the performance.
 *
 * @realtime every method.
 */
export class Ensemble {
  readonly band: Band;
  readonly director: Director;
  readonly #source: TimeSource;
  readonly #time: InputTime;
  readonly #music: ToldTime;
  #journal: Journal | null;
  readonly #members: readonly Member[];
  readonly #handlers: Handlers<Pick<typeof COMMANDS, EnsembleOrderName>>;
  readonly #output: EnsembleOutput;
  readonly #cueNumbers = new CueNumbers();
  #rests = false;
  /** What is shown of a take that is played in the place of band and director; null while none is. */
  #aside: CueBook | null = null;

  /** `directing` is another. */
  readonly directed: Signal<void>;

  constructor(options: EnsembleOptions) {
    const {
      show,
      members,
      scenes,
      change,
      backend,
      time,
      seed,
      output,
      journal,
      minds,
      memories,
      memoryListener,
      report,
    } = options;
    const { onListenerError } = options;
    this.directed = new Signal(onListenerError);
    const at = dated(time.now());
    this.#source = time;
    this.#journal = journal;
    this.#members = members;
    this.#time = new InputTime(time, at, (number, run) => {
      this.#came({ kind: "wake", at: this.#moment(), number });
      run();
    });
    this.#music = new ToldTime(change);
    const silent = members.filter(({ model }) => model?.voice instanceof LateVoice).map(({ name }) => name);
    const remembered = members.flatMap(({ name, model }) => {
      const heard = model === null ? memories?.heard(name) : undefined;
      return heard === undefined || heard.patterns.length === 0 ? [] : [{ voice: name, heard: heardFileOf(heard) }];
    });
    this.#came({ kind: "begin", at, beginning: { scenes, change, silent, backend, remembered } });

    const common = { music: this.#music, time: this.#time, seed, report, onListenerError };
    const out = alsoTo(output, () => this.#journal);
    this.#output = out;
    this.director = new Director({
      voices: show.voices.filter((voice) => voice.sounds).map((voice) => voice.name),
      scenes,
      palettes: palettesOf(show.palettes),
      setList: setListOf(show.scenes),
      settings: { held: show.director.held, restlessness: show.director.restlessness },
      ceilings: show.director.passes,
      output: { cue: (cue) => this.#cue(this.#cueNumbers.of(cue, "director")) },
      ...common,
    });
    this.director.changed.on(() => this.directed.emit());
    this.band = new Band({
      members,
      output: withDirector(out, this.director),
      ...(minds && { minds }),
      ...(memories && { memories }),
      ...(memoryListener && { memoryListener }),
      ...common,
    });
    this.#handlers = {
      ...bandCommands(this.band, String),
      ...directorCommands(this.director),
      panic: () => {
        this.band.panic();
        this.director.halt();
      },
    };
  }

  /** The director as pages see it: while a take is played in its place, with the cues that are shown then. */
  get directing(): DirectorState {
    const { state } = this.director;
    return this.#aside === null ? state : { ...state, ...this.#aside.at(this.#music.positionAt(this.#source.now())) };
  }

  /** Sends the cue that is in force, and tells what is remembered of other evenings: once at the start. */
  open(): void {
    this.enter({ kind: "open", at: this.#moment() });
  }

  /** Somebody plays on every live voice. The note goes out before anything else is done with it. */
  hit({ drum, velocity, at }: Hit, source: string): void {
    this.enter({ kind: "hit", at: this.#moment(), source, hit: { drum, velocity, at: dated(at) } });
  }

  /** `step` of the transport's grid is over. */
  closeStep(step: number): void {
    this.enter({ kind: "step", at: this.#moment(), step });
  }

  /** The transport has changed; whoever keeps what was planned must know before. */
  setTransport(change: TransportChange): void {
    this.enter({ kind: "transport", at: this.#moment(), change });
  }

  /** See Director.offer. */
  offer(scenes: readonly SceneTraits[]): void {
    this.enter({ kind: "scenes", at: this.#moment(), scenes });
  }

  /** See Director.leave. */
  withdraw(scene: string): void {
    this.enter({ kind: "withdrawn", at: this.#moment(), scene });
  }

  /** See Director.rest. */
  rest(on: boolean): void {
    if (on !== this.#rests) this.enter({ kind: "rest", at: this.#moment(), on });
    this.#rests = on;
  }

  /** A take begins to be played, or is entered elsewhere: band and director rest. Or it is over, and they go on. */
  stepAside(on: boolean): void {
    this.enter({ kind: "aside", at: this.#moment(), on });
  }

  /** The take gives this out. */
  play(played: Played): void {
    this.enter({ kind: "played", at: this.#moment(), played });
  }

  /** Carries out what can be ordered of band and director. Throws or rejects with a sentence for what cannot be done. */
  order(order: EnsembleOrder): void | Promise<void> {
    return this.enter({ kind: "order", at: this.#moment(), order });
  }

  /** The networks have replied to request `number`: `settle` hands it on. */
  readonly replied = (number: number, refused: string | null, settle: () => void): void => {
    this.#came({ kind: "reply", at: this.#moment(), number, refused });
    settle();
  };

  /** The networks have crashed, and begin afresh. */
  readonly lost = (): void => this.#came({ kind: "lost", at: this.#moment() });

  /** Deals with what came in at its moment. Replies and wakes come by themselves, from whoever was asked for them. */
  enter(input: Input): void | Promise<void> {
    this.#came(input);
    switch (input.kind) {
      case "open":
        this.director.open();
        this.band.recall();
        return;
      case "hit":
        for (const { name, model } of this.#members) if (model === null) this.band.hit(name, input.hit);
        return;
      case "step":
        if (this.#aside !== null) return this.#land(this.#aside);
        this.band.closeStep(input.step);
        this.director.closeStep(input.step);
        return;
      case "transport":
        this.#turn(input.change);
        return;
      case "order":
        return (this.#handlers[input.order.do] as (order: EnsembleOrder) => void | Promise<void>)(input.order);
      case "scenes":
        this.director.offer(input.scenes);
        return;
      case "withdrawn":
        this.director.leave(input.scene);
        return;
      case "rest":
        this.director.rest(input.on);
        return;
      case "aside":
        this.#aside = input.on ? (this.#aside ?? new CueBook(this.director.cue)) : null;
        this.#cueNumbers.begin();
        if (!input.on) this.director.open();
        this.directed.emit();
        return;
      case "played":
        this.#handOn(input.played);
    }
  }

  /** What is taken back now is not written down: it is no part of the playing. */
  dispose(): void {
    this.#journal = null;
    this.band.dispose();
  }

  #turn(change: TransportChange): void {
    this.#music.tell(change);
    if (change.jumped || !change.playing) this.#aside?.forgetAhead(this.#time.now());
    if (change.jumped) {
      this.band.reseat();
      this.director.reseat();
    } else if (!change.playing) {
      this.band.halt();
      this.director.halt();
    }
  }

  #handOn(played: Played): void {
    const output = this.#output;
    if (played.kind === "live") output.live(played.note);
    else if (played.kind === "plan") output.plan([played.note]);
    else if (played.kind === "revoke") output.revoke(played.notes);
    else if (played.kind === "cue") this.#cue(this.#cueNumbers.of(played.cue, "take"));
    else output.gauge(played.voice, played.density, played.surprise);
  }

  #cue(cue: Cue): void {
    this.#output.cue(cue);
    if (this.#aside === null) return;
    this.#aside.add(cue, this.#position());
    this.directed.emit();
  }

  #land(shown: CueBook): void {
    const { inForce } = shown;
    shown.land(this.#position());
    if (shown.inForce !== inForce) this.directed.emit();
  }

  #position(): Beats {
    return this.#music.positionAt(this.#time.now());
  }

  #moment(): Ms {
    return dated(this.#source.now());
  }

  #came(input: Input): void {
    this.#time.set(input.at);
    this.#journal?.came(input);
  }
}
