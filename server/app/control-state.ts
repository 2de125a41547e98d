import { isDeepStrictEqual } from "node:util";
import type { Origin, Setting, Turnable } from "../../shared/controls/control.ts";
import { type ControlValue, type ControlValues, pathOf, readValues, SETTINGS } from "../../shared/controls/controls.ts";
import { turnedBy } from "../../shared/controls/template.ts";
import { type OnListenerError, Signal } from "../../shared/events/signal.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import type { CarriedOut } from "./gate.ts";

/** What changes without an order, as cues and clips do, is looked at this often at most. */
const LOOK_EVERY_MS = 50;

/**
 * The value of everything that can be turned: what it is, what it is by default, since when and by whom. The rooms
 * have the values and do with them what they must; whoever shows, keeps or learns a value reads it here.
 */
export class ControlState {
  readonly #read: () => Turnable;
  readonly #time: TimeSource;
  #values: Record<string, ControlValue> = {};
  /** Orders that take effect later, as cues do on a bar line, by what they turn. */
  readonly #coming = new Map<string, { readonly value: unknown; readonly by: Origin }>();
  #cancelLook: (() => void) | null = null;

  /** The values that are new; null for what is not there any more. */
  readonly changed: Signal<Readonly<Record<string, ControlValue | null>>>;

  /** `read` gives what the rooms have. */
  constructor(read: () => Turnable, time: TimeSource, onListenerError: OnListenerError) {
    this.#read = read;
    this.#time = time;
    this.changed = new Signal(onListenerError);
    this.#look();
  }

  /** As they are now. */
  get values(): ControlValues {
    this.#look();
    return this.#values;
  }

  /** An order was carried out. Tells at once what has changed by it. */
  passed({ command, origin }: CarriedOut): void {
    for (const setting of SETTINGS) {
      const turned = turnedBy(setting.template, command);
      if (turned !== null) this.#coming.set(pathOf(setting, turned.names), { value: turned.value, by: origin });
    }
    this.#look(command.do, origin);
  }

  /** Something may have changed: it is looked at soon. */
  touch(): void {
    this.#cancelLook ??= this.#time.wake(ms(this.#time.now() + LOOK_EVERY_MS), () => this.#look());
  }

  dispose(): void {
    this.#cancelLook?.();
  }

  /** What has changed is told. `order` and `origin` say what was carried out just now, by whom. */
  #look(order = "", origin: Origin = "start"): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
    const news: Record<string, ControlValue | null> = {};
    const gone = new Set(Object.keys(this.#values));
    readValues(this.#read(), (path, value, setting) => {
      gone.delete(path);
      const by = this.#turner(path, value, setting, order, origin);
      if (by !== null) news[path] = { value, default: setting.default, at: this.#time.now(), by };
    });
    for (const path of gone) news[path] = null;
    if (Object.keys(news).length === 0) return;
    const kept = Object.entries({ ...this.#values, ...news });
    this.#values = Object.fromEntries(kept.filter((entry): entry is [string, ControlValue] => entry[1] !== null));
    this.changed.emit(news);
  }

  /** Who has turned it to `value`; null where it is as it was. */
  #turner(
    path: string,
    value: unknown,
    { template, alsoBy, turnedBy: usually }: Setting,
    order: string,
    origin: Origin,
  ): Origin | null {
    const before = this.#values[path];
    const coming = this.#coming.get(path);
    if (coming !== undefined && isDeepStrictEqual(coming.value, value)) {
      this.#coming.delete(path);
      return coming.by;
    }
    if (before === undefined) return "start";
    if (Object.is(before.value, value) || isDeepStrictEqual(before.value, value)) return null;
    this.#coming.delete(path);
    return [template.do, alsoBy].flat().includes(order) ? origin : usually;
  }
}
