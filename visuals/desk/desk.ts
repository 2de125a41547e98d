import type { TemplateResult } from "lit-html";
import { clamp } from "../../shared/math/numbers.ts";
import type { Drum } from "../../shared/music/drums.ts";
import type { TransitionName } from "../../shared/picture/transitions.ts";
import type { VoiceState } from "../../shared/protocol/state.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import type { ServerConnection } from "../socket/server-connection.ts";
import type { ServerTime } from "../time/server-time.ts";
import type { DeskActions, DeskState } from "./desk-state.ts";
import { actionOf, type KeyAction } from "./keys.ts";
import { Orders } from "./orders.ts";
import { Toasts } from "./toasts.ts";
import { deskView } from "./views/desk-view.ts";
import { BLACKOUT_SECONDS } from "./views/picture-view.ts";
import { nudgedTempo } from "./views/transport-view.ts";

/** A second Escape within this means it. */
const PANIC_MS = 1000;
const KEY_VELOCITY = 100;
const COLDEST = 0.05;
const HOTTEST = 2;

/** The desk's own state, and what it does with keys and touches. Draws itself when anything has changed. */
export class Desk {
  readonly #connection: ServerConnection;
  readonly #server: ServerTime;
  readonly #time: TimeSource;
  readonly #draw: (view: TemplateResult) => void;
  readonly #orders: Orders;
  readonly #toasts: Toasts;
  readonly #actions: DeskActions;
  #selected = 1;
  #transition: TransitionName | null = null;
  #naming: string | null = null;
  #helpOpen = false;
  #panicArmed = false;
  #cancelPanic: () => void = () => {};
  #drawing = false;

  constructor(
    connection: ServerConnection,
    server: ServerTime,
    time: TimeSource,
    draw: (view: TemplateResult) => void,
  ) {
    this.#connection = connection;
    this.#server = server;
    this.#time = time;
    this.#draw = draw;
    const redraw = (): void => this.#redraw();
    this.#toasts = new Toasts(time, redraw);
    this.#orders = new Orders(
      (command) => connection.order(command),
      (reason) => this.#toasts.say(reason),
      redraw,
    );
    this.#actions = {
      order: (command) => void this.#orders.order(command),
      // The server is told when it was: the way there takes a while that varies.
      tap: () => void this.#orders.order({ do: "tap", at: this.#server.now() }),
      play: (drum, velocity) => this.#play(drum, velocity),
      select: (voice) => this.#select(voice),
      cueScene: (scene) => this.#cueScene(scene),
      chooseTransition: (transition) => {
        this.#transition = transition;
        this.#redraw();
      },
      nameModel: (voice) => {
        this.#naming = voice;
        this.#redraw();
      },
      openHelp: (open) => this.#openHelp(open),
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
    this.#act(action);
  }

  #act(action: KeyAction): void {
    const snapshot = this.#connection.snapshot;
    const voice = snapshot?.voices[this.#selected];
    switch (action.do) {
      case "help":
        this.#openHelp(!this.#helpOpen);
        break;
      case "panic-key":
        if (this.#helpOpen) this.#openHelp(false);
        else this.#panicKey();
        break;
      case "select":
        this.#select(action.voice);
        break;
      case "play":
        this.#play(action.drum, KEY_VELOCITY);
        break;
      case "start-stop":
        this.#actions.order({ do: snapshot?.transport.playing === true ? "stop" : "start" });
        break;
      case "tempo":
        if (snapshot !== null)
          this.#actions.order({
            do: "tempo",
            bpm: nudgedTempo(snapshot.transport.shownTempo ?? snapshot.transport.tempo, action.by),
          });
        break;
      case "tap":
        this.#actions.tap();
        break;
      case "record":
        this.#actions.order({ do: "record", on: snapshot?.recording?.until !== null });
        break;
      case "next-scene":
      case "hold":
      case "blackout":
      case "freeze":
        this.#actOnPicture(action.do);
        break;
      default:
        if (voice !== undefined) this.#actOn(voice, action);
    }
  }

  #actOnPicture(action: "next-scene" | "hold" | "blackout" | "freeze"): void {
    const { director, picture } = this.#connection.snapshot ?? {};
    if (action === "next-scene" && director !== undefined) this.#cueScene(null);
    if (action === "hold" && director !== undefined)
      this.#actions.order({ do: "director", set: { held: !director.held } });
    if (action === "blackout" && picture !== undefined)
      this.#actions.order({ do: "blackout", on: !picture.blackout, seconds: BLACKOUT_SECONDS });
    if (action === "freeze" && picture !== undefined)
      this.#actions.order({ do: "freeze", on: picture.frozenAt === null });
  }

  #cueScene(scene: string | null): void {
    const transition = this.#transition;
    this.#actions.order({
      do: "cue",
      ...(scene === null ? {} : { scene }),
      ...(transition === null ? {} : { transition }),
    });
  }

  #actOn(
    voice: VoiceState,
    action: Extract<KeyAction, { do: "temperature" | "toggle" | "mutate" | "end-call" }>,
  ): void {
    const { name, settings } = voice;
    if (action.do === "toggle") {
      this.#orders.turn(name, action.setting, !this.#orders.shown(name, action.setting, settings[action.setting]));
    } else if (action.do === "temperature") {
      const wanted = this.#orders.shown(name, "temperature", settings.temperature) + action.by;
      const rounded = Math.round(clamp(wanted, COLDEST, HOTTEST) * 100) / 100;
      this.#orders.turn(name, "temperature", rounded);
    } else this.#actions.order({ do: action.do, voice: name });
  }

  #play(drum: Drum, velocity: number): void {
    this.#connection.play({ drum, velocity });
  }

  #select(voice: number): void {
    if (voice >= (this.#connection.snapshot?.voices.length ?? 0)) return;
    this.#selected = voice;
    this.#redraw();
  }

  #openHelp(open: boolean): void {
    this.#helpOpen = open;
    this.#redraw();
  }

  #panicKey(): void {
    this.#cancelPanic();
    if (this.#panicArmed) this.#actions.order({ do: "panic" });
    else this.#cancelPanic = this.#time.wake(ms(this.#time.now() + PANIC_MS), () => this.#armPanic(false));
    this.#armPanic(!this.#panicArmed);
  }

  #armPanic(armed: boolean): void {
    this.#panicArmed = armed;
    this.#redraw();
  }

  /** At most once a frame, however much has changed. */
  #redraw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#draw(deskView(this.#state, this.#actions, this.#server.now()));
    });
  }

  get #state(): DeskState {
    return {
      connection: this.#connection.state,
      snapshot: this.#connection.snapshot,
      orders: this.#orders,
      selected: this.#selected,
      panicArmed: this.#panicArmed,
      helpOpen: this.#helpOpen,
      transition: this.#transition,
      naming: this.#naming,
      toasts: this.#toasts.all,
    };
  }
}

/** Whether the key belongs to a field that has the focus. */
const isTyping = ({ target, key }: KeyboardEvent): boolean => {
  if (target instanceof HTMLSelectElement) return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return target.type !== "range" || key.startsWith("Arrow");
};
