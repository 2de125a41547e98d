import { type Reporter, reasonOf } from "../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../shared/events/signal.ts";
import type { Extent } from "../../shared/mapping/canvas.ts";
import { PLAIN_PROJECTOR } from "../../shared/mapping/plain-projector.ts";
import {
  MOST_PROJECTORS,
  type ProjectorCommand,
  type ProjectorSetup,
  type ProjectorsState,
} from "../../shared/protocol/projectors.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { type Ms, ms } from "../../shared/time/units.ts";
import { type KeptProjectors, writeProjectors } from "./projector-file.ts";

/** A corner that is dragged changes with every frame; the file need not. */
const WRITE_AFTER_MS = 400;

export interface ProjectorsOptions {
  readonly kept: KeptProjectors;
  /** Where they are kept. */
  readonly path: string;
  /** How many stages are connected under each name. */
  readonly connected: () => ReadonlyMap<string, number>;
  readonly time: TimeSource;
  readonly report: Reporter;
  readonly onListenerError: OnListenerError;
}

/** The projectors of the house: how each shows the picture, by name, kept in a file. */
export class Projectors {
  readonly #options: ProjectorsOptions;
  readonly #setups: Map<string, ProjectorSetup>;
  readonly #identifiedAt = new Map<string, Ms>();
  #canvas: Extent | null;
  #dirty = false;
  #writing: Promise<void> = Promise.resolve();
  #cancelWrite: () => void = () => {};

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

  /** Does what is ordered. Throws a sentence for what cannot be done. */
  obey(command: ProjectorCommand): void {
    switch (command.do) {
      case "projector":
        this.#set(command.projector, command.set);
        return;
      case "canvas":
        this.#canvas = command.canvas;
        this.#keep();
        return;
      case "forget-projector":
        if (this.#setups.delete(command.projector)) this.#keep();
        return;
      case "identify":
        this.#identify(command.projector);
        return;
    }
  }

  /** A stage came or went. */
  connectionsChanged(): void {
    this.changed.emit();
  }

  /** Resolves when everything is written. */
  async dispose(): Promise<void> {
    this.#cancelWrite();
    this.#write();
    await this.#writing;
  }

  #set(name: string, changes: Partial<ProjectorSetup>): void {
    const before = this.#setups.get(name);
    if (before === undefined && this.#setups.size >= MOST_PROJECTORS)
      throw new Error(`There are ${MOST_PROJECTORS} projectors already; forget one that is not used any more.`);
    this.#setups.set(name, { ...(before ?? PLAIN_PROJECTOR), ...changes });
    this.#keep();
  }

  #identify(name: string): void {
    if (!this.#options.connected().has(name))
      throw new Error(
        `No stage is open for projector "${name}"; open /stage?output=${encodeURIComponent(name)} on it.`,
      );
    this.#identifiedAt.set(name, this.#options.time.now());
    this.changed.emit();
  }

  #keep(): void {
    const { time } = this.#options;
    if (!this.#dirty) {
      this.#dirty = true;
      this.#cancelWrite = time.wake(ms(time.now() + WRITE_AFTER_MS), () => this.#write());
    }
    this.changed.emit();
  }

  #write(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    const { path, report } = this.#options;
    const kept: KeptProjectors = { canvas: this.#canvas, projectors: new Map(this.#setups) };
    // One at a time, the newest last.
    this.#writing = this.#writing
      .then(() => writeProjectors(path, kept))
      .catch((error: unknown) => report({ room: "projectors", level: "error", text: reasonOf(error) }));
  }
}
