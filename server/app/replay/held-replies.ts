import type { Postman } from "../../music/rhythm/rhythm-engine.ts";

interface Reply {
  readonly refused: string | null;
  readonly settle: (refused?: string) => void;
}

/** Keeps what the networks reply until a log says that it came. */
export class HeldReplies implements Postman {
  readonly #arrived = new Map<number, Reply>();
  #awaited: { readonly number: number; readonly arrived: () => void } | null = null;
  /** Why they cannot reply any more. */
  #lost: string | null = null;

  replied(number: number, refused: string | null, settle: Reply["settle"]): void {
    this.#arrived.set(number, { refused, settle });
    if (this.#awaited?.number === number) this.#awaited.arrived();
  }

  lost(): void {
    this.#lost = "the rhythm worker crashed while it computed";
    this.#awaited?.arrived();
  }

  /** Waits for the reply to request `number`. Rejects with the reason when the networks crash. */
  async take(number: number): Promise<Reply> {
    if (!this.#arrived.has(number) && this.#lost === null)
      await new Promise<void>((arrived) => {
        this.#awaited = { number, arrived };
      });
    this.#awaited = null;
    const reply = this.#arrived.get(number);
    this.#arrived.delete(number);
    if (reply === undefined) throw new Error(this.#lost ?? "the networks gave no answer");
    return reply;
  }
}
