import type { Command } from "../../../shared/controls/control.ts";
import { COMMANDS, SETTINGS } from "../../../shared/controls/controls.ts";

const addresses: readonly string[] = [
  ...SETTINGS.flatMap(({ osc }) => (osc === null ? [] : [osc.address])),
  ...Object.values<Command>(COMMANDS).flatMap(({ osc }) => osc.map(({ address }) => address)),
];

/** What a voice must not be called, since its name is a word of OSC addresses: where it stands there is another. */
export const RESERVED_NAMES: readonly string[] = [
  ...addresses
    .map((address) => address.split("/"))
    .flatMap(([first = "", ...rest]) => (rest.length > 1 ? [] : [first])),
  ...["beat", "bar", "phase", "play", "set"],
].filter((word) => !word.startsWith("<"));
