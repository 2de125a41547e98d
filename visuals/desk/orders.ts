import type { DeskCommand, DeskReply } from "../../shared/protocol/desk.ts";
import type { VoiceSettings } from "../../shared/protocol/voice-settings.ts";

/** Sends a command and resolves with the reply; never rejects. */
export type SendOrder = (command: DeskCommand) => Promise<DeskReply>;

type Setting = keyof VoiceSettings;

/** A setting that was turned here and that the server does not yet show. */
interface Draft {
  value: VoiceSettings[Setting];
  /** Sent and not yet answered. */
  underWay: boolean;
  /** Answered with ok: the next state of the voices shows it. */
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

  /** `onDraft` is told whenever what `shown` says may have changed. */
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
    const key = keyOf(voice, setting);
    const draft = this.#drafts.get(key);
    if (draft === undefined) this.#drafts.set(key, { value, underWay: false, accepted: false });
    else {
      draft.value = value;
      draft.accepted = false;
    }
    this.#onDraft();
    void this.#deliver(voice, setting);
  }

  /** What the desk shows for a setting: what was turned here last, else what the server says. */
  shown<Name extends Setting>(voice: string, setting: Name, value: VoiceSettings[Name]): VoiceSettings[Name] {
    const draft = this.#drafts.get(keyOf(voice, setting));
    return draft === undefined ? value : (draft.value as VoiceSettings[Name]);
  }

  /** The server has told how the voices are: what it has accepted before is in there. */
  settle(): void {
    for (const [key, draft] of this.#drafts) if (draft.accepted) this.#drafts.delete(key);
  }

  async #deliver(voice: string, setting: Setting): Promise<void> {
    const key = keyOf(voice, setting);
    const draft = this.#drafts.get(key);
    if (draft === undefined || draft.underWay) return;
    const { value } = draft;
    draft.underWay = true;
    const reply = await this.#send({ do: "voice", voice, set: { [setting]: value } });
    draft.underWay = false;
    if (!reply.ok) {
      this.#drafts.delete(key);
      this.#onRefused(reply.reason);
      this.#onDraft();
    } else if (draft.value === value) draft.accepted = true;
    else await this.#deliver(voice, setting);
  }
}

const keyOf = (voice: string, setting: Setting): string => `${voice} ${setting}`;
