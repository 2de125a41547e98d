import { type OscCursor, Unreadable } from "./osc-cursor.ts";

/** An argument as we use it: a number of any type, a text, a truth value, null for nil. */
export type OscValue = number | string | boolean | null;

export interface OscArguments {
  /** Lists are written out: an address of ours takes values one after the other. */
  readonly args: readonly OscValue[];
  /** What was passed over among them, for people: `a blob (b)`. */
  readonly passed: readonly string[];
}

/** What no address of ours takes, and how its bytes are passed over (OSC 1.0, "OSC Type Tag String"). */
const PASSED: Readonly<Record<string, { readonly name: string; readonly pass: (from: OscCursor) => void }>> = {
  b: { name: "a blob (b)", pass: (from) => from.pass(from.int32()) },
  r: { name: "an RGBA colour (r)", pass: (from) => from.pass(4) },
  m: { name: "a MIDI message (m)", pass: (from) => from.pass(4) },
  t: { name: "a time tag (t)", pass: (from) => from.pass(8) },
};

const READ: Readonly<Record<string, (from: OscCursor) => OscValue>> = {
  i: (from) => from.int32(),
  f: (from) => from.float32(),
  s: (from) => from.text(),
  S: (from) => from.text(),
  h: (from) => exact(from.int64()),
  d: (from) => from.float64(),
  c: (from) => String.fromCharCode(from.int32() & 0xff),
  T: () => true,
  F: () => false,
  N: () => null,
  // Infinitum in OSC 1.0, an impulse since 1.1: a button is pressed.
  I: () => true,
};

/** Type tags, and the arguments they tell of. Throws `Unreadable`. */
export const argumentsOf = (from: OscCursor): OscArguments => {
  const args: OscValue[] = [];
  const passed = new Set<string>();
  const tags = from.text();
  for (let i = 1; i < tags.length; i++) {
    const tag = tags[i]!;
    const other = PASSED[tag];
    if (tag === "[" || tag === "]") continue;
    if (READ[tag] !== undefined) args.push(READ[tag](from));
    else if (other === undefined) throw new Unreadable(`"${tag}" is no type of OSC`);
    else {
      other.pass(from);
      passed.add(other.name);
    }
  }
  return { args, passed: [...passed] };
};

/** Beyond 2^53 a number is not what was sent. */
const exact = (value: bigint): number => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Unreadable(`its int64 ${value} is out of range`);
  return number;
};
