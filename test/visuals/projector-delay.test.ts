import { describe, expect, it } from "vitest";
import { type Drawer, ProjectorDelay } from "../../visuals/stage/projector-delay.ts";

const newDrawer = (): Drawer & { readonly kept: Map<string, string> } => {
  const kept = new Map<string, string>();
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
};

describe("the projector's delay", () => {
  it("is kept for each output and there again after a restart", () => {
    const drawer = newDrawer();
    const left = new ProjectorDelay(null, "left", drawer);
    left.change(10);
    left.change(-1);
    expect(new ProjectorDelay(null, "left", drawer).length).toBe(9);
    expect(new ProjectorDelay(null, "right", drawer).length).toBe(0);
  });

  it("the page's own address goes before what was kept", () => {
    const drawer = newDrawer();
    new ProjectorDelay(null, "", drawer).change(40);
    expect(new ProjectorDelay("-12", "", drawer).length).toBe(-12);
  });

  it.each(["soon", "NaN", "Infinity", ""])("%j is no delay", (given) => {
    expect(new ProjectorDelay(given, "", newDrawer()).length).toBe(0);
  });

  it("stays within half a second, and works in a browser that keeps nothing", () => {
    const refuse = (): never => {
      throw new Error("no storage");
    };
    const delay = new ProjectorDelay(null, "", { getItem: refuse, setItem: refuse });
    delay.change(9000);
    expect(delay.length).toBe(500);
    delay.change(-9000);
    expect(delay.length).toBe(-500);
  });
});
