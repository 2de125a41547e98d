import { describe, expect, it } from "vitest";
import { ProjectorDelay } from "../../../visuals/stage/projector-delay.ts";

describe("the projector's delay", () => {
  it("is what the server keeps, and what is turned here is told to it", () => {
    const kept: number[] = [];
    const delay = new ProjectorDelay(null, (length) => kept.push(length));
    delay.tell(12);
    expect(delay.length).toBe(12);
    delay.change(10);
    delay.change(-1);
    expect(delay.length).toBe(21);
    expect(kept).toEqual([22, 21]);
  });

  it("the page's own address goes before what is kept, until it is turned by hand", () => {
    const delay = new ProjectorDelay("-12", () => {});
    delay.tell(40);
    expect(delay.length).toBe(-12);
    delay.change(1);
    delay.tell(-11);
    expect(delay.length).toBe(-11);
  });

  it.each(["soon", "NaN", "Infinity", ""])("%j is no delay", (given) => {
    expect(new ProjectorDelay(given, () => {}).length).toBe(0);
  });

  it("stays within half a second", () => {
    const delay = new ProjectorDelay(null, () => {});
    delay.change(9000);
    expect(delay.length).toBe(500);
    delay.change(-9000);
    expect(delay.length).toBe(-500);
  });
});
