import { dice } from "../../../shared/chance/dice.ts";
import { clamp } from "../../../shared/math/numbers.ts";

/** A field of the page, in its grid: 0 to 1 across from the left, and up from below. */
export interface Field {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a field may be divided: on the twelve columns (or rows) of the grid. */
const CUTS: readonly number[] = [5 / 12, 7 / 12, 1 / 3, 2 / 3, 1 / 2];

/** The fields of a page, one for each of `count` voices, in their order; another page, another division. */
export const fieldsOf = (seed: number, page: number, count: number, aspect: number): readonly Field[] => {
  const fields: Field[] = [];
  const divide = (field: Field, from: number, until: number, depth: number): void => {
    if (until - from <= 1) {
      fields[from] = field;
      return;
    }
    const chance = (n: number): number => dice(seed, page * 97 + from * 13 + depth, n);
    const wide = (field.width * aspect) / field.height;
    const sideways = wide > 1.9 ? chance(0) < 0.72 : wide > 1 ? chance(0) < 0.4 : chance(0) < 0.12;
    const middle = from + clamp(Math.round((until - from) * (0.25 + 0.5 * chance(1))), 1, until - from - 1);
    const even = (middle - from) / (until - from);
    const cut = until - from > 3 ? even : (CUTS[Math.floor(chance(2) * CUTS.length)] ?? 0.5) * 0.5 + even * 0.5;
    const grid = clamp(Math.round(cut * 12), 1, 11) / 12;
    if (sideways) {
      divide({ ...field, width: field.width * grid }, from, middle, depth + 1);
      divide({ ...field, x: field.x + field.width * grid, width: field.width * (1 - grid) }, middle, until, depth + 1);
    } else {
      // The first stands above.
      divide(
        { ...field, y: field.y + field.height * (1 - grid), height: field.height * grid },
        from,
        middle,
        depth + 1,
      );
      divide({ ...field, height: field.height * (1 - grid) }, middle, until, depth + 1);
    }
  };
  if (count > 0) divide({ x: 0, y: 0, width: 1, height: 1 }, 0, count, 0);
  return fields;
};
