import { COMMANDS, type DeskCommand, settingAt } from "../../shared/controls/controls.ts";
import type { DeskState } from "./desk-state.ts";
import { capital, hintOf } from "./hint.ts";
import type { OrderedBy } from "./orders.ts";
import { PADS } from "./pads.ts";

/** A press of a key or of a button. */
export interface Press {
  readonly by: OrderedBy;
  /** The voice that is meant, by name. */
  readonly voice?: string | undefined;
  /** As actions call it. */
  readonly key?: string;
  readonly shift?: boolean;
}

/** Something to do by keys, by a button or by both; the same for both. */
export interface Action {
  /** As KeyboardEvents name them, letters small. */
  readonly keys: readonly string[];
  /** The keys for people: `Space`; "" for none. */
  readonly shownKeys: string;
  readonly label: string;
  /** One line for people. */
  readonly help: string;
  /** It goes on while its key is held down. */
  readonly steady: boolean;
  /** Whether what it switches is on; null where it is no switch. */
  readonly isOn: (state: DeskState, press: Press) => boolean | null;
  readonly act: (state: DeskState, press: Press) => void;
}

type Act = Action["act"];
type Look = Partial<Omit<Action, "act">>;

const KEY_TITLES: Readonly<Record<string, string>> = {
  " ": "Space",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** What it does, for the help and as a hint. */
export const lineOf = ({ label, help }: Action): string => (label === "" ? capital(help) : `${label}: ${help}`);

const acting = (look: Look, act: Act): Action => ({
  keys: [],
  shownKeys: (look.keys ?? []).map((key) => KEY_TITLES[key] ?? key.toUpperCase()).join(" "),
  label: "",
  help: "",
  steady: false,
  isOn: () => null,
  ...look,
  act,
});

const pathFor = (path: string, { voice = "" }: Press): string => path.replace("<voice>", voice);

/** Switches a setting, `<voice>` in its path being the one that is meant, to what it is not. */
export const toggling = (path: string, look: Look): Action => {
  const isOn: Action["isOn"] = ({ orders }, press) => orders.shown<boolean>(pathFor(path, press)) ?? null;
  return acting({ help: hintOf(path), isOn, ...look }, (state, press) => {
    const on = isOn(state, press);
    if (on !== null) state.orders.turn(pathFor(path, press), !on, press.by);
  });
};

/** Turns a setting by so much, or by `shifted`, to a hundredth, as far as a hand turns it. */
const stepping = (path: string, by: number, look: Look, shifted = by): Action =>
  acting({ steady: true, ...look }, ({ orders }, press) => {
    const now = orders.shown<number>(pathFor(path, press));
    const { reach } = settingAt(path).setting;
    if (now === undefined || reach === null) return;
    const wanted = Math.round((now + (press.shift === true ? shifted : by)) * 100) / 100;
    orders.turn(pathFor(path, press), Math.min(reach.max, Math.max(reach.min, wanted)), press.by);
  });

/** Sets the tempo to what was typed: what is stepped next is stepped from there, whether or not the server has answered. */
export const typeTempo = ({ orders }: DeskState, typed: string): void => {
  const wanted = typed.trim() === "" ? Number.NaN : Number(typed.replace(",", "."));
  if (!Number.isNaN(wanted)) orders.turn("tempo", wanted);
};

/** Orders something once; null for nothing. */
const ordering = (look: Look, command: (state: DeskState, press: Press) => DeskCommand | null): Action =>
  acting(look, (state, press) => {
    const order = command(state, press);
    if (order !== null) void state.orders.order(order, press.by);
  });

const ofVoice = (what: "mutate" | "end-call", look: Look): Action =>
  ordering({ help: COMMANDS[what].about, ...look }, (_, { voice }) =>
    voice === undefined ? null : { do: what, voice },
  );

/** Stands for all voices where one is to be forgotten. */
export const EVERYBODY = "";

/** Forgets what is remembered of a voice, or of everybody. No key: a slip would cost what an evening has taught. */
const forgetting = (look: Look): Action =>
  acting(look, ({ orders, page, forgetting: asked }, { by, voice }) => {
    if (voice === undefined) return;
    const isMeant = asked === voice;
    page.armForget(isMeant ? null : voice);
    if (isMeant) void orders.order({ do: "forget", ...(voice === EVERYBODY ? {} : { voice }) }, by);
  });

/** Brings a scene, or one of the director's choice, by the transition that is chosen. */
export const cueOf = ({ transition }: DeskState, scene: string | null): DeskCommand => ({
  do: "cue",
  ...(scene === null ? {} : { scene }),
  ...(transition === null ? {} : { transition }),
});

/** As much as was played before one knew that it was good. */
const KEPT_MINUTES = 5;

/** How hard a key strikes. */
const KEY_VELOCITY = 100;

/** Everything that has a key or a button that is the same on every desk; those with keys in the order of the help. */
export const ACTIONS = {
  playing: toggling("playing", { keys: [" "], help: "start or stop" }),
  slower: stepping("tempo", -1, { keys: ["ArrowLeft"], label: "Slower", help: "by 1 bpm, with Shift by 0.1" }, -0.1),
  faster: stepping("tempo", 1, { keys: ["ArrowRight"], label: "Faster", help: "by 1 bpm, with Shift by 0.1" }, 0.1),
  half: ordering({ keys: [","], label: "Half", help: "the tempo, as drummers count" }, () => ({
    do: "tempo-scale",
    by: 0.5,
  })),
  double: ordering({ keys: ["."], label: "Double", help: "the tempo, as drummers count" }, () => ({
    do: "tempo-scale",
    by: 2,
  })),
  // The server is told when it was: the way there takes a while that varies.
  tap: ordering({ keys: ["t"], label: "Tap", help: "the tempo by quarter notes, three or more" }, ({ page }) => ({
    do: "tap",
    at: page.now(),
  })),
  select: acting(
    { keys: [..."123456789"], shownKeys: "1 to 9", help: "choose the voice that the next keys mean" },
    ({ page }, { key }) => page.select(Number(key) - 1),
  ),
  hotter: stepping("voice/<voice>/temperature", 0.05, { keys: ["ArrowUp"], help: "its temperature up: bolder" }),
  cooler: stepping("voice/<voice>/temperature", -0.05, { keys: ["ArrowDown"], help: "its temperature down: safer" }),
  mute: toggling("voice/<voice>/mute", { keys: ["m"], label: "Mute" }),
  solo: toggling("voice/<voice>/solo", { keys: ["o"], label: "Solo" }),
  loop: toggling("voice/<voice>/loop", { keys: ["l"], label: "Loop" }),
  mutate: ofVoice("mutate", { keys: ["u"], label: "Mutate" }),
  endCall: ofVoice("end-call", { keys: ["n"], label: "Answer now" }),
  forget: forgetting({ label: "Forget", help: "what is remembered of this voice; a second press means it" }),
  forgetAll: forgetting({ label: "Forget all", help: "what is remembered of everybody; a second press means it" }),
  next: ordering({ keys: ["g"], label: "Next", help: "a new scene of the director's choice" }, (state) =>
    state.snapshot?.director === undefined ? null : cueOf(state, null),
  ),
  hold: toggling("director/held", { keys: ["h"], label: "Hold" }),
  blackout: toggling("blackout", { keys: ["b"], label: "Blackout", help: "fades to black and back" }),
  freeze: toggling("freeze", { keys: ["f"], label: "Freeze", help: "the picture stands still" }),
  bypass: toggling("bypass", { keys: ["p"], label: "All passes off", help: "scenes as they are drawn, and back" }),
  record: toggling("record", {
    keys: ["r"],
    label: "Record",
    help: "the first stage that was opened to a file of the server, or end it",
  }),
  take: toggling("take", { keys: ["v"], label: "Take", help: "begin a take of all that is played, or end it" }),
  keep: ordering(
    { keys: ["k"], label: "Keep that", help: `a take of the last ${KEPT_MINUTES} minutes` },
    ({ snapshot }) => (snapshot?.log === undefined ? null : { do: "take-keep", minutes: KEPT_MINUTES }),
  ),
  mark: ordering({ keys: ["i"], label: "Mark", help: "this moment" }, () => ({ do: "take-mark", words: "" })),
  pads: acting(
    { keys: PADS.map(({ key }) => key), shownKeys: "Q W E / A S D / Z X C", help: "play the pads" },
    ({ page }, { key }) => {
      const pad = PADS.find((one) => one.key === key);
      if (pad !== undefined) page.play(pad.drum, KEY_VELOCITY);
    },
  ),
  panic: acting(
    { keys: ["Escape"], shownKeys: "Esc twice", label: "Panic", help: COMMANDS.panic.about },
    (state, { by }) => {
      if (by === "key" && state.helpOpen) return state.page.openHelp(false);
      const isFirst = by === "key" && !state.panicArmed;
      state.page.armPanic(isFirst);
      if (!isFirst) void state.orders.order({ do: "panic" }, by);
    },
  ),
  help: acting({ keys: ["?"], label: "Keys", help: "this help" }, ({ page, helpOpen }) => page.openHelp(!helpOpen)),
};
