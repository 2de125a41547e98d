import type { z } from "zod";
import type { NAMES } from "./names.ts";

// Apart from the schemas, so that a page that orders by templates need not load what checks orders.

/** An order as it travels, before it is checked. */
export type Order = { readonly do: string } & Readonly<Record<string, unknown>>;

/** What stands for the words in <>, by the word. */
export type Names = Readonly<Partial<Record<keyof typeof NAMES, string>>>;

/** What an order turns, of what, and to what. */
export interface Turned {
  readonly names: Names;
  readonly value: unknown;
}

/** Stands in a template for the value that is set. */
export const VALUE = Symbol("value");

/** A field that is a part of the value, where that is an object. */
export const part = <const Name extends string, S extends z.ZodType>(name: Name, schema: S) => ({ part: name, schema });

/** A field beside the value: what it usually is; undefined leaves it out. */
export const beside = <S extends z.ZodType>(schema: S, usually: z.output<S> | undefined) => ({ usually, schema });

type Field =
  | typeof VALUE
  | `<${keyof typeof NAMES}>`
  | { readonly part: string; readonly schema: z.ZodType }
  | { readonly usually: unknown; readonly schema: z.ZodType };

/**
 * The order that turns a setting, with a mark where the value stands: `{ do: "freeze", on: VALUE }`. A switch whose
 * two positions are two orders names both in `do`, off first; what stands in `set` is one of many settings turned
 * by one order.
 */
export interface Template {
  readonly do: string | readonly [string, string];
  readonly [field: string]: Field | string | readonly [string, string] | Readonly<Record<string, typeof VALUE>>;
}

/** The word in a field that stands for a name; null for any other field. */
export const wordOf = (field: unknown): keyof typeof NAMES | null =>
  typeof field === "string" && field.startsWith("<") ? (field.slice(1, -1) as keyof typeof NAMES) : null;

/** The order that turns it to `value`. */
export const orderBy = (template: Template, names: Names, value: unknown): Order => {
  const { do: what, ...fields } = template;
  const order: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const word = wordOf(field);
    if (field === VALUE) order[name] = value;
    else if (word !== null) {
      if (names[word] !== undefined) order[name] = names[word];
    } else if (typeof field !== "object") continue;
    else if ("part" in field) order[name] = (value as Readonly<Record<string, unknown>>)[field.part as string];
    else if (!("usually" in field)) order[name] = { [Object.keys(field)[0] ?? ""]: value };
    else if (field.usually !== undefined) order[name] = field.usually;
  }
  return { do: typeof what === "string" ? what : what[value === false ? 0 : 1], ...order };
};

/** What `order` turns by the template; null when it is another order, or leaves this setting alone. */
export const turnedBy = (template: Template, order: Order): Turned | null => {
  const { do: what, ...fields } = template;
  if (typeof what !== "string") return what.includes(order.do) ? { names: {}, value: order.do === what[1] } : null;
  if (order.do !== what) return null;
  const names: Record<string, string> = {};
  let value: unknown;
  for (const [name, field] of Object.entries(fields)) {
    const given = order[name];
    const word = wordOf(field);
    if (field === VALUE) value = given;
    else if (word !== null) {
      if (typeof given !== "string") return null;
      names[word] = given;
    } else if (typeof field !== "object") continue;
    else if ("part" in field) value = { ...(value as object), [field.part as string]: given };
    else if (!("usually" in field))
      value = (given as Readonly<Record<string, unknown>> | undefined)?.[Object.keys(field)[0] ?? ""];
  }
  return value === undefined ? null : { names, value };
};
