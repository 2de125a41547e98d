import { join } from "node:path";
import type { CommandOf, ControlValues } from "../../../shared/controls/controls.ts";
import type { Reporter } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { ReplayState } from "../../../shared/protocol/replay.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { LiveInput } from "../../io/inputs/live-input.ts";
import type { TransportSwitch } from "../../music/clock/transport-switch.ts";
import type { Take } from "../../takes/read-take.ts";
import { placeInTake } from "../../takes/replay/place-in-take.ts";
import { TakePlayer } from "../../takes/replay/take-player.ts";
import type { OpenedTake } from "../../takes/replay/take-reader.ts";
import type { TakeHeader } from "../../takes/take-header.ts";
import type { Ensemble } from "../ensemble/ensemble.ts";
import type { CarryOut } from "../gate.ts";
import { ChangedRounds } from "./changed-rounds.ts";
import { TurnedByTake } from "./turned-by-take.ts";

type Place = string | number;
type LoopOrder = Omit<CommandOf<"replay-loop">, "do">;

/** What of the picture is laid over by hand, and so is a take's as well; what keeps people safe is not. */
const BY_HAND = /^(?:blackout$|freeze$|bypass$|pass\/|scene\/[^/]+\/)/;

interface ReplayOptions {
  /** Where takes lie. */
  readonly folder: string;
  readonly open: (folder: string) => Promise<OpenedTake>;
  readonly music: TransportSwitch;
  readonly ensemble: Pick<Ensemble, "stepAside" | "play" | "hit">;
  readonly live: Pick<LiveInput, "restMachines">;
  /** The names of those there are. */
  readonly scenes: () => readonly string[];
  /** The show's own among them, as they are now. */
  readonly ownScenes: () => readonly TakeHeader["scenes"][number][];
  /** Silences every output. */
  readonly panic: () => void;
  readonly carryOut: CarryOut;
  readonly controls: () => ControlValues;
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

interface PlayedTake {
  readonly take: OpenedTake;
  readonly player: TakePlayer;
}

/**
 * Plays takes into the running show: as they were, in the place of band and director, or their drummer alone, whom
 * the band answers anew. When a take is over the show is as before.
 */
export class Replay {
  readonly #options: ReplayOptions;
  #playing: PlayedTake | null = null;
  readonly #turned: TurnedByTake;
  readonly #changes: ChangedRounds;
  /** Scenes of the take that are not there. */
  readonly #missed = new Set<string>();
  /** Counts the orders to play one: a later one wins. */
  #asked = 0;

  /** `state` is another. */
  readonly changed: Signal<void>;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#turned = new TurnedByTake(options.carryOut, options.controls);
    this.#changes = new ChangedRounds(options.carryOut, options.controls);
    this.changed = new Signal(options.onListenerError);
  }

  /** Null while no take is played. */
  get state(): ReplayState | null {
    const state = this.#playing?.player.state;
    if (state === undefined) return null;
    const { changed } = this.#changes;
    return state.loop === null || changed === null ? state : { ...state, loop: { ...state.loop, changed } };
  }

  /** Who leads the music: a clause for people; null while the house does. */
  get leader(): string | null {
    return this.#playing === null ? null : `the take ${this.#playing.take.name}`;
  }

  /** Its drummer, where he plays live; null while none does. */
  get drummer(): string | null {
    return this.state?.manner === "drummer" ? this.leader : null;
  }

