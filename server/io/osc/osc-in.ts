import type { Command, OscAddress, Setting } from "../../../shared/controls/control.ts";
import { COMMANDS, DeskCommand, SETTINGS } from "../../../shared/controls/controls.ts";
import { type Names, orderBy } from "../../../shared/controls/template.ts";
import { check } from "../../core/check/check.ts";
import { RESERVED_NAMES } from "../../core/show/reserved-names.ts";
import { OSC } from "./osc.ts";

/** What an incoming OSC message orders. */
export type OscOrder =
  | { readonly kind: "command"; readonly command: DeskCommand }
  /** A button was let go: 0 after the 1 that counted. */
  | { readonly kind: "release" }
  /** Why it cannot be. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Not an order: a hit on a pad, or somebody else's message. */
  | { readonly kind: "other" };

/** An address that orders something, and what its values make of it. */
interface Route {
  readonly words: readonly string[];
  readonly isButton: boolean;
  readonly order: (names: Names, values: readonly unknown[]) => unknown;
}

const isName = (word: string): boolean => word.startsWith("<");

const settingRoute = ({ osc, template, fromNumber }: Setting): Route[] => {
  if (osc === null) return [];
  const { value = ([first]) => (typeof first === "number" ? fromNumber(first) : first), beside = () => ({}) } = osc;
  return [
    {
      words: osc.address.split("/"),
      isButton: false,
      order: (names, values) => ({ ...orderBy(template, names, value(values)), ...beside(values.slice(1)) }),
    },
  ];
};

const commandRoute = (name: string, { address, fields }: OscAddress): Route => ({
  words: address.split("/"),
  isButton: fields === undefined,
  order: (names, values) => ({ do: name, ...names, ...fields?.(values) }),
});

/** A word of its own goes before a name at the same place: `scene/<parameter>` before `<voice>/mute`. */
const byPrecedence = (one: Route, other: Route): number => {
  const place = one.words.findIndex((word, i) => isName(word) !== isName(other.words[i] ?? "<"));
  return place < 0 ? 0 : isName(one.words[place]!) ? 1 : -1;
};

const ROUTES: readonly Route[] = [
  ...SETTINGS.flatMap(settingRoute),
  ...Object.entries<Command>(COMMANDS).flatMap(([name, { osc }]) => osc.map((address) => commandRoute(name, address))),
].sort(byPrecedence);

/** Of an address that is shown to people. */
const LONGEST_ADDRESS = 80;

const SET = `${OSC.set}/`;

/** Understands one message to `/antiphon/set/...`. Never throws, whatever comes. */
export const orderOf = (address: string, values: readonly unknown[]): OscOrder => {
  if (!address.startsWith(SET)) return { kind: "other" };
  const words = address.slice(SET.length).split("/");
  const route = ROUTES.find((known) => matches(known.words, words));
  if (route?.isButton === true && isRelease(values)) return { kind: "release" };
  const order = route === undefined ? unknownOrder(words, values) : route.order(namesIn(route.words, words), values);
  const checked = check(DeskCommand, order, "it");
  if (checked.ok) return { kind: "command", command: checked.value };
  return { kind: "refused", reason: `${address.slice(0, LONGEST_ADDRESS)}: ${checked.reason}` };
};

const matches = (known: readonly string[], words: readonly string[]): boolean =>
  known.length === words.length && known.every((word, i) => isName(word) || word === words[i]);

const namesIn = (known: readonly string[], words: readonly string[]): Names =>
  Object.fromEntries(known.flatMap((word, i) => (isName(word) ? [[word.slice(1, -1), words[i]]] : [])));

/** For the sentence that says what there would be at this place. */
const unknownOrder = (words: readonly string[], [value]: readonly unknown[]): unknown => {
  const [first = "", second = ""] = words;
  const isVoice = words.length === 2 && !RESERVED_NAMES.includes(first);
  return isVoice ? { do: "voice", voice: first, set: { [second]: value } } : { do: words.join("/") };
};

/** Buttons send 1 when they are pressed, or nothing; 0 when they are let go. */
const isRelease = ([value]: readonly unknown[]): boolean => (typeof value === "number" ? value < 0.5 : value === false);
