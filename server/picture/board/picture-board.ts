import type { Reporter } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import { fadeOn, steadyFade } from "../../../shared/picture/fade.ts";
import type { PassName } from "../../../shared/picture/passes.ts";
import { isOver, type Turn, turnOn } from "../../../shared/picture/turned.ts";
import type { PictureState } from "../../../shared/protocol/picture.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { type KeptPicture, MOST_TURNED } from "./picture-file.ts";

/** Stages draw the pictures of some frames ahead: one that is to stand still must not have been passed by any. */
const FREEZE_AHEAD_MS = 300;

/** What a stage said of its limiter counts for this long; a stage that works on says so again. */
const LIMITING_COUNTS_MS = 2000;

const ABOUT_BLACK = "the stage left black";

export interface PictureBoardOptions {
  /** What an earlier run kept. */
  readonly kept: KeptPicture;
  /** Told whenever what is to be kept is another. */
  readonly keep: (content: () => KeptPicture) => void;
  /** Of the projectors that are open: their stages draw for moments as much later. */
  readonly longestDelay: () => Ms;
  /** What can be turned of a scene; null while nobody knows. */
  readonly parametersOf: (scene: string) => readonly string[] | null;
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/**
 * What is laid over the director's picture by hand: blackout, freeze, the flash limiter's switch, doses of passes,
 * parameters of scenes.
 *
 * After a restart, in the middle of a set perhaps, the operator finds doses and parameters as they were left, for
 * they are work. A stage that was black stays black, and says so, for nobody wants it to light up by itself. The
 * limiter is on, and says so where it was off, for those who agreed to do without may have gone home. A freeze is
 * over: the picture that stood still is not there any more.
 */
export class PictureBoard {
  readonly #options: PictureBoardOptions;
  #state: PictureState;
  /** How hard each stage's limiter works, and when it said so. */
  readonly #limiting = new Map<string, { readonly limiting: number; readonly at: number }>();
  /** It was said that the stage is black, and is so still. */
  #saidBlack = false;
  /** Which scene is on each stage's screen. */
  readonly #showing = new Map<string, string>();
  #cancelWake: () => void = () => {};

  /** Something in `state` is new. */
  readonly changed: Signal<void>;

  constructor(options: PictureBoardOptions) {
    const { kept, time } = options;
    this.#options = options;
    this.changed = new Signal(options.onListenerError);
    const turn = ([name, to]: [string, number]): [string, Turn] => [name, { from: to, to, at: time.now() }];
    const turns = Object.entries(kept.parameters).map(([scene, turned]) => [
      scene,
      Object.fromEntries(Object.entries(turned).map(turn)),
    ]);
    this.#state = {
      blackout: kept.blackout,
      light: steadyFade(kept.blackout ? 0 : 1),
      frozenAt: null,
      flashLimiter: true,
      bypass: kept.bypass,
      passes: kept.passes,
      parameters: Object.fromEntries(turns),
      limiting: 0,
      seen: [],
    };
    this.#saidBlack = kept.blackout;
    if (kept.blackout) this.#warn("The stage is black, as it was left: blackout on the desk ends it.", ABOUT_BLACK);
    if (!kept.flashLimiter) {
      this.#warn("The flash limiter was off and is on again: whoever is in the room now has to agree anew.");
      options.keep(() => this.#kept);
    }
  }

  get state(): PictureState {
    return this.#state;
  }

