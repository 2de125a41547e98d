import { z } from "zod";
import { boundsOf, type Command, choicesOf, type Setting } from "../../shared/controls/control.ts";
import { COMMANDS, SETTINGS } from "../../shared/controls/controls.ts";

// The tables of PROTOCOL.md, made of the controls: `npm run protocol` writes them, a test compares.

const code = (text: unknown): string => `\`${typeof text === "string" ? text : JSON.stringify(text)}\``;

/** What a value may be, for people: `20 to 999 or null`. */
export const valuesOf = (schema: z.ZodType): string => {
  if (schema instanceof z.ZodNullable) return `${valuesOf(schema.unwrap() as z.ZodType)} or null`;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional)
    return valuesOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodBoolean) return "true or false";
  if (schema instanceof z.ZodUnion) return schema.options.map((one) => valuesOf(one as z.ZodType)).join(" or ");
  const choices = choicesOf(schema);
  if (choices !== null) return choices.map(code).join(", ");
  const bounds = boundsOf(schema);
  if (bounds === null) return schema instanceof z.ZodString ? "text" : "several numbers";
  if (!Number.isFinite(bounds.max) || bounds.max === 1e6) return "a number";
  return `${schema instanceof z.ZodNumber && schema.format !== null ? "whole, " : ""}${bounds.min} to ${bounds.max}`;
};

const isOptional = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional;

const fieldsOf = ({ takes }: Command): string =>
  Object.entries(takes as Readonly<Record<string, z.ZodType>>)
    .map(([name, schema]) => {
      const values =
        schema instanceof z.ZodObject ? `any of ${Object.keys(schema.shape).map(code).join(", ")}` : valuesOf(schema);
      const what = ["text", "true or false", "several numbers"].includes(values)
        ? code(name)
        : `${code(name)}: ${values}`;
      return isOptional(schema) ? `${what} (may be left out)` : what;
    })
    .join("; ");

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const commands = (): string =>
  table(
    ["`do`", "with", "does"],
    Object.entries<Command>(COMMANDS).map(([name, command]) => [code(name), fieldsOf(command), command.about]),
  );

const KEPT = { show: "show file", file: "file beside it", session: "session", run: "" };

const settings = (): string =>
  table(
    ["path", "values", "by default", "kept", ""],
    SETTINGS.map(({ path, schema, unit, default: usually, kept, about }) => [
      code(path),
      `${valuesOf(schema)}${unit === "" ? "" : ` ${unit}`}`,
      code(usually),
      KEPT[kept],
      about,
    ]),
  );

/** What OSC's numbers mean where they are not the values themselves. */
const numbersOf = ({ hand, schema, fromNumber }: Setting): string => {
  if (hand === "switch") return "switch";
  const choices = hand === "choice" ? choicesOf(schema) : null;
  if (choices !== null && typeof choices[0] === "string")
    return `${choices.map((choice, i) => `${i} ${code(choice)}`).join(", ")}, or the name`;
  const [zero, below] = [fromNumber(0), fromNumber(-1)];
  const values = valuesOf(schema).replaceAll(" or null", "");
  if (zero === "auto") return `${values.replace("`auto` or ", "")}; 0 is \`auto\``;
  return below === null ? `${values}; below 0 is null` : values;
};

const SHAPES = new Set(["corners", "mesh", "masks", "crop", "blend"].map((name) => `projector/<projector>/${name}`));

const osc = (): string => {
  const settingRows = SETTINGS.flatMap((setting): [string, string][] => {
    if (setting.osc === null || SHAPES.has(setting.path)) return [];
    const { address, values } = setting.osc;
    const said =
      setting.osc.value !== undefined && values !== "" && !setting.path.startsWith("scene/")
        ? values
        : [numbersOf(setting), values].filter(Boolean).join("; ");
    return [[address, said]];
  });
  const commandRows = Object.values<Command>(COMMANDS).flatMap((command) =>
    command.osc.map(({ address, values }): [string, string] => [address, values]),
  );
  return table(
    ["address", "value"],
    [...settingRows, ...commandRows].map(([address, values]) => [code(`/antiphon/set/${address}`), values]),
  );
};

const TABLES: Readonly<Record<string, () => string>> = { commands, settings, osc };

/** The document with its tables as they should be. */
export const withTables = (document: string): string =>
  document.replace(
    /(<!-- (\w+): written by `npm run protocol` -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => `${begin}\n${TABLES[name]?.() ?? ""}\n${end}`,
  );
