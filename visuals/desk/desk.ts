import type { TemplateResult } from "lit-html";
import { COMMANDS } from "../../shared/controls/controls.ts";
import type { TakeFileName } from "../../shared/protocol/take-files.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import type { ServerConnection } from "../socket/server-connection.ts";
import type { ServerTime } from "../time/server-time.ts";
import type { DeskState, PageOwn } from "./desk-state.ts";
import { download } from "./download.ts";
import { actionOf, nameOf } from "./keys.ts";
import { Orders } from "./orders.ts";
import { Toasts } from "./toasts.ts";
import { deskView } from "./views/desk-view.ts";

/** A second Escape within this means it. */
const PANIC_MS = 1000;
/** A second press of what forgets within this means it. */
const FORGET_MS = 4000;

/** What is the page's own to change. */
type Own = Pick<DeskState, "selected" | "transition" | "naming" | "writing" | "helpOpen" | "panicArmed" | "forgetting">;

/** The desk's own state, and where its keys arrive. Draws itself when anything has changed. */
export class Desk {
  readonly #connection: ServerConnection;
  readonly #time: TimeSource;
  readonly #draw: (view: TemplateResult) => void;
  readonly #orders: Orders;
  readonly #toasts: Toasts;
  readonly #page: PageOwn;
  #own: Own = {
    selected: 1,
    transition: null,
    naming: null,
    writing: [],
    helpOpen: false,
    panicArmed: false,
    forgetting: null,
  };
  #cancelPanic: () => void = () => {};
  #cancelForget: () => void = () => {};
  #drawing = false;

  constructor(
    connection: ServerConnection,
    server: ServerTime,
    time: TimeSource,
    draw: (view: TemplateResult) => void,
  ) {
    this.#connection = connection;
    this.#time = time;
    this.#draw = draw;
    const redraw = (): void => this.#redraw();
    this.#toasts = new Toasts(time, redraw);
    this.#orders = new Orders(
      (command, by) => connection.order(command, COMMANDS[command.do].answerMs, by),
      () => connection.snapshot?.controls ?? {},
      (reason) => this.#toasts.say(reason),
      redraw,
    );
    this.#page = {
      now: () => server.now(),
      play: (drum, velocity) => connection.play({ drum, velocity }),
      select: (selected) => {
        if (selected < (connection.snapshot?.voices.length ?? 0)) this.#change({ selected });
      },
      chooseTransition: (transition) => this.#change({ transition }),
      nameModel: (naming) => this.#change({ naming }),
      openHelp: (helpOpen) => this.#change({ helpOpen }),
      armPanic: (panicArmed) => this.#armPanic(panicArmed),
      download: (take, kind) => void this.#download(take, kind),
      armForget: (whose) => this.#armForget(whose),
      dismiss: (toast) => this.#toasts.dismiss(toast),
    };
    connection.changed.on(() => {
      this.#orders.settle();
      this.#redraw();
    });
    this.#redraw();
  }

  /** A key was pressed somewhere on the page. */
  key(event: KeyboardEvent): void {
    const action = actionOf(event);
    if (action === null || isTyping(event)) return;
    // Space would press the button that has the focus, arrows would scroll.
    event.preventDefault();
    const voice = this.#connection.snapshot?.voices[this.#own.selected]?.name;
    action.act(this.#state, { by: "key", voice, key: nameOf(event), shift: event.shiftKey });
  }

  #change(news: Partial<Own>): void {
    this.#own = { ...this.#own, ...news };
    this.#redraw();
  }

  #armPanic(panicArmed: boolean): void {
    this.#cancelPanic();
    if (panicArmed)
      this.#cancelPanic = this.#time.wake(ms(this.#time.now() + PANIC_MS), () => this.#change({ panicArmed: false }));
    this.#change({ panicArmed });
  }

  async #download(take: string, kind: TakeFileName): Promise<void> {
    this.#change({ writing: [...this.#own.writing, take] });
    const fault = await download(take, kind);
    this.#change({ writing: this.#own.writing.filter((one) => one !== take) });
    if (fault !== null) this.#toasts.say(fault);
  }

  #armForget(forgetting: string | null): void {
    this.#cancelForget();
    if (forgetting !== null)
      this.#cancelForget = this.#time.wake(ms(this.#time.now() + FORGET_MS), () => this.#change({ forgetting: null }));
    this.#change({ forgetting });
  }

  /** At most once a frame, however much has changed. */
  #redraw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#draw(deskView(this.#state));
    });
  }

  get #state(): DeskState {
    return {
      ...this.#own,
      connection: this.#connection.state,
      snapshot: this.#connection.snapshot,
      orders: this.#orders,
      toasts: this.#toasts.all,
      page: this.#page,
    };
  }
}

/** Whether the key belongs to a field that has the focus. */
const isTyping = ({ target, key }: KeyboardEvent): boolean => {
  if (target instanceof HTMLSelectElement) return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return target.type !== "range" || key.startsWith("Arrow");
};