  /** To black, or back, from wherever a fade under way is. */
  blackout(on: boolean, seconds: number): void {
    const light = fadeOn(this.#state.light, on ? 0 : 1, this.#options.time.now(), ms(seconds * 1000));
    this.#lay({ blackout: on, light });
    if (on || !this.#saidBlack) return;
    this.#saidBlack = false;
    this.#options.report({ room: "picture", level: "info", text: "The stage is lit again.", about: ABOUT_BLACK });
  }

  /** At a moment that no stage has drawn yet. */
  freeze(on: boolean): void {
    const { time, longestDelay } = this.#options;
    this.#set({ frozenAt: on ? (this.#state.frozenAt ?? ms(time.now() + FREEZE_AHEAD_MS + longestDelay())) : null });
  }

  limitFlashes(on: boolean): void {
    this.#lay({ flashLimiter: on });
  }

  /** Shows the scenes without any pass; the doses stay, and count again when it is off. */
  bypass(on: boolean): void {
    this.#lay({ bypass: on });
  }

  /** `null` gives the pass back to the director. */
  setPass(pass: PassName, dose: number | null): void {
    const { [pass]: _, ...others } = this.#state.passes;
    this.#lay({ passes: dose === null ? others : { ...others, [pass]: dose } });
  }

  /** Turns a parameter of a scene; `null` gives it back its default. Throws a sentence for one that the scene has not. */
  turn(scene: string, parameter: string, value: number | null): void {
    const { time, parametersOf } = this.#options;
    const names = parametersOf(scene);
    if (names !== null && !names.includes(parameter))
      throw new Error(`The scene "${scene}" has no "${parameter}" to turn; it has ${names.join(", ") || "nothing"}.`);
    const { parameters = {} } = this.#state;
    // What came before anybody knew the scene's parameters, and is none, takes no place from one that is.
    const stays = ([name, turn]: [string, Turn]): boolean =>
      !isOver(turn, time.now()) && (names === null || names.includes(name));
    const turns = Object.fromEntries(Object.entries(parameters[scene] ?? {}).filter(stays));
    const before = Object.hasOwn(turns, parameter) ? turns[parameter] : undefined;
    if (before === undefined && Object.keys(turns).length >= MOST_TURNED)
      throw new Error(`The scene "${scene}" has ${MOST_TURNED} parameters turned, and no scene has more.`);
    const turned = { ...turns, [parameter]: turnOn(before, value, time.now()) };
    this.#lay({ parameters: { ...parameters, [scene]: turned } });
  }

  /** A stage's limiter works this hard, 0 to 1. */
  limiting(stage: string, limiting: number): void {
    this.#limiting.set(stage, { limiting, at: this.#options.time.now() });
    this.#sumUp();
  }

  /** A stage has this scene on its screen now; "" for none. */
  showing(stage: string, scene: string): void {
    if ((this.#showing.get(stage) ?? "") === scene) return;
    if (scene === "") this.#showing.delete(stage);
    else this.#showing.set(stage, scene);
    this.#set({ seen: [...new Set(this.#showing.values())].sort() });
  }

  dispose(): void {
    this.#cancelWake();
  }

  #sumUp(): void {
    const now = this.#options.time.now();
    for (const [stage, { limiting, at }] of this.#limiting)
      if (limiting === 0 || now - at >= LIMITING_COUNTS_MS) this.#limiting.delete(stage);
    const heard = [...this.#limiting.values()];
    this.#cancelWake();
    const [oldest] = heard.map(({ at }) => at).sort((a, b) => a - b);
    if (oldest !== undefined)
      this.#cancelWake = this.#options.time.wake(ms(oldest + LIMITING_COUNTS_MS), () => this.#sumUp());
    const limiting = heard.reduce((most, one) => Math.max(most, one.limiting), 0);
    if (limiting !== this.#state.limiting) this.#set({ limiting });
  }

  get #kept(): KeptPicture {
    const { blackout, flashLimiter, bypass = false, passes, parameters = {} } = this.#state;
    const turned = (turns: Readonly<Record<string, Turn>>): [string, number][] =>
      Object.entries(turns).flatMap(([name, { to }]) => (to === null ? [] : [[name, to]]));
    const scenes = Object.entries(parameters).map(([scene, turns]) => [scene, Object.fromEntries(turned(turns))]);
    return { blackout, flashLimiter, bypass, passes, parameters: Object.fromEntries(scenes) };
  }

  /** A change that outlives the server. */
  #lay(changes: Partial<PictureState>): void {
    this.#set(changes);
    this.#options.keep(() => this.#kept);
  }

  #set(changes: Partial<PictureState>): void {
    this.#state = { ...this.#state, ...changes };
    this.changed.emit();
  }

  #warn(text: string, about?: string): void {
    this.#options.report({ room: "picture", level: "warning", text, ...(about === undefined ? {} : { about }) });
  }
}
