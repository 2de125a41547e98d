import type { Term } from "../../../../shared/picture/isf-shader.ts";

const STRENGTH: Readonly<Record<string, number>> = { "+": 1, "-": 1, "*": 2, "/": 2, "%": 2 };
/** How many arguments each function takes. */
const FUNCTIONS: Readonly<Record<string, number>> = {
  floor: 1,
  ceil: 1,
  round: 1,
  abs: 1,
  sqrt: 1,
  min: 2,
  max: 2,
};
const TOKEN = /\s*(?:(\d+\.?\d*|\.\d+)|(\$?[A-Za-z_]\w*)|([-+*/%(),]))/y;

/**
 * Reads a term like `floor($WIDTH / 4.0)` (Dijkstra's shunting yard). `names` are the inputs it may
 * name. Throws the rest of a sentence that begins with the term.
 */
export const readTerm = (text: string, names: ReadonlySet<string>): Term => {
  const out: (number | string)[] = [];
  const held: string[] = [];
  let wantsValue = true;
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== "") {
    const from = TOKEN.lastIndex;
    const [, number, name, sign] = TOKEN.exec(text) ?? fail(`has something unknown at "${text.slice(from).trim()}"`);
    if (number !== undefined || (name !== undefined && FUNCTIONS[name] === undefined)) {
      if (!wantsValue) fail("lacks an operator");
      if (name !== undefined && !names.has(name.replace("$", ""))) fail(`names ${name}, which is no input`);
      out.push(number === undefined ? `$${name?.replace("$", "")}` : Number(number));
      wantsValue = false;
    } else if (name !== undefined) held.push(name);
    else if (sign === "(") held.push("(");
    else if (sign === ")" || sign === ",") {
      while (held.length > 0 && held.at(-1) !== "(") out.push(held.pop() ?? "");
      if (held.length === 0) fail("has a bracket too many");
      wantsValue = sign === ",";
      if (sign === ")") {
        held.pop();
        if (FUNCTIONS[held.at(-1) ?? ""] !== undefined) out.push(held.pop() ?? "");
      }
    } else if (sign !== undefined) {
      // A sign before a value is one of nothing and it.
      if (wantsValue) out.push(0);
      while (strengthOf(held.at(-1)) >= strengthOf(sign)) out.push(held.pop() ?? "");
      held.push(sign);
      wantsValue = true;
    }
  }
  while (held.length > 0) out.push(held.pop() ?? "");
  if (out.includes("(")) fail("lacks a closing bracket");
  if (!isWhole(out)) fail("is not complete");
  return out;
};

const strengthOf = (held: string | undefined): number => STRENGTH[held ?? ""] ?? 0;

const fail = (what: string): never => {
  throw new Error(what);
};

/** Whether exactly one value is left when everything is done. */
const isWhole = (term: Term): boolean => {
  let values = 0;
  for (const one of term) {
    const takes = typeof one === "number" || one.startsWith("$") ? 0 : (FUNCTIONS[one] ?? 2);
    if (values < takes) return false;
    values += 1 - takes;
  }
  return values === 1;
};
