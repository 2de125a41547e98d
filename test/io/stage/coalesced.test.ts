import { describe, expect, it } from "vitest";
import { Coalesced } from "../../../server/io/stage/coalesced.ts";
import { ms } from "../../../shared/time/units.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("Coalesced", () => {
  it("passes the first value at once, and then the newest no more often than the interval", async () => {
    const time = new VirtualTime();
    const passed: [number, number][] = [];
    const coalesced = new Coalesced<number>(time, ms(50), (value) => passed.push([time.now(), value]));
    for (let i = 0; i <= 100; i++) {
      coalesced.put(i);
      await time.advance(2);
    }
    await time.advance(1000);
    expect(passed[0]).toEqual([0, 0]);
    expect(passed.at(-1)?.[1]).toBe(100);
    for (let i = 1; i < passed.length; i++) expect(passed[i]![0] - passed[i - 1]![0]).toBeGreaterThanOrEqual(50);
    expect(passed).toHaveLength(6);
  });

  it("passes a value at once again after a rest", async () => {
    const time = new VirtualTime();
    const passed: number[] = [];
    const coalesced = new Coalesced<number>(time, ms(50), (value) => passed.push(value));
    coalesced.put(1);
    await time.advance(60);
    coalesced.put(2);
    expect(passed).toEqual([1, 2]);
  });

  it("passes at once what waits when it must be there first, and rests from then on", async () => {
    const time = new VirtualTime();
    const passed: [number, number][] = [];
    const coalesced = new Coalesced<number>(time, ms(50), (value) => passed.push([time.now(), value]));
    coalesced.put(1);
    coalesced.put(2);
    await time.advance(20);
    coalesced.flush();
    coalesced.flush();
    coalesced.put(3);
    await time.advance(100);
    expect(passed).toEqual([
      [0, 1],
      [20, 2],
      [70, 3],
    ]);
  });

  it("passes nothing after it was disposed of", async () => {
    const time = new VirtualTime();
    const passed: number[] = [];
    const coalesced = new Coalesced<number>(time, ms(50), (value) => passed.push(value));
    coalesced.put(1);
    coalesced.put(2);
    coalesced.dispose();
    await time.advance(100);
    expect(passed).toEqual([1]);
  });
});
