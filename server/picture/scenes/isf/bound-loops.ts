/** A loop counts its rounds unless it plainly ends after so many. */
const FEW_ROUNDS = 256;

/**
 * Has every loop of a shader count its rounds, by `isf_goes_on()` in its condition, and end when a pixel has had very many:
 * a graphics card that hangs takes the whole page along. Lines stay where they are. `code` has no comments.
 */
export const boundLoops = (code: string): string => {
  let bounded = "";
  let done = 0;
  for (const found of code.matchAll(/\b(for|while)\s*\(/g)) {
    const open = found.index + found[0].length;
    const close = closing(code, open);
    if (close === null) continue;
    const header = code.slice(open, close);
    const parts = header.split(";");
    const condition = found[1] === "while" ? header : parts[1];
    if (condition === undefined || (found[1] === "for" && parts.length !== 3)) continue;
    if (endsSoon(header) || DECLARES.test(condition)) continue;
    const from = open + (found[1] === "while" ? 0 : (parts[0]?.length ?? 0) + 1);
    bounded += code.slice(done, from) + both(condition);
    done = from + condition.length;
  }
  return bounded + code.slice(done);
};

const both = (condition: string): string =>
  condition.trim() === "" ? `isf_goes_on()${condition}` : `isf_goes_on() && (${condition})`;

/** Where the bracket closes that opens before `open`; null where it never does. */
const closing = (code: string, open: number): number | null => {
  let depth = 1;
  for (let i = open; i < code.length; i++) {
    if (code[i] === "(") depth++;
    if (code[i] === ")") depth--;
    if (depth === 0) return i;
  }
  return null;
};

/** A condition may name what it finds; then nothing can stand before it. */
const DECLARES = /^\s*(?:const\s+)?(?:bool|int|uint|float)\s+\w+\s*=/;
const COUNTS = /^\s*(?:int|float)\s+(\w+)\s*=\s*[\d.]+\s*;\s*\1\s*<=?\s*([\d.]+)\s*;\s*(?:\1\s*\+\+|\+\+\s*\1)\s*$/;

/** `int i = 0; i < 64; i++`, and the like. */
const endsSoon = (header: string): boolean => Number(COUNTS.exec(header)?.[2] ?? Number.NaN) <= FEW_ROUNDS;
