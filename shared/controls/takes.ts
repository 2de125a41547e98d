import type { z } from "zod";
import { NAMES } from "./names.ts";
import { type Template, VALUE, wordOf } from "./template.ts";

/** What a command takes that turns a setting of this schema by this template. */
export type Takes<T extends Template, Schema extends z.ZodType> = {
  readonly [Name in Exclude<keyof T, "do">]: T[Name] extends typeof VALUE
    ? Schema
    : T[Name] extends `<${infer Word extends keyof typeof NAMES}>`
      ? (typeof NAMES)[Word]
      : T[Name] extends { readonly schema: infer S }
        ? S
        : never;
};

/** The same, to check by. */
export const takesOf = <T extends Template, Schema extends z.ZodType>(
  template: T,
  schema: Schema,
): Takes<T, Schema> => {
  const fields = Object.entries(template).flatMap(([name, field]): [string, z.ZodType][] => {
    if (name === "do") return [];
    if (field === VALUE) return [[name, schema]];
    const word = wordOf(field);
    if (word !== null) return [[name, NAMES[word]]];
    return typeof field === "object" && "schema" in field ? [[name, field.schema as z.ZodType]] : [];
  });
  return Object.fromEntries(fields) as Takes<T, Schema>;
};
