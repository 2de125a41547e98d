import { DRUM_COUNT } from "../../../shared/music/drums.ts";
import type { VoiceName } from "../../../shared/music/note.ts";
import type { RecalledBar } from "../../core/music/memories.ts";
import { eachHeard } from "./memory/heard-steps.ts";
import { Memory } from "./memory/memory.ts";
import type { MemoryOrder } from "./messages.ts";

/** The memories of live voices in the rhythm worker, one each, from the first step that is learnt of it on. */
export class MemoryShelf {
  readonly #memories = new Map<VoiceName, Memory>();

  /** @realtime yes */
  readonly of = (voice: VoiceName): Memory | null => this.#memories.get(voice) ?? null;

  /** @realtime yes, but for "load", which takes as long as there is to learn */
  obey(order: MemoryOrder): void {
    const memory = this.#memories.get(order.of) ?? new Memory();
    this.#memories.set(order.of, memory);
    if (order.do === "learn") memory.learn(order.pattern, order.place);
    else memory.forget();
    if (order.do === "load") eachHeard(order.heard, (pattern, place) => memory.learn(pattern, place));
  }

  recall(voice: VoiceName, stepsPerBar: number): RecalledBar {
    const sureness = new Float32Array(stepsPerBar * DRUM_COUNT);
    const memory = this.of(voice);
    memory?.sureness(stepsPerBar, sureness);
    return { steps: memory?.steps ?? 0, sureness };
  }
}
