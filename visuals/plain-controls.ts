import type { Plugin } from "vite";
import { SERVER_ONLY } from "../shared/controls/control.ts";
import { COMMANDS, SETTINGS } from "../shared/controls/controls.ts";
import { VALUE } from "../shared/controls/template.ts";

/** Of settings and of commands. */
const LEFT_OUT: readonly string[] = [...SERVER_ONLY, "takes"];

/** Commands as pages use them: what is turned by one is described by its setting. */
const pageCommands = (): unknown => {
  const turning = new Set<string>(SETTINGS.flatMap(({ template }) => template.do));
  const plain = Object.entries(COMMANDS).map(([name, { hand: _, about, ...command }]) => [
    name,
    turning.has(name) ? command : { ...command, about },
  ]);
  return Object.fromEntries(plain);
};

/** `value` as code that makes the same. */
const codeOf = (value: unknown): string => {
  if (value === VALUE) return "VALUE";
  if (typeof value !== "object" || value === null) return String(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(codeOf)}]`;
  const fields = Object.entries(value).filter(([name]) => !LEFT_OUT.includes(name));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}: ${codeOf(field)}`)}}`;
};

/** Built pages get the descriptions of all controls as they are, without the schemas they are made with, nor zod. */
export const plainControls = (): Plugin => ({
  name: "antiphon-plain-controls",
  apply: "build",
  load: (id) =>
    id.endsWith("/shared/controls/controls.ts")
      ? `
import { addressesOf } from "./addresses.ts";
import { VALUE } from "./template.ts";
export const COMMANDS = ${codeOf(pageCommands())};
export const { settingAt, orderFor } = addressesOf(${codeOf(SETTINGS)});
`
      : null,
});
