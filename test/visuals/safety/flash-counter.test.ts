import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import { FlashCounter } from "../../../visuals/safety/flash-counter.ts";
import { GENERAL_FLASH, RED_FLASH } from "../../../visuals/safety/flash-rule.ts";
import { Fields, type GridShape, STAGE_GRID } from "../../../visuals/safety/picture-grid.ts";
import { Transitions } from "../../../visuals/safety/transitions.ts";
import { changesOf, fieldsOf } from "../../helpers/flash-oracle.ts";

/** Shows one value all over, and says at which frames the limit was exceeded. */
const exceededBy = (values: readonly number[], every: number, shape: GridShape = { columns: 6, rows: 6 }): number[] => {
  const counter = new FlashCounter(shape, GENERAL_FLASH);
  const signal = new Float32Array(shape.columns * shape.rows);
  const exceeded: number[] = [];
  for (const [i, value] of values.entries()) {
    signal.fill(value);
    if (counter.weigh(signal, null, i * every)) exceeded.push(i);
    counter.keep();
  }
  return exceeded;
};

const alternating = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (i % 2 === 0 ? low : high));

describe("FlashCounter", () => {
  it("allows three flashes in a second and no more", () => {
    // Every change is a transition: six in a second are three flashes.
    expect(exceededBy(alternating(0, 1, 40), 1000 / 6)).toEqual([]);
    expect(exceededBy(alternating(0, 1, 40), 1000 / 6.1)[0]).toBe(7);
  });

  it("counts changes of 10 % and more, of which the darker state is below 0.8", () => {
    expect(exceededBy(alternating(0.2, 0.295, 40), 50)).toEqual([]);
    expect(exceededBy(alternating(0.2, 0.301, 40), 50)).not.toEqual([]);
    expect(exceededBy(alternating(0.81, 1, 40), 50)).toEqual([]);
    expect(exceededBy(alternating(0.79, 1, 40), 50)).not.toEqual([]);
  });

  it("counts a slow way up as one transition, in however many frames it goes", () => {
    const wave = Array.from({ length: 600 }, (_, i) => 0.5 - 0.5 * Math.cos((i / 60) * 2 * Math.PI * 2.9));
    expect(exceededBy(wave, 1000 / 60)).toEqual([]);
    const faster = Array.from({ length: 600 }, (_, i) => 0.5 - 0.5 * Math.cos((i / 60) * 2 * Math.PI * 3.3));
    expect(exceededBy(faster, 1000 / 60)).not.toEqual([]);
  });

  it("counts what flashes in a quarter of a field, wherever the field lies, and nothing smaller", () => {
    const { columns, rows } = STAGE_GRID;
    for (const [left, top] of [
      [0, 0],
      [28, 14],
      [13, 7],
    ] as const) {
      const flashes = (side: number): boolean => {
        const counter = new FlashCounter(STAGE_GRID, GENERAL_FLASH);
        const signal = new Float32Array(columns * rows);
        let exceeded = false;
        for (let i = 0; i < 30; i++) {
          for (let y = top; y < top + side; y++)
            for (let x = left; x < left + side; x++) signal[y * columns + x] = i % 2;
          exceeded = counter.weigh(signal, null, i * 60) || exceeded;
          counter.keep();
        }
        return exceeded;
      };
      expect(flashes(4)).toBe(true);
      expect(flashes(3)).toBe(false);
    }
  });

  it("counts flicker that is out of step from block to block", () => {
    const random = new Random(1, "flicker");
    const counter = new FlashCounter(STAGE_GRID, GENERAL_FLASH);
    const blocks = STAGE_GRID.columns * STAGE_GRID.rows;
    const signal = new Float32Array(blocks);
    const phases = Array.from({ length: blocks }, () => random.next());
    let exceeded = false;
    for (let i = 0; i < 120; i++) {
      for (const [block, phase] of phases.entries()) signal[block] = ((i / 60) * 4.3 + phase) % 1 < 0.5 ? 1 : 0;
      exceeded = counter.weigh(signal, null, (i * 1000) / 60) || exceeded;
      counter.keep();
    }
    expect(exceeded).toBe(true);
  });

  it("says how many flashes the last second had", () => {
    const counter = new FlashCounter({ columns: 3, rows: 3 }, GENERAL_FLASH);
    const signal = new Float32Array(9);
    for (let i = 0; i < 5; i++) {
      signal.fill(i % 2);
      counter.weigh(signal, null, i * 100);
      counter.keep();
    }
    expect(counter.flashes(400)).toBe(2);
    expect(counter.flashes(1500)).toBe(0);
  });

  it("weighs as often as one likes before a picture is kept", () => {
    const counter = new FlashCounter({ columns: 3, rows: 3 }, GENERAL_FLASH);
    const black = new Float32Array(9);
    const white = new Float32Array(9).fill(1);
    counter.weigh(black, null, 0);
    counter.keep();
    for (let i = 1; i < 200; i++) {
      expect(counter.weigh(white, null, i * 16)).toBe(false);
      counter.weigh(black, null, i * 16);
      counter.keep();
    }
  });
});

