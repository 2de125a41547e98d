import type { DeskCommand } from "../../shared/controls/controls.ts";
import type { ProjectorChanges, ProjectorSetup } from "../../shared/controls/projectors.ts";
import { type OnListenerError, Signal } from "../../shared/events/signal.ts";
import type { DeskReply } from "../../shared/protocol/desk.ts";
import type { ProjectorsState } from "../../shared/protocol/projectors.ts";
import type { Ms } from "../../shared/time/units.ts";
import { type ProjectorView, plainView } from "./projector-view.ts";

type Key = keyof ProjectorSetup;

/** What a projector needs of the connection. */
interface Wire {
  readonly open: boolean;
  /** Never rejects. */
  order(command: DeskCommand): Promise<DeskReply>;
}

/**
 * This page's projector: how the server says it is set up, with what is being changed here laid over
 * it at once. What is changed is sent one message at a time, the newest value last; while the server
 * cannot be reached it waits, and what the server refuses is taken back.
 */
export class LiveProjector {
  readonly #name: string;
  readonly #wire: Wire;
  #state: ProjectorsState | null = null;
  #view: ProjectorView;
  /** Changed here, and not yet seen in what the server tells. */
  #drafts: Partial<ProjectorSetup> = {};
  #unsent: Partial<ProjectorSetup> = {};
  #underWay: Partial<ProjectorSetup> | null = null;

  readonly changed: Signal<ProjectorView>;
  /** The server's sentence about what it will not have. */
  readonly refused: Signal<string>;

  constructor(name: string, wire: Wire, onListenerError: OnListenerError) {
    this.#name = name;
    this.#wire = wire;
    this.#view = plainView(name);
    this.changed = new Signal(onListenerError);
    this.refused = new Signal(onListenerError);
  }

  get view(): ProjectorView {
    return this.#view;
  }

  /** When its name was last asked to be shown; null if never. */
  get identifiedAt(): Ms | null {
    return this.#told?.identifiedAt ?? null;
  }

  /** What the server says. Cheap when nothing is new. */
  tell(state: ProjectorsState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const key of keysOf(this.#drafts))
      if (!(key in this.#unsent) && !(key in (this.#underWay ?? {}))) delete this.#drafts[key];
    this.#renew();
    void this.#deliver();
  }

  /** Changes some of the setup, here at once. */
  edit(changes: ProjectorChanges): void {
    Object.assign(this.#drafts, changes);
    Object.assign(this.#unsent, changes);
    this.#renew();
    void this.#deliver();
  }

  get #told(): ProjectorsState["projectors"][number] | undefined {
    return this.#state?.projectors.find(({ name }) => name === this.#name);
  }

  #renew(): void {
    const setup = { ...(this.#told?.setup ?? plainView(this.#name).setup), ...this.#drafts };
    const view = { name: this.#name, setup, canvas: this.#state?.canvas ?? null };
    // It is told whenever any projector changes; another one's is nothing to draw anew for.
    if (JSON.stringify(view) === JSON.stringify(this.#view)) return;
    this.#view = view;
    this.changed.emit(this.#view);
  }

  async #deliver(): Promise<void> {
    while (this.#underWay === null && this.#wire.open && keysOf(this.#unsent).length > 0) {
      const set = this.#unsent;
      this.#underWay = set;
      this.#unsent = {};
      const reply = await this.#wire.order({ do: "projector", projector: this.#name, set });
      this.#underWay = null;
      if (reply.ok) continue;
      if (!this.#wire.open) {
        // Sent again when the server is back.
        this.#unsent = { ...set, ...this.#unsent };
        return;
      }
      for (const key of keysOf(set)) if (!(key in this.#unsent)) delete this.#drafts[key];
      this.#renew();
      this.refused.emit(reply.reason);
    }
  }
}

const keysOf = (setup: Partial<ProjectorSetup>): Key[] => Object.keys(setup) as Key[];
