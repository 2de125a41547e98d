import type { z } from "zod";
import { didYouMean } from "../../../shared/text/no-such.ts";

/** A value that was checked, or one sentence that names the place in it and what would be right there. */
type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/**
 * Checks what came from outside. `subject` is what the whole is called: "the message".
 * Messages that schemas carry themselves continue the same sentence: "must be ...".
 *
 * @example check(VoiceSettings, { temperature: 9 }, "the settings") // "temperature must be at most 4, not 9"
 */
export const check = <T>(schema: z.ZodType<T>, value: unknown, subject: string): Checked<T> => {
  const result = schema.safeParse(value, { error: complaint });
  if (result.success) return { ok: true, value: result.data };
  const [first, ...others] = result.error.issues;
  if (first === undefined) return { ok: false, reason: `${subject} is not valid` };
  const kind = unknownKind(first, value, subject);
  if (kind !== null) return { ok: false, reason: kind };
  const place = issuePath(first, subject);
  // One value may break several rules; they count once.
  const more = new Set(others.map((other) => issuePath(other, subject)));
  more.delete(place);
  const rest = more.size === 0 ? "" : ` (and ${more.size} more)`;
  return { ok: false, reason: `${place} ${first.message}${rest}` };
};

const issuePath = (issue: z.core.$ZodIssue, subject: string): string =>
  issue.path.length === 0 ? subject : issue.path.map(shown).join(".");

/** The sentence for a whole that is one of several kinds and says that it is another; null for any other fault. */
const unknownKind = (issue: z.core.$ZodIssue, value: unknown, subject: string): string | null => {
  if (issue.code !== "invalid_union" || issue.path.length !== 1 || !("options" in issue)) return null;
  const [field = ""] = issue.path;
  const kinds = (issue.options as readonly unknown[]).map(String);
  const given = (value as Readonly<Record<PropertyKey, unknown>>)[field];
  if (typeof given !== "string") return `${subject} lacks its ${quoted(String(field))}: it must be ${kinds.join(", ")}`;
  const what = subject.replace(/^the /, "");
  return `there is no ${what} ${quoted(given)}${didYouMean(given, kinds)}; there are ${kinds.join(", ")}`;
};

/** The rest of the sentence after the place. */
const complaint = (issue: z.core.$ZodRawIssue): string => {
  const not = issue.input === undefined ? "" : `, not ${quoted(issue.input)}`;
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return `is missing: it must be ${KINDS[issue.expected] ?? issue.expected}`;
      return `must be ${KINDS[issue.expected] ?? issue.expected}${not}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values)}${not}${hint(issue.input, issue.values)}`;
    case "too_big":
      if (issue.maximum === Number.MAX_SAFE_INTEGER) return `must be a smaller number${not}`;
      return `must ${bound(issue.origin, "at most", issue.maximum)}${typeof issue.input === "number" ? not : ""}`;
    case "too_small":
      return `must ${bound(issue.origin, "at least", issue.minimum)}${typeof issue.input === "number" ? not : ""}`;
    case "unrecognized_keys":
      return `must not hold ${issue.keys.slice(0, 3).map(quoted).join(", ")}${known(issue.inst, issue.keys[0])}`;
    case "invalid_union":
      return Array.isArray(issue.options) ? `must be ${oneOf(issue.options)}` : `cannot be ${quoted(issue.input)}`;
    case "invalid_key":
      return issue.issues[0]?.message ?? "is not a key here";
    default:
      return `cannot be ${quoted(issue.input)}`;
  }
};

const KINDS: Readonly<Record<string, string>> = {
  number: "a number",
  int: "a whole number",
  string: "text in quotes",
  boolean: "true or false",
  object: "an object { ... }",
  record: "an object { ... }",
  array: "a list [ ... ]",
};

const bound = (origin: string, side: string, limit: number | bigint): string => {
  if (side === "at least" && limit === 1 && origin !== "number" && origin !== "int") return "not be empty";
  if (origin === "string") return `be ${side} ${limit} characters long`;
  if (origin === "array" || origin === "set") return `have ${side} ${limit} entries`;
  return `be ${side} ${limit}`;
};

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? quoted(values[0]) : `one of ${values.map(quoted).join(", ")}`;

/** The keys an object may hold, for the one who misspelt one. */
const known = (schema: unknown, misspelt = ""): string => {
  const def = (schema as Partial<z.core.$ZodObject | z.core.$ZodRecord<z.core.$ZodEnum>> | undefined)?._zod?.def;
  const shape = def === undefined || "shape" in def ? def?.shape : def.keyType?._zod.def.entries;
  if (shape === undefined) return "";
  const keys = Object.keys(shape).filter((key) => !key.startsWith("$"));
  return `; it may hold ${keys.join(", ")}${didYouMean(misspelt, keys)}`;
};

/** The value that was meant, for the one who misspelt it. */
const hint = (given: unknown, values: readonly unknown[]): string =>
  typeof given === "string" ? didYouMean(given, values.map(String)) : "";

const LONGEST_QUOTE = 60;

/** A value as people wrote it, cut short: it may be as hostile as whoever sent it. */
const quoted = (value: unknown): string => {
  if (typeof value === "string") return shortened(JSON.stringify(value));
  if (Array.isArray(value)) return "a list";
  return value !== null && typeof value === "object" ? "an object" : shortened(String(value));
};

const shown = (key: PropertyKey): string => shortened(String(key));

const shortened = (text: string): string => (text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
