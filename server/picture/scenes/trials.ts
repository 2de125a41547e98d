import type { TrialMessage } from "../../../shared/protocol/own-scenes.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";

/** More no stage has at a time. */
const MOST_AT_ONCE = 8;
/** Every save makes another version; older ones are not shown again. */
const MOST_TRUSTED = 1000;
/** A stage that hangs is missed after ten seconds. What was begun longer ago than this did not silence it. */
const SECONDS_MS = 60_000;

interface Trial {
  readonly message: TrialMessage;
  readonly at: number;
}

/**
 * Which versions of scenes stages are trying. A stage that vanishes meanwhile without a goodbye hangs or has crashed, most
 * likely by what it tried; a version that has lasted once on a stage is beyond suspicion, for lines fail too.
 */
export class Trials {
  readonly #time: TimeSource;
  readonly #suspect: (scene: string, version: string) => void;
  /** By stage. */
  readonly #running = new Map<string, Map<string, Trial>>();
  readonly #trusted = new Set<string>();

  /** `suspect` is told of a version that silenced a stage. */
  constructor(time: TimeSource, suspect: (scene: string, version: string) => void) {
    this.#time = time;
    this.#suspect = suspect;
  }

  heard(message: TrialMessage, stage: string): void {
    const trial = keyOf(message);
    const running = this.#running.get(stage) ?? new Map<string, Trial>();
    if (message.is === "begun") {
      this.#running.set(stage, running);
      if (running.size < MOST_AT_ONCE) running.set(trial, { message, at: this.#time.now() });
      return;
    }
    if (!running.delete(trial)) return;
    if (message.is === "lasting") this.#trust(trial);
    if (message.is === "broken") this.#blame(message);
  }

  /** A stage is gone; `lost` where it did not say goodbye. */
  gone(stage: string, lost: boolean): void {
    const running = this.#running.get(stage);
    this.#running.delete(stage);
    if (!lost) return;
    for (const { message, at } of running?.values() ?? []) if (this.#time.now() - at < SECONDS_MS) this.#blame(message);
  }

  #blame(message: TrialMessage): void {
    if (!this.#trusted.has(keyOf(message))) this.#suspect(message.scene, message.version);
  }

  #trust(trial: string): void {
    this.#trusted.add(trial);
    const [oldest] = this.#trusted;
    if (this.#trusted.size > MOST_TRUSTED && oldest !== undefined) this.#trusted.delete(oldest);
  }
}

const keyOf = ({ scene, version }: TrialMessage): string => `${scene} ${version}`;
