import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import { ms } from "../../../shared/time/units.ts";
import { FlashLimiter } from "../../../visuals/safety/flash-limiter.ts";
import { type GridShape, STAGE_GRID } from "../../../visuals/safety/picture-grid.ts";
import { judge, type ShownFrame } from "../../helpers/flash-oracle.ts";
import { frameTimes, type Light, strobe } from "../../helpers/strobe.ts";

/** The last four once came through by a hair: flashes a second apart to the frame, slow changes, dim reds. */
const SEEDS = [...Array(16).keys(), 133, 216, 577, 820];
const SMALL: GridShape = { columns: 12, rows: 9 };
const GENERAL = { change: 0.1, darkerBelow: 0.8 };
const RED = { change: 20 / 320, darkerBelow: Number.POSITIVE_INFINITY };

const luminance = (red: number, green: number, blue: number): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
const redness = (red: number, green: number, blue: number): number => Math.max(0, red - green - blue);

/** The compositor's part of the contract: mixes, keeps what was shown, and remembers all of it. */
class Screen {
  readonly limiter: FlashLimiter;
  readonly shares: number[] = [];
  readonly general: ShownFrame[] = [];
  readonly red: ShownFrame[] = [];
  readonly #shape: GridShape;
  readonly #shown: number[];
  readonly #light: Float32Array;

  constructor(shape: GridShape) {
    this.#shape = shape;
    this.limiter = new FlashLimiter(shape);
    this.#shown = new Array(3 * shape.columns * shape.rows).fill(0);
    this.#light = new Float32Array(this.#shown.length);
  }

