import type { Command, Numbered, OscAddress, Setting } from "../../../shared/controls/control.ts";
import { COMMANDS, SETTINGS } from "../../../shared/controls/controls.ts";
import { type Names, orderBy } from "../../../shared/controls/template.ts";

/** An address that orders something, and what its values make of it. */
export interface OscRoute {
  /** Those in <> are names. */
  readonly words: readonly string[];
  readonly isButton: boolean;
  readonly order: (names: Names, values: readonly unknown[], numbered: Numbered) => unknown;
}

export const isName = (word: string): boolean => word.startsWith("<");

const settingRoute = ({ osc, template, fromNumber }: Setting): OscRoute[] => {
  if (osc === null) return [];
  const { value = ([first]) => (typeof first === "number" ? fromNumber(first) : first), beside = () => ({}) } = osc;
  return [
    {
      words: osc.address.split("/"),
      isButton: false,
      order: (names, values, numbered) => ({
        ...orderBy(template, names, value(values, numbered)),
        ...beside(values.slice(1)),
      }),
    },
  ];
};

const commandRoute = (name: string, { address, fields }: OscAddress): OscRoute => ({
  words: address.split("/"),
  isButton: fields === undefined,
  order: (names, values) => ({ do: name, ...names, ...fields?.(values) }),
});

/** A word of its own goes before a name at the same place: `scene/<parameter>` before `<voice>/mute`. */
const byPrecedence = (one: OscRoute, other: OscRoute): number => {
  const place = one.words.findIndex((word, i) => isName(word) !== isName(other.words[i] ?? "<"));
  return place < 0 ? 0 : isName(one.words[place]!) ? 1 : -1;
};

/** Everything under `/antiphon/set/`. */
export const OSC_ROUTES: readonly OscRoute[] = [
  ...SETTINGS.flatMap(settingRoute),
  ...Object.entries<Command>(COMMANDS).flatMap(([name, { osc }]) => osc.map((address) => commandRoute(name, address))),
].sort(byPrecedence);

/** The route of the words behind `/antiphon/set/`. */
export const routeOf = (words: readonly string[]): OscRoute | undefined =>
  OSC_ROUTES.find(
    (known) => known.words.length === words.length && known.words.every((word, i) => isName(word) || word === words[i]),
  );

/** What stands for the names of a route. */
export const namesIn = (route: OscRoute, words: readonly string[]): Names =>
  Object.fromEntries(route.words.flatMap((word, i) => (isName(word) ? [[word.slice(1, -1), words[i]]] : [])));
