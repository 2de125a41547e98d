import { type ControlValues, type DeskCommand, orderFor } from "../../shared/controls/controls.ts";
import type { DeskReply } from "../../shared/protocol/desk.ts";

/** Whether it was ordered by touch or by a key. */
export type OrderedBy = "desk" | "key";

/** Sends a command and resolves with the reply; never rejects. */
export type SendOrder = (command: DeskCommand, by: OrderedBy) => Promise<DeskReply>;

/** Something that was turned here and that the server does not yet show. */
interface Draft {
  value: unknown;
  by: OrderedBy;
  /** Sent and not yet answered. */
  underWay: boolean;
  /** Answered with ok: the next state of the server shows it. */
  accepted: boolean;
}

/**
 * What the operator orders, and the values of all that can be turned, by path. Every refusal is told.
 * A slider that is dragged sends one command at a time, and then the newest value: it can neither
 * flood the server nor end on an old value, and it stays under the finger until the server shows the same.
 */
export class Orders {
  readonly #send: SendOrder;
  readonly #told: () => ControlValues;
  readonly #onRefused: (reason: string) => void;
  readonly #onDraft: () => void;
  readonly #drafts = new Map<string, Draft>();

  /** `told` gives the values as the server has told them; `onDraft` hears when what `shown` says may have changed. */
  constructor(send: SendOrder, told: () => ControlValues, onRefused: (reason: string) => void, onDraft: () => void) {
    this.#send = send;
    this.#told = told;
    this.#onRefused = onRefused;
    this.#onDraft = onDraft;
  }

  /** Orders something once. */
  async order(command: DeskCommand, by: OrderedBy = "desk"): Promise<void> {
    const reply = await this.#send(command, by);
    if (!reply.ok) this.#onRefused(reply.reason);
  }

  /** Turns the setting at `path`. */
  turn(path: string, value: unknown, by: OrderedBy = "desk"): void {
    const draft = this.#drafts.get(path);
    if (draft === undefined) this.#drafts.set(path, { value, by, underWay: false, accepted: false });
    else Object.assign(draft, { value, by, accepted: false });
    this.#onDraft();
    void this.#deliver(path);
  }

  /**
   * What the desk shows for the setting at `path`: what it was turned to here last, else what the server says, or
   * `told` in its place; undefined where neither says anything.
   */
  shown<T = unknown>(path: string, told = this.#told()[path]?.value as T | undefined): T | undefined {
    const draft = this.#drafts.get(path);
    return draft === undefined ? told : (draft.value as T);
  }

  /** Whether an order about `path` has not been answered yet. */
  isUnderWay(path: string): boolean {
    return this.#drafts.get(path)?.underWay ?? false;
  }

  /** The server has told how things are: what it has accepted before is in there. */
  settle(): void {
    for (const [path, draft] of this.#drafts) if (draft.accepted) this.#drafts.delete(path);
  }

  async #deliver(path: string): Promise<void> {
    const draft = this.#drafts.get(path);
    if (draft === undefined || draft.underWay) return;
    const { value, by } = draft;
    draft.underWay = true;
    const reply = await this.#send(orderFor(path, value), by);
    draft.underWay = false;
    if (!reply.ok) {
      this.#drafts.delete(path);
      this.#onRefused(reply.reason);
      this.#onDraft();
    } else if (draft.value === value) {
      draft.accepted = true;
      this.#onDraft();
    } else await this.#deliver(path);
  }
}