  /** Plays one of the show's takes; see playFolder. */
  async play(name: string, manner: ReplayState["manner"], from?: Place): Promise<void> {
    await this.playFolder(join(this.#options.folder, name), manner, from);
  }

  /** Rejects with one sentence for what is no take, or not in it; what was played goes on then. */
  async playFolder(folder: string, manner: ReplayState["manner"], from?: Place): Promise<void> {
    const asked = ++this.#asked;
    const take = await this.#options.open(folder);
    try {
      if (asked !== this.#asked) throw new Error("Another take was ordered meanwhile.");
      await this.#begin(take, manner, from);
    } catch (error) {
      take.dispose();
      throw error;
    }
  }

  async #begin(take: OpenedTake, manner: ReplayState["manner"], from?: Place): Promise<void> {
    const { header, name } = take;
    demandEnd(take);
    const at = from === undefined ? header.from : placeInTake(header, from);
    this.stop();
    const { music, ensemble, live, time, report } = this.#options;
    const player = new TakePlayer({
      take,
      manner,
      speed: 1,
      house: {
        enter: (round) => {
          this.#changes.enter(round);
          live.restMachines(true);
          if (manner === "as-it-was") ensemble.stepAside(true);
        },
        turn: (line) => music.lead(line, `the take ${name}`),
        play: (played) => {
          if (played.kind !== "cue" || this.#has(played.cue.scene)) ensemble.play(played);
        },
        panic: () => this.#options.panic(),
        hit: (hit) => ensemble.hit(hit, `the take ${name}`),
        control: (path, value) => {
          if (BY_HAND.test(path)) this.#turned.turn(path, value);
        },
        ended: () => this.stop(),
      },
      time,
      report,
      onChange: () => this.changed.emit(),
    });
    this.#playing = { take, player };
    if (manner === "as-it-was") this.#sayChanged(header);
    await player.enter(at);
  }

  /** What rejects does so with one sentence, and the take plays on. */
  async seek(to: Place): Promise<void> {
    const { take, player } = this.#demand();
    await player.enter(placeInTake(take.header, to));
  }

  async loop({ from, to, countInBars = 0, changes = [] }: LoopOrder): Promise<void> {
    const { take, player } = this.#demand();
    if (changes.length > 0 && player.state.manner !== "drummer")
      throw new Error(
        'Nobody answers a take that is played as it was; "replay" it with manner "drummer" to hear changes.',
      );
    if (from === undefined && to === undefined) {
      if (changes.length > 0 || countInBars > 0) throw new Error("A loop needs a part of the take: from, to or both.");
      this.#changes.end();
      return player.loop(null);
    }
    const range = rangeIn(take.header, from, to);
    this.#changes.begin(changes);
    await player.loop({ ...range, countInBars });
  }

  async setSpeed(speed: number): Promise<void> {
    await this.#demand().player.setSpeed(speed);
  }

  async pause(on: boolean): Promise<void> {
    await this.#demand().player.pause(on);
  }

  /** Throws where none is played. */
  end(): void {
    this.#demand();
    this.stop();
  }

  /** The show is as it was before. Calling it twice is harmless. */
  stop(): void {
    const playing = this.#playing;
    if (playing === null) return;
    const { music, ensemble, live, report } = this.#options;
    this.#playing = null;
    playing.player.stop();
    for (const text of playing.take.losses) report({ room: "takes", level: "warning", text });
    playing.take.dispose();
    this.#turned.turnBack();
    this.#changes.end();
    this.#missed.clear();
    live.restMachines(false);
    music.giveBack();
    if (playing.player.state.manner === "as-it-was") ensemble.stepAside(false);
    this.changed.emit();
  }

  #demand(): PlayedTake {
    if (this.#playing === null) throw new Error('No take is being played; "replay" plays one.');
    return this.#playing;
  }

  /** The picture is not as it was where scenes were changed since. */
  #sayChanged({ scenes }: TakeHeader): void {
    const { ownScenes, report } = this.#options;
    const now = new Map(ownScenes().map(({ name, version }) => [name, version]));
    const changed = scenes.filter(({ name, version }) => now.has(name) && now.get(name) !== version);
    if (changed.length === 0) return;
    const names = changed.map(({ name }) => name).join(", ");
    report({
      room: "takes",
      level: "warning",
      text: `Changed since the take, and drawn as now: ${names}; for the picture of then have the files of then in the folder "scenes".`,
    });
  }

  /** Whether there is such a scene; what is not there is said once a take. */
  #has(scene: string): boolean {
    const { scenes, report } = this.#options;
    if (scenes().includes(scene)) return true;
    if (!this.#missed.has(scene))
      report({
        room: "takes",
        level: "warning",
        text: `The take's scene "${scene}" is not there any more; the picture stays as it is where it comes, until its folder is in "scenes" again.`,
      });
    this.#missed.add(scene);
    return false;
  }
}

/** Throws a sentence for a take without an end. */
export const demandEnd = ({ name, header }: Pick<Take, "name" | "header">): void => {
  if (header.to !== null) return;
  throw new Error(
    `The take ${name} has no end: it is still being recorded, then end it first, or it was cut off, then the next start of its show finishes it.`,
  );
};

const rangeIn = (header: TakeHeader, from: Place | undefined, to: Place | undefined) => {
  const begin = from === undefined ? header.from : placeInTake(header, from);
  const end = to === undefined ? (header.to ?? begin) : placeInTake(header, to);
  if (end > begin) return { from: begin, to: end };
  throw new Error(
    `${to ?? "The end"} does not come after ${from ?? "the beginning"}: a loop needs a part of the take.`,
  );
};
