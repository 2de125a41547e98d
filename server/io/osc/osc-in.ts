import type { Numbered } from "../../../shared/controls/control.ts";
import { DeskCommand } from "../../../shared/controls/controls.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import { check } from "../../core/check/check.ts";
import { OSC, OSC_ROOT } from "./osc.ts";
import { namesIn, routeOf } from "./osc-routes.ts";
import { isPattern, unknownAddress } from "./unknown-address.ts";

/** What an incoming OSC message orders. */
export type OscOrder =
  | { readonly kind: "command"; readonly command: DeskCommand }
  /** A button was let go: 0 after the 1 that counted. */
  | { readonly kind: "release" }
  /** Why it cannot be; it is another time what it is not now. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Its address means nothing; the sentence says which one would. */
  | { readonly kind: "unknown"; readonly sentence: string }
  /** Not an order: a hit on a pad, or somebody else's message. */
  | { readonly kind: "other" };

/** Of an address that is shown to people. */
const LONGEST_ADDRESS = 80;

const OURS = `${OSC_ROOT}/`;
const SET = `${OSC.set}/`;
const PADS: ReadonlySet<string> = new Set(DRUMS.map((drum) => OSC.play(drum)));

/** As it is shown to people. */
export const shownAddress = (address: string): string =>
  address.length > LONGEST_ADDRESS ? `${address.slice(0, LONGEST_ADDRESS)}…` : address;

/** Whether a message is meant for us. */
export const isOurs = (address: string): boolean => address.startsWith(OURS);

export interface OscOrderOptions {
  /** The message's values could not be read, for want of type tags. */
  readonly untyped?: boolean;
  /** What may be ordered by number. */
  readonly numbered?: Numbered;
}

/** Understands one message. Never throws, whatever comes. */
export const orderOf = (
  address: string,
  values: readonly unknown[],
  { untyped = false, numbered = { scenes: [] } }: OscOrderOptions = {},
): OscOrder => {
  if (!isOurs(address) || PADS.has(address)) return { kind: "other" };
  const words = address.slice(SET.length).split("/");
  const route = address.startsWith(SET) && !isPattern(address) ? routeOf(words) : undefined;
  if (route === undefined) return { kind: "unknown", sentence: unknownAddress(shownAddress(address)) };
  const refused = (reason: string): OscOrder => ({ kind: "refused", reason: `${shownAddress(address)}: ${reason}` });
  if (route.isButton && isRelease(values)) return { kind: "release" };
  if (untyped && !route.isButton)
    return refused("the message has no type tags, so its value cannot be read; have the program send them (OSC 1.0)");
  const strange = values.find((value) => typeof value === "number" && !Number.isFinite(value));
  if (strange !== undefined) return refused(`a value must be a number that can be counted, not ${strange}`);
  const checked = check(DeskCommand, route.order(namesIn(route, words), values, numbered), "it");
  // Where in the order the value stands means nothing to whoever wrote the address.
  return checked.ok ? { kind: "command", command: checked.value } : refused(checked.reason.replace(/^set\./, ""));
};

/** Buttons send 1 when they are pressed, or nothing; 0 when they are let go. */
const isRelease = ([value]: readonly unknown[]): boolean => (typeof value === "number" ? value < 0.5 : value === false);
