import { FIELD_AREA, FIELD_SHARE } from "./flash-rule.ts";

/** The blocks a picture is measured in, row by row from the top. */
export interface GridShape {
  readonly columns: number;
  readonly rows: number;
}

/** What a stage reads back: 40 pixels square a block at 1280 by 720. */
export const STAGE_GRID: GridShape = { columns: 32, rows: 18 };

/**
 * Every 10 degree field of a grid: rectangles of a third of it each way, at every place. Sums over
 * all of them cost one pass over the grid (Crow, "Summed-area tables", 1984).
 */
export class Fields {
  /** How many fields there are. */
  readonly count: number;
  /** So many blocks of a field must flash before it counts: more than a quarter of it, rounded down to be safe. */
  readonly area: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #width: number;
  readonly #height: number;
  /** Sum of the blocks above and to the left of each corner. */
  readonly #table: Uint32Array;

  constructor({ columns, rows }: GridShape) {
    this.#columns = columns;
    this.#rows = rows;
    this.#width = Math.max(1, Math.round(columns * FIELD_SHARE));
    this.#height = Math.max(1, Math.round(rows * FIELD_SHARE));
    this.count = (columns - this.#width + 1) * (rows - this.#height + 1);
    this.area = Math.max(1, Math.floor(this.#width * this.#height * FIELD_AREA));
    this.#table = new Uint32Array((columns + 1) * (rows + 1));
  }

  /** Writes into `sums`, of length `count`, how many flagged blocks each field holds. @realtime yes */
  sum(flags: Uint8Array, sums: Uint16Array): void {
    const stride = this.#columns + 1;
    const table = this.#table;
    for (let row = 0; row < this.#rows; row++) {
      let inRow = 0;
      for (let column = 0; column < this.#columns; column++) {
        inRow += flags[row * this.#columns + column] as number;
        const corner = (row + 1) * stride + column + 1;
        table[corner] = (table[corner - stride] as number) + inRow;
      }
    }
    let field = 0;
    for (let top = 0; top + this.#height <= this.#rows; top++) {
      const above = top * stride;
      const below = (top + this.#height) * stride;
      for (let left = 0; left + this.#width <= this.#columns; left++) {
        const right = left + this.#width;
        sums[field++] =
          (table[below + right] as number) -
          (table[above + right] as number) -
          (table[below + left] as number) +
          (table[above + left] as number);
      }
    }
  }
}
