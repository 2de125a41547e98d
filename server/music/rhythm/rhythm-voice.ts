import type { Pattern } from "../../core/music/pattern.ts";
import {
  type Answer,
  type Ask,
  type Hearing,
  type Likelihood,
  MARKS_KEPT,
  type Mark,
  type Voice,
} from "../../core/music/voice.ts";
import type { ModelInfo, Order, Replies, Request, VoiceId } from "./messages.ts";

/** How a voice reaches the worker of the moment. */
export interface Channel {
  request<R extends Request>(request: R): Promise<Replies[R["do"]]>;
  order(order: Order): void;
  closed(voice: RhythmVoice): void;
}

/** A model that is ready to take over. */
interface PreparedModel {
  readonly model: ModelInfo;
  /**
   * It plays from here on; what was asked before is still played by the old one. Rejects, and the old
   * one plays on, when another was prepared meanwhile.
   */
  takeOver(): Promise<void>;
}

/**
 * A voice whose network runs in the rhythm worker. Every call is one message, so calls take effect
 * in the order they are made. Promises reject when the worker refuses or crashes; one that nobody
 * awaits does no harm. Get one from RhythmEngine.openVoice.
 */
export class RhythmVoice implements Voice {
  readonly name: string;
  readonly id: VoiceId;
  readonly seed: number;
  readonly #channel: Channel;
  #model: ModelInfo;
  #lastMark: Mark = -1;
  #tickets = 0;

  constructor(channel: Channel, id: VoiceId, name: string, seed: number, model: ModelInfo) {
    this.#channel = channel;
    this.id = id;
    this.name = name;
    this.seed = seed;
    this.#model = model;
  }

  /** What it plays on now. */
  get model(): ModelInfo {
    return this.#model;
  }

  hear(pattern: Pattern, step: number, temperature: number, hearing?: Hearing): Promise<Likelihood> {
    return this.#request({ do: "hear", voice: this.id, pattern, step, temperature, hearing });
  }

  answer(step: number, ask: Ask): Promise<Answer> {
    return this.#request({ do: "answer", voice: this.id, step, ask });
  }

  /**
   * Reads another checkpoint and tells it what was played while the voice plays on: a hidden state
   * means nothing to other weights. Rejects with a CheckpointError's sentence when the checkpoint is
   * not good; the voice then stays with the old one.
   */
  async prepareModel(place: string): Promise<PreparedModel> {
    const voice = this.id;
    const ticket = ++this.#tickets;
    await this.#request({ do: "prepare", voice, place, ticket });
    // How long reading takes must not decide how much of what was played it is told.
    const model = await this.#request({ do: "introduce", voice, ticket });
    const takeOver = async (): Promise<void> => {
      this.#model = await this.#request({ do: "adopt", voice, ticket });
    };
    return { model, takeOver };
  }

  mark(): Mark {
    this.#channel.order({ do: "mark", voice: this.id, mark: ++this.#lastMark });
    return this.#lastMark;
  }

  /** Throws RangeError for a mark that was never made or is not among the last MARKS_KEPT. */
  rewind(mark: Mark): void {
    if (!(mark >= 0 && mark <= this.#lastMark && mark > this.#lastMark - MARKS_KEPT))
      throw new RangeError(
        `voice ${this.name} has no mark ${mark}: the last is ${this.#lastMark} and ${MARKS_KEPT} are kept`,
      );
    this.#channel.order({ do: "rewind", voice: this.id, mark });
  }

  reset(): void {
    this.#channel.order({ do: "reset", voice: this.id });
  }

  dispose(): void {
    this.#channel.order({ do: "close", voice: this.id });
    this.#channel.closed(this);
  }

  #request<R extends Request>(request: R): Promise<Replies[R["do"]]> {
    const reply = this.#channel.request(request);
    // Whoever listens ahead need not await each step: without this a crash would end the process.
    reply.catch(() => {});
    return reply;
  }
}
