import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { SceneTraits } from "../../core/show/scene-traits.ts";

/** The scenes that may be chosen, in groups that come and go while the show plays: ours, the show's own. */
export class SceneList {
  readonly #groups = new Map<string, readonly SceneTraits[]>();
  readonly #names: string[] = [];

  /** What may be chosen is another, whole: every group in the order in which groups were first put. */
  readonly changed: Signal<readonly SceneTraits[]>;

  constructor(onListenerError: OnListenerError) {
    this.changed = new Signal(onListenerError);
  }

  /** Every scene there has been; it only grows, so that a scene's place in it stays its number. */
  get names(): readonly string[] {
    return this.#names;
  }

  get scenes(): readonly SceneTraits[] {
    return [...this.#groups.values()].flat();
  }

  /** The group's scenes from now on; [] for none. */
  put(group: string, scenes: readonly SceneTraits[]): void {
    this.#groups.set(group, scenes);
    for (const { name } of scenes) if (!this.#names.includes(name)) this.#names.push(name);
    this.changed.emit(this.scenes);
  }
}
