import type { VoiceName } from "../../../shared/music/note.ts";
import type { BarPlace, Memories, RecalledBar } from "../../core/music/memories.ts";
import type { Pattern } from "../../core/music/pattern.ts";
import { HeardRing } from "./memory/heard-ring.ts";
import { eachHeard, type HeardSteps } from "./memory/heard-steps.ts";
import type { MemoryOrder, Replies, Request } from "./messages.ts";

/** The rhythm worker of the moment. */
interface Channel {
  request(request: Extract<Request, { do: "recall" }>): Promise<Replies["recall"]>;
  order(order: MemoryOrder): void;
}

/**
 * What the memories in the rhythm worker have learnt, kept on this side of it: one that is started again learns it again,
 * and it can be written to a file.
 */
export class KeptMemories implements Memories {
  readonly #channel: Channel;
  readonly #rings = new Map<VoiceName, HeardRing>();

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** @realtime yes */
  learn(of: VoiceName, pattern: Pattern, place: BarPlace): void {
    this.#ringOf(of).add(pattern, place);
    this.#channel.order({ do: "learn", of, pattern, place });
  }

  forget(of: VoiceName): void {
    this.#rings.get(of)?.empty();
    this.#channel.order({ do: "forget", of });
  }

  recall(of: VoiceName, stepsPerBar: number): Promise<RecalledBar> {
    return this.#channel.request({ do: "recall", of, stepsPerBar });
  }

  /** All that was learnt of a voice, as far as it is kept; nothing of one that never played. */
  heard(voice: VoiceName): HeardSteps {
    return (this.#rings.get(voice) ?? new HeardRing()).heard();
  }

  /** Begins with what was kept of a voice, in place of what was learnt of it. */
  load(of: VoiceName, heard: HeardSteps): void {
    const ring = this.#ringOf(of);
    ring.empty();
    eachHeard(heard, (pattern, place) => ring.add(pattern, place));
    this.#channel.order({ do: "load", of, heard });
  }

  /** Another worker runs, and knows nothing yet. */
  teachAgain(): void {
    for (const [of, ring] of this.#rings) this.#channel.order({ do: "load", of, heard: ring.heard() });
  }

  #ringOf(voice: VoiceName): HeardRing {
    const ring = this.#rings.get(voice) ?? new HeardRing();
    this.#rings.set(voice, ring);
    return ring;
  }
}
