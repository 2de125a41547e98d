import type { Ms } from "../../../shared/time/units.ts";

/** One destination of the output worker: a MIDI port or an OSC target. Its keys are notes or addresses. */
export interface Lane {
  /** Whether what is sent now gets anywhere. */
  readonly open: boolean;
  /** Packets the system has not taken yet: the worker must turn its event loop soon. */
  readonly busy: boolean;
  /** Turns `key` on with `value`; `due` is NaN for "now". @realtime yes */
  on(key: number, value: number, due: Ms): void;
  /** Turns `key` off. @realtime yes */
  off(key: number, due: Ms): void;
  /** Said after a panic, when every key has been turned off. */
  silence(): void;
  /** About once a second, when there is time: looks after its port or socket. */
  look(now: Ms): void;
  /** Releases everything once what was sent has left. */
  dispose(): Promise<void>;
}