  show(picture: Light, at: number, isBlack = false): void {
    const { columns, rows } = this.#shape;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        this.#light.set(picture(column, row, at), 3 * (row * columns + column));
    const share = this.limiter.limit(this.#light, ms(at), isBlack);
    this.shares.push(share);
    for (const [i, before] of this.#shown.entries()) this.#shown[i] = before + share * (this.#light[i]! - before);
    this.general.push({ at, values: this.#values(luminance) });
    const counts = this.#values((red, green, blue) => (red > 0 && red / (red + green + blue) >= 0.8 ? 1 : 0));
    this.red.push({ at, values: this.#values(redness), counts: counts.map((one) => one === 1) });
  }

  play(picture: Light, times: readonly number[]): void {
    for (const at of times) this.show(picture, at);
  }

  /** The middle of the screen at the end. */
  get brightness(): number {
    const { values } = this.general.at(-1)!;
    return values[Math.floor(values.length / 2)]!;
  }

  judge(): { readonly general: ReturnType<typeof judge>; readonly red: ReturnType<typeof judge> } {
    const { columns, rows } = this.#shape;
    return {
      general: judge(this.general, columns, rows, GENERAL),
      red: judge(this.red, columns, rows, RED),
    };
  }

  #values(of: (red: number, green: number, blue: number) => number): number[] {
    return Array.from({ length: this.#shown.length / 3 }, (_, block) =>
      of(this.#shown[3 * block]!, this.#shown[3 * block + 1]!, this.#shown[3 * block + 2]!),
    );
  }
}

const sixty = (seconds: number, from = 0): number[] =>
  Array.from({ length: Math.round(seconds * 60) }, (_, i) => from + (i * 1000) / 60);

const flashing =
  (hertz: number, on: readonly [number, number, number] = [1, 1, 1]): Light =>
  (_column, _row, at) =>
    ((at / 1000) * hertz) % 1 < 0.5 ? on : [0, 0, 0];

describe("what leaves the FlashLimiter", () => {
  it("never flashes more than three times in any second, whatever goes in", () => {
    let wild = 0;
    let limited = 0;
    for (const seed of SEEDS) {
      const random = new Random(seed, "strobe");
      const times = frameTimes(random, 6000);
      const picture = strobe(random, SMALL, 6000);
      const open = new Screen(SMALL);
      open.limiter.enabled = false;
      open.play(picture, times);
      const screen = new Screen(SMALL);
      screen.play(picture, times);
      const without = open.judge();
      if (without.general.worstTogether > 3 || without.general.worstArea > 0.25) wild++;
      if (screen.shares.some((share) => share < 1)) limited++;
      const { general, red } = screen.judge();
      expect(general.worstTogether, `seed ${seed}`).toBeLessThanOrEqual(3);
      expect(general.worstArea, `seed ${seed}`).toBeLessThanOrEqual(0.25);
      expect(red.worstTogether, `seed ${seed}, red`).toBeLessThanOrEqual(3);
      expect(red.worstArea, `seed ${seed}, red`).toBeLessThanOrEqual(0.25);
    }
    // The property means something only because most of what went in broke it.
    expect(wild).toBeGreaterThan(SEEDS.length / 2);
    expect(limited).toBeGreaterThanOrEqual(wild);
  });

  it("keeps to it on the grid of the stage and over a long time", () => {
    const random = new Random(1, "long strobe");
    const screen = new Screen(STAGE_GRID);
    screen.play(strobe(random, STAGE_GRID, 8000), sixty(8));
    const { general, red } = screen.judge();
    expect(general.worstTogether).toBeLessThanOrEqual(3);
    expect(general.worstArea).toBeLessThanOrEqual(0.25);
    expect(red.worstTogether).toBeLessThanOrEqual(3);
    expect(red.worstArea).toBeLessThanOrEqual(0.25);
  });

  it("is the picture itself while that flashes three times a second or less", () => {
    for (const hertz of [0.5, 1, 2, 2.9]) {
      const screen = new Screen(SMALL);
      screen.play(flashing(hertz), sixty(6));
      expect(screen.shares.every((share) => share === 1)).toBe(true);
      expect(screen.limiter.limiting).toBe(0);
    }
  });

  it("is the picture itself when what flickers is less than a quarter of any field, or too faint, or bright on bright", () => {
    const pictures: readonly Light[] = [
      (column, row, at) => (column % 3 === 0 && row % 3 === 0 ? flashing(12)(column, row, at) : [0.2, 0.2, 0.2]),
      (column, row, at) => flashing(15)(column, row, at).map((light) => 0.4 + 0.09 * light) as [number, number, number],
      (column, row, at) =>
        flashing(15)(column, row, at).map((light) => 0.81 + 0.19 * light) as [number, number, number],
    ];
    for (const picture of pictures) {
      const screen = new Screen(SMALL);
      screen.play(picture, sixty(4));
      expect(Math.min(...screen.shares)).toBe(1);
    }
  });

  it("is the picture itself when a fifth of a field flickers, and another fifth once that has come to rest", () => {
    const fifths: Light = (column, _row, at) => {
      // Two of the eleven columns of a field for a second, then the next two: eight changes each.
      const isTurn = Math.floor((column % 11) / 2) === Math.floor(at / 1000) % 5;
      return isTurn && ((at / 1000) * 4) % 1 < 0.5 ? [1, 1, 1] : [0.1, 0.1, 0.1];
    };
    const screen = new Screen(STAGE_GRID);
    screen.play(fifths, sixty(8));
    expect(Math.min(...screen.shares)).toBe(1);
    const { worstArea } = screen.judge().general;
    expect(worstArea).toBeGreaterThan(0.15);
    expect(worstArea).toBeLessThanOrEqual(0.25);
  });

  it("lets things move: a bright bar may sweep across once a second", () => {
    const screen = new Screen(STAGE_GRID);
    const bar: Light = (column, _row, at) => {
      const head = ((at / 1000) % 1) * STAGE_GRID.columns;
      return Math.abs(column - head) < 1 ? [1, 1, 1] : [0.05, 0.05, 0.1];
    };
    screen.play(bar, sixty(6));
    expect(Math.min(...screen.shares)).toBe(1);
  });

  it("limits saturated red where its luminance alone would pass", () => {
    const dim: readonly [number, number, number] = [0.4, 0, 0];
    const screen = new Screen(SMALL);
    screen.play(flashing(8, dim), sixty(4));
    expect(Math.min(...screen.shares)).toBeLessThan(0.5);
    const grey = new Screen(SMALL);
    grey.play(flashing(8, [0.085, 0.085, 0.085]), sixty(4));
    expect(Math.min(...grey.shares)).toBe(1);
  });

  it("turns a strobe into something near its mean, not into a picture that stands still", () => {
    const screen = new Screen(SMALL);
    screen.play(flashing(10), sixty(6));
    const last = screen.general.slice(-60).map(({ values }) => values[0]!);
    expect(Math.min(...last)).toBeGreaterThan(0.4);
    expect(Math.max(...last)).toBeLessThan(0.6);
  });

  it("comes back smoothly to the picture within three seconds of calm", () => {
    const screen = new Screen(SMALL);
    screen.play(flashing(10), sixty(3));
    const before = screen.shares.length;
    screen.play(() => [0.7, 0.7, 0.7], sixty(4, 3000));
    const shares = screen.shares.slice(before);
    for (let i = 70; i + 1 < shares.length; i++) expect(shares[i + 1]).toBeGreaterThanOrEqual(shares[i]! - 1e-9);
    expect(shares[3 * 60]).toBe(1);
    expect(screen.brightness).toBeCloseTo(0.7, 2);
    expect(screen.limiter.limiting).toBe(0);
    const steps = screen.general
      .slice(before)
      .map(({ values }, i, all) => Math.abs(values[0]! - (all[i - 1]?.values[0] ?? values[0]!)));
    expect(Math.max(...steps)).toBeLessThan(0.1);
  });

  it("says that it limits only while what is shown is not what was to be shown", () => {
    const screen = new Screen(SMALL);
    screen.play(flashing(10), sixty(3));
    expect(screen.limiter.limiting).toBeGreaterThan(0.5);
    const shown = screen.brightness;
    screen.play(() => [shown, shown, shown], sixty(0.1, 3000));
    // It is still ready to press, and has nothing to press.
    expect(screen.shares.at(-1)).toBeLessThan(1);
    expect(screen.limiter.limiting).toBe(0);
  });

  it("is black at once when the operator says so, in the midst of a strobe, and keeps the limit on the way back", () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = new Random(seed, "blackout");
      const screen = new Screen(SMALL);
      let dark = false;
      for (const at of sixty(6)) {
        if (random.next() < 0.05) dark = !dark;
        screen.show(dark ? () => [0, 0, 0] : flashing(10), at, dark);
        if (dark) expect(screen.brightness).toBe(0);
      }
      expect(screen.judge().general.worstTogether).toBeLessThanOrEqual(3);
    }
  });

  it("switched off shows everything, and switched on again knows what was shown", () => {
    const screen = new Screen(SMALL);
    screen.limiter.enabled = false;
    screen.play(flashing(10), sixty(3));
    expect(Math.min(...screen.shares)).toBe(1);
    expect(screen.limiter.limiting).toBe(0);
    screen.limiter.enabled = true;
    screen.play(flashing(10), sixty(3, 3000));
    const after = screen.general.filter(({ at }) => at >= 3000);
    expect(judge(after, SMALL.columns, SMALL.rows, GENERAL).worstTogether).toBe(0);
  });

  it("is the same for the same frames at the same moments", () => {
    const [one, other] = [0, 1].map(() => {
      const random = new Random(4, "strobe");
      const screen = new Screen(SMALL);
      screen.play(strobe(random, SMALL, 3000), frameTimes(random, 3000));
      return screen.shares;
    });
    expect(one).toEqual(other);
  });
});
