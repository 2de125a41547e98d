import { join } from "node:path";
import { type ControlValues, orderFor } from "../../../shared/controls/controls.ts";
import type { Reporter } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { ReplayState } from "../../../shared/protocol/replay.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { LiveInput } from "../../io/inputs/live-input.ts";
import type { TransportSwitch } from "../../music/clock/transport-switch.ts";
import { placeInTake } from "../../takes/replay/place-in-take.ts";
import { TakePlayer } from "../../takes/replay/take-player.ts";
import type { OpenedTake } from "../../takes/replay/take-reader.ts";
import type { TakeHeader } from "../../takes/take-header.ts";
import type { Ensemble } from "../ensemble/ensemble.ts";
import type { CarryOut } from "../gate.ts";

type Place = string | number;

interface ReplayOptions {
  /** Where takes lie. */
  readonly folder: string;
  readonly open: (folder: string) => Promise<OpenedTake>;
  readonly music: TransportSwitch;
  readonly ensemble: Pick<Ensemble, "stepAside" | "play" | "hit">;
  readonly live: Pick<LiveInput, "restMachines">;
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

/** What of the picture is laid over by hand, and so is a take's as well; what keeps people safe is not. */
const BY_HAND = /^(?:blackout$|freeze$|bypass$|pass\/|scene\/[^/]+\/)/;

/**
 * Plays takes into the running show: as they were, in the place of band and director, or their drummer alone, whom
 * the band answers anew. When a take is over the show is as before.
 */
export class Replay {
  readonly #options: ReplayOptions;
  #playing: PlayedTake | null = null;
  /** What settings were before the take has turned them. */
  readonly #before = new Map<string, unknown>();
  /** Counts the orders to play one: a later one wins. */
  #asked = 0;

  /** `state` is another. */
  readonly changed: Signal<void>;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.changed = new Signal(options.onListenerError);
  }

  /** Null while no take is played. */
  get state(): ReplayState | null {
    return this.#playing?.player.state ?? null;
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
      if (this.#playing?.take !== take) take.dispose();
      throw error;
    }
  }

  async #begin(take: OpenedTake, manner: ReplayState["manner"], from?: Place): Promise<void> {
    const { header, name } = take;
    if (header.to === null) throw new Error(`The take ${name} is still being recorded; end it first.`);
    const at = from === undefined ? header.from : placeInTake(header, from);
    this.stop();
    const { music, ensemble, live, time, report } = this.#options;
    const player = new TakePlayer({
      take,
      manner,
      speed: 1,
      house: {
        enter: () => {
          live.restMachines(true);
          if (manner === "as-it-was") ensemble.stepAside(true);
        },
        turn: (line) => music.lead(line),
        play: (played) => ensemble.play(played),
        panic: () => this.#options.panic(),
        hit: (hit) => ensemble.hit(hit, `the take ${name}`),
        control: (path, value) => this.#turn(path, value),
        ended: () => this.stop(),
      },
      time,
      report,
      onChange: () => this.changed.emit(),
    });
    this.#playing = { take, player };
    await player.enter(at);
  }

  /** What rejects does so with one sentence, and the take plays on. */
  async seek(to: Place): Promise<void> {
    const { take, player } = this.#demand();
    await player.enter(placeInTake(take.header, to));
  }

  async loop(from: Place | undefined, to: Place | undefined): Promise<void> {
    const { take, player } = this.#demand();
    if (from === undefined && to === undefined) return player.loop(null);
    const { header } = take;
    await player.loop(rangeIn(header, from, to));
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
    this.#turnBack();
    live.restMachines(false);
    music.giveBack();
    if (playing.player.state.manner === "as-it-was") ensemble.stepAside(false);
    this.changed.emit();
  }

  #demand(): PlayedTake {
    if (this.#playing === null) throw new Error('No take is being played; "replay" plays one.');
    return this.#playing;
  }

  #turn(path: string, value: unknown): void {
    const { carryOut, controls } = this.#options;
    const now = controls()[path];
    if (!BY_HAND.test(path) || now === undefined || Object.is(now.value, value)) return;
    if (!this.#before.has(path)) this.#before.set(path, now.value);
    void carryOut(orderFor(path, value), "take");
  }

  /** What somebody else has turned since stays. */
  #turnBack(): void {
    const { carryOut, controls } = this.#options;
    for (const [path, value] of this.#before)
      if (controls()[path]?.by === "take") void carryOut(orderFor(path, value), "take");
    this.#before.clear();
  }
}

const rangeIn = (header: TakeHeader, from: Place | undefined, to: Place | undefined) => {
  const begin = from === undefined ? header.from : placeInTake(header, from);
  const end = to === undefined ? (header.to ?? begin) : placeInTake(header, to);
  if (end > begin) return { from: begin, to: end };
  throw new Error(`${to ?? "The end"} does not come after ${from}: a loop needs a part of the take.`);
};