describe("Transitions", () => {
  it("are those that one finds with the whole curve at hand", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = new Random(seed, "curve");
      const transitions = new Transitions(1, GENERAL_FLASH);
      const wildness = random.next();
      const found: { at: number; up: boolean }[] = [];
      let value = random.next();
      const curve = Array.from({ length: 150 }, (_, at) => {
        value = Math.min(1, Math.max(0, value + (random.next() - 0.5) * wildness));
        const counts = random.next() < 0.7;
        const transition = transitions.probe(0, value, counts ? 1 : 0);
        transitions.accept(0, value, counts ? 1 : 0, transition);
        if (transition !== 0) found.push({ at, up: transition === 1 });
        return [at, value, true] as const;
      });
      const all = new Transitions(1, GENERAL_FLASH);
      const every = curve.flatMap(([at, each]) => {
        const transition = all.probe(0, each, 1);
        all.accept(0, each, 1, transition);
        return transition === 0 ? [] : [{ at, up: transition === 1 }];
      });
      // The last swing may still be under way where the curve ends.
      const plain = changesOf(curve, GENERAL_FLASH);
      expect(every.slice(0, plain.length)).toEqual(plain);
      expect(every.length - plain.length).toBeLessThanOrEqual(1);
      expect(found.length).toBeLessThanOrEqual(every.length);
    }
  });

  it("of red need a saturated red at one of their ends", () => {
    const transitions = new Transitions(1, RED_FLASH);
    const play = (states: readonly (readonly [number, number])[]): number[] =>
      states.map(([value, counts]) => {
        const transition = transitions.probe(0, value, counts);
        transitions.accept(0, value, counts, transition);
        return transition;
      });
    expect(
      play([
        [0, 0],
        [0.5, 0],
        [0, 0],
        [0.5, 0],
      ]),
    ).toEqual([0, 0, 0, 0]);
    expect(
      play([
        [0, 0],
        [0.5, 1],
        [0, 0],
        [0.5, 0],
        [0, 0],
      ]),
    ).toEqual([0, 1, -1, 0, 0]);
  });
});

describe("Fields", () => {
  it("sum the blocks of every rectangle of a third of the picture each way", () => {
    for (const shape of [STAGE_GRID, { columns: 5, rows: 4 }, { columns: 1, rows: 1 }, { columns: 16, rows: 9 }]) {
      const random = new Random(shape.columns, "flags");
      const flags = Uint8Array.from({ length: shape.columns * shape.rows }, () => random.integer(2));
      const fields = new Fields(shape);
      const sums = new Uint16Array(fields.count);
      fields.sum(flags, sums);
      const plain = fieldsOf(shape.columns, shape.rows).map((field) =>
        field.reduce((sum, block) => sum + flags[block]!, 0),
      );
      expect([...sums]).toEqual(plain);
    }
  });
});
