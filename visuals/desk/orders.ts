import type { VoiceSettings } from "../../shared/controls/band.ts";
import type { DeskCommand } from "../../shared/controls/controls.ts";
import type { DeskReply } from "../../shared/protocol/desk.ts";

/** Sends a command and resolves with the reply; never rejects. */
export type SendOrder = (command: DeskCommand) => Promise<DeskReply>;

type Setting = keyof VoiceSettings;

/** Something that was turned here and that the server does not yet show. */
interface Draft {
  value: unknown;
  command: DeskCommand;
  /** Sent and not yet answered. */
  underWay: boolean;
  /** Answered with ok: the next state of the server shows it. */
  accepted: boolean;
}

/**
 * What the operator orders. Every refusal is told. A slider that is dragged sends one command at a
 * time, and then the newest value: it can neither flood the server nor end on an old value, and it
 * stays under the finger until the server shows the same.
 */
export class Orders {
  readonly #send: SendOrder;
  readonly #onRefused: (reason: string) => void;
  readonly #onDraft: () => void;
  readonly #drafts = new Map<string, Draft>();

  /** `onDraft` is told whenever what `shown` and `held` say may have changed. */
  constructor(send: SendOrder, onRefused: (reason: string) => void, onDraft: () => void) {
    this.#send = send;
    this.#onRefused = onRefused;
    this.#onDraft = onDraft;
  }

  /** Orders something once. */
  async order(command: DeskCommand): Promise<void> {
    const reply = await this.#send(command);
    if (!reply.ok) this.#onRefused(reply.reason);
  }

  /** Turns one setting of a voice. */
  turn<Name extends Setting>(voice: string, setting: Name, value: VoiceSettings[Name]): void {
    this.hold(keyOf(voice, setting), value, { do: "voice", voice, set: { [setting]: value } });
  }

  /** What the desk shows for a setting: what was turned here last, else what the server says. */
  shown<Name extends Setting>(voice: string, setting: Name, value: VoiceSettings[Name]): VoiceSettings[Name] {
    return this.held(keyOf(voice, setting), value);
  }

  /** Turns whatever `key` names to `value`, by `command`. */
  hold(key: string, value: unknown, command: DeskCommand): void {
    const draft = this.#drafts.get(key);
    if (draft === undefined) this.#drafts.set(key, { value, command, underWay: false, accepted: false });
    else Object.assign(draft, { value, command, accepted: false });
    this.#onDraft();
    void this.#deliver(key);
  }

  /** What the desk shows for `key`: what it was turned to last, else what the server says. */
  held<T>(key: string, value: T): T {
    const draft = this.#drafts.get(key);
    return draft === undefined ? value : (draft.value as T);
  }

  /** Whether an order about `key` has not been answered yet. */
  isUnderWay(key: string): boolean {
    return this.#drafts.get(key)?.underWay ?? false;
  }

  /** The server has told how things are: what it has accepted before is in there. */
  settle(): void {
    for (const [key, draft] of this.#drafts) if (draft.accepted) this.#drafts.delete(key);
  }

  async #deliver(key: string): Promise<void> {
    const draft = this.#drafts.get(key);
    if (draft === undefined || draft.underWay) return;
    const { value, command } = draft;
    draft.underWay = true;
    const reply = await this.#send(command);
    draft.underWay = false;
    if (!reply.ok) {
      this.#drafts.delete(key);
      this.#onRefused(reply.reason);
      this.#onDraft();
    } else if (draft.value === value) {
      draft.accepted = true;
      this.#onDraft();
    } else await this.#deliver(key);
  }
}

const keyOf = (voice: string, setting: Setting): string => `${voice} ${setting}`;
