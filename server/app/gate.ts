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

/** Takes an order; never throws or rejects. What takes its time is answered when it is done. */
export type CarryOut = (command: DeskCommand, origin: Origin) => DeskReply | Promise<DeskReply>;

const DONE: DeskReply = { ok: true };

/** The one way in for orders, whoever gives them: finds who carries them out, and tells of those that were. */
export class Gate {
  readonly #handlers: Handlers<typeof COMMANDS>;
  readonly #time: TimeSource;

  /** Every order that was carried out, in the order in which that was done. */
  readonly passed: Signal<CarriedOut>;

  constructor(handlers: Handlers<typeof COMMANDS>, time: TimeSource, onListenerError: OnListenerError) {
    this.#handlers = handlers;
    this.#time = time;
    this.passed = new Signal(onListenerError);
  }

  readonly carryOut: CarryOut = (command, origin) => {
    const done = (): DeskReply => {
      this.passed.emit({ command, origin, at: this.#time.now() });
      return DONE;
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

const refused = (error: unknown): DeskReply => ({ ok: false, reason: reasonOf(error) });
