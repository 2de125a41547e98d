import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import { CLIPS_PER_REEL, type Reel, reelOf, versionOf } from "../../../shared/picture/reel.ts";
import type { Clip, ClipsMessage, MediaState } from "../../../shared/protocol/media.ts";
import { didYouMean } from "../../../shared/text/no-such.ts";
import type { KeptChoice } from "./media-choice.ts";
import type { MediaFile, MediaFolder } from "./media-folder.ts";

export interface MediaBoardOptions {
  readonly folder: MediaFolder;
  readonly seed: number;
  /** What an earlier run kept. */
  readonly kept: KeptChoice;
  /** Told whenever what is to be kept is another. */
  readonly keep: (content: () => KeptChoice) => void;
  readonly onListenerError: OnListenerError;
}

/** The clips as the show uses them: which may be used, which are used now, and what the stages make of them. */
export class MediaBoard {
  readonly #options: MediaBoardOptions;
  readonly #folder: MediaFolder;
  readonly #off: Set<string>;
  /** What each stage said last. */
  readonly #stages = new Map<string, ClipsMessage>();
  /** Why a version of a clip cannot be used. */
  readonly #troubles = new Map<string, string>();
  #turn = 0;
  #state: MediaState;
  #reel: Reel<Clip>;
  readonly #stop: () => void;

  /** Something in `state` is new. */
  readonly changed: Signal<void>;

  constructor(options: MediaBoardOptions) {
    this.#options = options;
    this.#folder = options.folder;
    this.#off = new Set(options.kept.off);
    this.changed = new Signal(options.onListenerError);
    this.#reel = reelOf([], options.seed, 0);
    this.#state = this.#sumUp();
    this.#stop = options.folder.changed.on(() => this.#change());
  }

  get state(): MediaState {
    return this.#state;
  }

  /** Whether every stage that is there can play with the clips now. */
  get ready(): boolean {
    return this.#reel.clips.length > 0 && this.#state.ready === 1;
  }

  /**
   * Whether a clip may be used, also after a restart; one that a stage could not use is tried again.
   * Throws one sentence when there is none of that name.
   */
  use(name: string, on: boolean): void {
    const file = this.#folder.files.find((known) => known.name === name);
    if (file === undefined) {
      const near = didYouMean(
        name,
        this.#folder.files.map((known) => known.name),
      );
      throw new Error(`There is no clip ${JSON.stringify(name)} in ${this.#folder.path}${near}.`);
    }
    if (on) {
      this.#off.delete(name);
      this.#troubles.delete(versionOf(file));
    } else this.#off.add(name);
    this.#options.keep(() => ({ off: [...this.#off].sort() }));
    this.#change();
  }

  /** A stage tells how far it is, and counts from then on; `stage` is its own for as long as it is connected. */
  heard(message: ClipsMessage, stage: string): void {
    if (message.reel !== this.#reel.id) return;
    this.#stages.set(stage, message);
    for (const { name, reason } of message.troubles) {
      const file = this.#folder.files.find((known) => known.name === name);
      if (file !== undefined) this.#troubles.set(versionOf(file), reason);
    }
    this.#change();
  }

  gone(stage: string): void {
    if (this.#stages.delete(stage)) this.#change();
  }

  /** The clips in use have been seen: where there are more, others have their turn. */
  takeTurns(): void {
    if (usableOf(this.#state.clips).length <= CLIPS_PER_REEL) return;
    this.#turn++;
    this.#change();
  }

  dispose(): void {
    this.#stop();
  }

  #change(): void {
    this.#state = this.#sumUp();
    this.changed.emit();
  }

  #clips(): readonly Clip[] {
    const troubleOf = (file: MediaFile): string => this.#troubles.get(versionOf(file)) ?? "";
    return this.#folder.files.map((file) => ({ ...file, on: !this.#off.has(file.name), trouble: troubleOf(file) }));
  }

  #sumUp(): MediaState {
    const { path, exists, left } = this.#folder;
    const clips = this.#clips();
    this.#reel = reelOf(usableOf(clips), this.#options.seed, this.#turn);
    const { id, clips: used } = this.#reel;
    const done = [...this.#stages.values()].map((message) => (message.reel === id ? message.done : 0));
    const ready = done.length === 0 || id === "" ? 0 : Math.min(...done);
    return { folder: path, exists, clips, left, turn: this.#turn, inUse: used.map(({ name }) => name), ready };
  }
}

/** Those that are switched on and that no stage has refused. */
const usableOf = (clips: readonly Clip[]): readonly Clip[] => clips.filter(({ on, trouble }) => on && trouble === "");
