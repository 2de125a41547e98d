import type { ProjectorSetup } from "../../../shared/controls/projectors.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import type { Extent } from "../../../shared/mapping/canvas.ts";
import { PLAIN_PROJECTOR } from "../../../shared/mapping/plain-projector.ts";
import { MOST_PROJECTORS, type ProjectorsState } from "../../../shared/protocol/projectors.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import type { KeptFile } from "../../core/files/kept-file.ts";
import type { KeptProjectors } from "./projector-file.ts";

interface ProjectorsOptions {
  readonly kept: KeptProjectors;
  /** Where they are kept. */
  readonly file: KeptFile;
  /** How many stages are connected under each name. */
  readonly connected: () => ReadonlyMap<string, number>;
  readonly time: TimeSource;
  readonly onListenerError: OnListenerError;
}

/** The projectors of the house: how each shows the picture, by name, kept in a file. */
export class Projectors {
  readonly #options: ProjectorsOptions;
  readonly #setups: Map<string, ProjectorSetup>;
  readonly #identifiedAt = new Map<string, Ms>();
  #canvas: Extent | null;

  /** Something in `state` is new. */
  readonly changed: Signal<void>;

  constructor(options: ProjectorsOptions) {
    this.#options = options;
    this.#setups = new Map(options.kept.projectors);
    this.#canvas = options.kept.canvas;
    this.changed = new Signal(options.onListenerError);
  }

  get state(): ProjectorsState {
    const connected = this.#options.connected();
    const names = [...new Set([...this.#setups.keys(), ...connected.keys()])].sort((a, b) => a.localeCompare(b));
    return {
      canvas: this.#canvas,
      projectors: names.map((name) => ({
        name,
        stages: connected.get(name) ?? 0,
        setup: this.#setups.get(name) ?? PLAIN_PROJECTOR,
        identifiedAt: this.#identifiedAt.get(name) ?? null,
      })),
    };
  }

  /** The longest delay of those that a stage is open for; 0 where none is late. */
  get longestDelay(): Ms {
    const connected = this.#options.connected();
    const delays = [...this.#setups].flatMap(([name, { delay }]) => (connected.has(name) ? [delay] : []));
    return ms(Math.max(0, ...delays));
  }

  /** null: each projector's own shape. */
  setCanvas(canvas: Extent | null): void {
    this.#canvas = canvas;
    this.#keep();
  }

  /** What is kept of it goes; if it is connected it stays, untouched. */
  forget(name: string): void {
    if (this.#setups.delete(name)) this.#keep();
  }

  /** A stage came or went. */
  connectionsChanged(): void {
    this.changed.emit();
  }

  /** Throws a sentence where there are too many. */
  set(name: string, changes: Partial<ProjectorSetup>): void {
    const before = this.#setups.get(name);
    if (before === undefined && this.#setups.size >= MOST_PROJECTORS)
      throw new Error(`There are ${MOST_PROJECTORS} projectors already; forget one that is not used any more.`);
    this.#setups.set(name, { ...(before ?? PLAIN_PROJECTOR), ...changes });
    this.#keep();
  }

  /** Its name is shown on it for a few seconds. Throws a sentence where no stage is open for it. */
  identify(name: string): void {
    if (!this.#options.connected().has(name))
      throw new Error(
        `No stage is open for projector "${name}"; open /stage?output=${encodeURIComponent(name)} on it.`,
      );
    this.#identifiedAt.set(name, this.#options.time.now());
    this.changed.emit();
  }

  #keep(): void {
    this.#options.file.keep(() => ({ canvas: this.#canvas, projectors: Object.fromEntries(this.#setups) }));
    this.changed.emit();
  }
}
