import { z } from "zod";
import { ANSWER_MS } from "../protocol/desk.ts";
import type { Snapshot } from "../protocol/state.ts";
import { type Takes, takesOf } from "./takes.ts";
import type { Template, Turned } from "./template.ts";

/**
 * What a control is for a hand: how a desk draws it, and which pad, knob or fader suits it. A trigger acts when it
 * is pressed and does nothing when it is let go; a shape is dragged, and has more numbers than one knob.
 */
export type Hand = "trigger" | "switch" | "range" | "choice" | "text" | "shape";

/**
 * Who turned something: a person at the desk or by its keys, a program by OSC, a controller, the director, whoever
 * leads the clock, a take that is played, the session that a crash has cut off, or nobody since the start.
 */
export type Origin = "desk" | "key" | "osc" | "midi" | "director" | "clock" | "take" | "session" | "start";

/** As much of the server's state as has values that can be turned. */
export type Turnable = Partial<
  Pick<
    Snapshot,
    "transport" | "voices" | "director" | "picture" | "media" | "projectors" | "recording" | "log" | "rehearsal"
  >
>;

/** An address under `/antiphon/set/`. */
export interface OscAddress {
  /** Its words; those in <> are fields of the order: `<voice>/mutate`. */
  readonly address: string;
  /** What PROTOCOL.md says of the values, of a setting's beyond what they are; "" for nothing. */
  readonly values: string;
  /** The order's other fields, of anything, since the order is checked; left out it is a button, and 0 its release. */
  readonly fields?: (values: readonly unknown[]) => Readonly<Record<string, unknown>>;
}

/** What is told by number in OSC out, in the order of the numbers, from 0. */
export interface Numbered {
  readonly scenes: readonly string[];
}

/** An address that turns a setting, by one value unless it says otherwise. */
export interface SettingAddress extends Omit<OscAddress, "fields"> {
  readonly value?: (values: readonly unknown[], numbered: Numbered) => unknown;
  /** Fields of the order that stand beside the value, from the values after the first. */
  readonly beside?: (others: readonly unknown[]) => Readonly<Record<string, unknown>>;
}

/** Something that can be ordered: what the message `{ do, ... }` holds, and everything that is to be known of it. */
export interface Command<Shape extends z.core.$ZodLooseShape = z.core.$ZodLooseShape> {
  readonly takes: Shape;
  /** One line for people. */
  readonly about: string;
  readonly hand: Hand;
  /** How long its answer may take, in milliseconds. */
  readonly answerMs: number;
  readonly osc: readonly OscAddress[];
}

/** Something that has a value. */
export interface Setting<Schema extends z.ZodType = z.ZodType, T extends Template = Template> {
  /** Its name among all that can be turned; words in <> are names of whose it is: `voice/<voice>/temperature`. */
  readonly path: string;
  readonly schema: Schema;
  readonly default: z.output<Schema>;
  /** One line for people. */
  readonly about: string;
  readonly hand: Hand;
  /** What there is to choose from; null where its hand is no choice, or the schema leaves it open. */
  readonly choices: readonly unknown[] | null;
  /** Whether null gives it back to whoever has it otherwise. */
  readonly canBeNull: boolean;
  /** Of its numbers; "" for none. */
  readonly unit: string;
  /** As far as a hand turns it, where that is less than the schema allows; null where it is not, or not a number. */
  readonly reach: { readonly min: number; readonly max: number } | null;
  /** How far a turn of the hand moves it: everywhere as far, or in proportion to what it is. */
  readonly curve: "linear" | "logarithmic";
  /**
   * Where: in the show file, in a file beside it as it is turned, in the session alone, or nowhere beyond the run of
   * the server. What is in the show file or the session comes back after a crash.
   */
  readonly kept: "show" | "file" | "session" | "run";
  /** Whether turning it back makes it as if nobody had turned it. */
  readonly undoable: boolean;
  /** Who has turned it where nobody has ordered it. */
  readonly turnedBy: Origin;
  /** What a number by OSC or MIDI means: switches are on from 0.5 up, choices count from 0, others are as they are. */
  readonly fromNumber: (value: number) => unknown;
  /** null where it cannot be turned by OSC. */
  readonly osc: SettingAddress | null;
  /** The order that turns it. */
  readonly template: T;
  /** Orders that turn it too, by another way. */
  readonly alsoBy: readonly string[];
  /** Its values now. */
  readonly read: (state: Turnable) => readonly Turned[];
}

