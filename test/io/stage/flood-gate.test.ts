import { describe, expect, it } from "vitest";
import { FloodGate } from "../../../server/io/stage/flood-gate.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("FloodGate", () => {
  it("never stops ten fingers and four sliders: 150 messages a second for a minute", async () => {
    const time = new VirtualTime();
    let floods = 0;
    const gate = new FloodGate(time, () => floods++);
    for (let i = 0; i < 150 * 60; i++) {
      expect(gate.pass()).toBe(true);
      await time.advance(1000 / 150);
    }
    expect(floods).toBe(0);
  });

  it("bounds a flood, tells of it once, and lets the page speak again when it is over", async () => {
    const time = new VirtualTime();
    let floods = 0;
    const gate = new FloodGate(time, () => floods++);
    let passed = 0;
    for (let i = 0; i < 10_000; i++) {
      if (gate.pass()) passed++;
      if (i % 10 === 9) await time.advance(1);
    }
    // One second of ten messages a millisecond: the burst and a second's worth.
    expect(passed).toBeGreaterThan(400);
    expect(passed).toBeLessThan(700);
    expect(floods).toBe(1);

    await time.advance(6000);
    expect(gate.pass()).toBe(true);
    for (let i = 0; i < 1000; i++) gate.pass();
    expect(floods).toBe(2);
  });
});
