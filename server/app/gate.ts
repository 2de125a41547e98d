import type { Origin } from "../../shared/controls/control.ts";
import type { COMMANDS, CommandName, DeskCommand, Handlers } from "../../shared/controls/controls.ts";
import { reasonOf } from "../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../shared/events/signal.ts";
import type { DeskReply } from "../../shared/protocol/desk.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import type { Ms } from "../../shared/time/units.ts";

/** An order that was carried out. */
export interface CarriedOut {
  readonly command: DeskCommand;
  readonly origin: Origin;
  /** When it was done, on the server's axis. */
  readonly at: Ms;
}

/** An order that has come, by its number, which counts from 1. */
export interface Come extends Omit<CarriedOut, "at"> {
  readonly order: number;
}

/** Takes an order; never throws or rejects. What takes its time is answered when it is done. */
export type CarryOut = (command: DeskCommand, origin: Origin) => DeskReply | Promise<DeskReply>;

const DONE: DeskReply = { ok: true };

/** The one way in for orders, whoever gives them: finds who carries them out, and tells of those that were. */
export class Gate {
  readonly #handlers: Handlers<typeof COMMANDS>;
  readonly #time: TimeSource;

  /** Every order that was carried out, in the order in which that was done. */
  readonly passed: Signal<CarriedOut>;
  /** Every order, before anything is done about it. */
  readonly came: Signal<Come>;
  /** What became of it, by its number; `refused` says why nothing did. */
  readonly answered: Signal<{ readonly order: number; readonly refused: string | null }>;
  #count = 0;

  constructor(handlers: Handlers<typeof COMMANDS>, time: TimeSource, onListenerError: OnListenerError) {
    this.#handlers = handlers;
    this.#time = time;
    this.passed = new Signal(onListenerError);
    this.came = new Signal(onListenerError);
    this.answered = new Signal(onListenerError);
  }

  readonly carryOut: CarryOut = (command, origin) => {
    const order = ++this.#count;
    this.came.emit({ order, command, origin });
    const done = (): DeskReply => {
      this.passed.emit({ command, origin, at: this.#time.now() });
      this.answered.emit({ order, refused: null });
      return DONE;
    };
    const refused = (error: unknown): DeskReply => {
      const reason = reasonOf(error);
      this.answered.emit({ order, refused: reason });
      return { ok: false, reason };
    };
    try {
      const handlers = this.#handlers as Readonly<Record<CommandName, (order: DeskCommand) => void | Promise<void>>>;
      const outcome = handlers[command.do](command);
      return outcome instanceof Promise ? outcome.then(done, refused) : done();
    } catch (error) {
      return refused(error);
    }
  };
}
