import { clamp } from "../../shared/math/numbers.ts";
import type { Term } from "../../shared/picture/isf-shader.ts";

const LARGEST = 4096;

const TWO: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  min: Math.min,
  max: Math.max,
};
const ONE: Readonly<Record<string, (a: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  abs: Math.abs,
  sqrt: Math.sqrt,
};

/** How many pixels a pass is wide or high: what the term says, but at least 1, and `usual` where it says nothing. */
export const passSize = (term: Term | null, usual: number, named: (name: string) => number): number => {
  if (term === null) return usual;
  const stack: number[] = [];
  for (const part of term) {
    if (typeof part === "number") stack.push(part);
    else if (part.startsWith("$")) stack.push(named(part.slice(1)));
    else {
      const last = stack.pop() ?? 0;
      const one = ONE[part];
      stack.push(one === undefined ? (TWO[part]?.(stack.pop() ?? 0, last) ?? 0) : one(last));
    }
  }
  const size = Math.round(stack[0] ?? usual);
  return Number.isFinite(size) ? clamp(size, 1, LARGEST) : usual;
};
