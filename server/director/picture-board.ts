import { type OnListenerError, Signal } from "../../shared/events/signal.ts";
import { fadeOn, steadyFade } from "../../shared/picture/fade.ts";
import type { PassName } from "../../shared/picture/passes.ts";
import { turnOn } from "../../shared/picture/turned.ts";
import type { PictureState } from "../../shared/protocol/picture.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";

/** What a stage said of its limiter counts for this long; a stage that works on says so again. */
const LIMITING_COUNTS_MS = 2000;

/** No scene declares as many parameters. */
const MOST_TURNED = 32;

/** What is laid over the director's picture by hand: blackout, freeze, the flash limiter's switch, doses. */
export class PictureBoard {
  readonly #time: TimeSource;
  #state: PictureState;
  /** How hard each stage's limiter works, and when it said so. */
  readonly #limiting = new Map<string, { readonly limiting: number; readonly at: number }>();
  #cancelWake: () => void = () => {};

  /** Something in `state` is new. */
  readonly changed: Signal<void>;

  constructor(time: TimeSource, onListenerError: OnListenerError) {
    this.#time = time;
    this.changed = new Signal(onListenerError);
    this.#state = {
      blackout: false,
      light: steadyFade(1),
      frozenAt: null,
      flashLimiter: true,
      passes: {},
      parameters: {},
      limiting: 0,
    };
  }

  get state(): PictureState {
    return this.#state;
  }

  /** To black, or back, from wherever a fade under way is. */
  blackout(on: boolean, seconds: number): void {
    const light = fadeOn(this.#state.light, on ? 0 : 1, this.#time.now(), ms(seconds * 1000));
    this.#set({ blackout: on, light });
  }

  freeze(on: boolean): void {
    this.#set({ frozenAt: on ? (this.#state.frozenAt ?? this.#time.now()) : null });
  }

  limitFlashes(on: boolean): void {
    this.#set({ flashLimiter: on });
  }

  /** `null` gives the pass back to the director. */
  setPass(pass: PassName, dose: number | null): void {
    const { [pass]: _, ...others } = this.#state.passes;
    this.#set({ passes: dose === null ? others : { ...others, [pass]: dose } });
  }

  /** Turns a parameter of a scene; `null` gives it back its default. Throws a sentence when too many are turned. */
  turn(scene: string, parameter: string, value: number | null): void {
    const { parameters = {} } = this.#state;
    const turns = parameters[scene] ?? {};
    const before = Object.hasOwn(turns, parameter) ? turns[parameter] : undefined;
    if (before === undefined && Object.keys(turns).length >= MOST_TURNED)
      throw new Error(`The scene "${scene}" has ${MOST_TURNED} parameters turned, and no scene has more.`);
    const turned = { ...turns, [parameter]: turnOn(before, value, this.#time.now()) };
    this.#set({ parameters: { ...parameters, [scene]: turned } });
  }

  /** A stage's limiter works this hard, 0 to 1. */
  limiting(stage: string, limiting: number): void {
    this.#limiting.set(stage, { limiting, at: this.#time.now() });
    this.#sumUp();
  }

  dispose(): void {
    this.#cancelWake();
  }

  #sumUp(): void {
    const now = this.#time.now();
    for (const [stage, { limiting, at }] of this.#limiting)
      if (limiting === 0 || now - at >= LIMITING_COUNTS_MS) this.#limiting.delete(stage);
    const heard = [...this.#limiting.values()];
    this.#cancelWake();
    const [oldest] = heard.map(({ at }) => at).sort((a, b) => a - b);
    if (oldest !== undefined) this.#cancelWake = this.#time.wake(ms(oldest + LIMITING_COUNTS_MS), () => this.#sumUp());
    const limiting = heard.reduce((most, one) => Math.max(most, one.limiting), 0);
    if (limiting !== this.#state.limiting) this.#set({ limiting });
  }

  #set(changes: Partial<PictureState>): void {
    this.#state = { ...this.#state, ...changes };
    this.changed.emit();
  }
}