/** What of a description is for the server, which checks and reads values. */
export const SERVER_ONLY = ["schema", "fromNumber", "osc", "read"] as const satisfies readonly (keyof Setting)[];

/** What a page needs of it. */
export type Described = Omit<Setting, (typeof SERVER_ONLY)[number]>;

/** Reads one value of a part of the state; none while that part is not there, or has no such value. */
export const reading =
  <Part extends keyof Turnable>(part: Part, value: (of: Exclude<Turnable[Part], undefined>) => unknown) =>
  (state: Turnable): readonly Turned[] => {
    const of = state[part];
    const now = of === undefined ? undefined : value(of as Exclude<Turnable[Part], undefined>);
    return now === undefined ? [] : [{ names: {}, value: now }];
  };

/** Describes a command; a trigger that is answered at once and cannot be reached by OSC, unless it says otherwise. */
export const defineCommand = <const Shape extends z.core.$ZodLooseShape>(
  command: { readonly takes: Shape; readonly about: string } & Partial<Command<Shape>>,
): Command<Shape> => ({ hand: "trigger", answerMs: ANSWER_MS, osc: [], ...command });

type Needed = "path" | "schema" | "default" | "about" | "template" | "read";
type SettingParts<S extends z.ZodType, T extends Template> = Pick<Setting<S, T>, Needed> &
  Partial<Omit<Setting<S, T>, Needed | "osc">> & { readonly osc?: Partial<SettingAddress> | null };

/** Describes a setting. By OSC it is turned at its path by one value, unless `osc` says otherwise. */
export const defineSetting = <S extends z.ZodType, const T extends Template>(
  parts: SettingParts<S, T>,
): Setting<S, T> => {
  const { path, schema, hand = handOf(schema), osc = {} } = parts;
  return {
    choices: choicesOf(schema),
    canBeNull: schema instanceof z.ZodNullable,
    unit: "",
    reach: boundsOf(schema),
    curve: "linear",
    kept: "run",
    undoable: true,
    turnedBy: "start",
    alsoBy: [],
    fromNumber: numberReader(schema, hand),
    ...parts,
    hand,
    osc: osc === null ? null : { address: path, values: "", ...osc },
  };
};

/** The command that turns one setting and nothing else. */
export const turning = <S extends z.ZodType, T extends Template>(
  { schema, about, hand, template }: Setting<S, T>,
  answerMs = ANSWER_MS,
): Command<Takes<T, S>> => ({ takes: takesOf(template, schema), about, hand, answerMs, osc: [] });

/** A schema without what makes it null or optional. */
const bare = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional
    ? bare(schema.unwrap() as z.ZodType)
    : schema;

/** The values of a choice; null where the schema is none. */
export const choicesOf = (schema: z.ZodType): readonly unknown[] | null => {
  const inner = bare(schema);
  if (inner instanceof z.ZodEnum) return inner.options;
  return inner instanceof z.ZodLiteral ? [...inner.values] : null;
};

/** The bounds of a number, or of what may be one; null where it cannot be. */
export const boundsOf = (schema: z.ZodType): { readonly min: number; readonly max: number } | null => {
  const inner = bare(schema);
  if (inner instanceof z.ZodUnion)
    return inner.options.map((one) => boundsOf(one as z.ZodType)).find((bounds) => bounds !== null) ?? null;
  return inner instanceof z.ZodNumber ? { min: inner.minValue ?? 0, max: inner.maxValue ?? 1 } : null;
};

const handOf = (schema: z.ZodType): Hand => {
  const inner = bare(schema);
  if (inner instanceof z.ZodBoolean) return "switch";
  if (choicesOf(inner) !== null) return "choice";
  if (boundsOf(inner) !== null) return "range";
  return inner instanceof z.ZodString ? "text" : "shape";
};

const numberReader = (schema: z.ZodType, hand: Hand): Setting["fromNumber"] => {
  if (hand === "switch") return (value) => value >= 0.5;
  const choices = hand === "choice" ? choicesOf(schema) : null;
  if (choices === null) return (value) => value;
  return (value) => (choices.includes(value) ? value : (choices[Math.round(value)] ?? value));
};
