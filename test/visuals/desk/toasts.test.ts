import { describe, expect, it } from "vitest";
import { Toasts } from "../../../visuals/desk/toasts.ts";
import { VirtualTime } from "../../helpers/virtual-time.ts";

describe("Toasts", () => {
  it("go by themselves, and stay longer when they are said again", async () => {
    const time = new VirtualTime();
    const toasts = new Toasts(time, () => {});
    toasts.say("no");
    await time.advance(4000);
    toasts.say("no");
    expect(toasts.all).toMatchObject([{ text: "no", count: 2 }]);
    await time.advance(4000);
    expect(toasts.all).toHaveLength(1);
    await time.advance(2000);
    expect(toasts.all).toEqual([]);
  });

  it("never cover the page: the oldest of many makes room", () => {
    const toasts = new Toasts(new VirtualTime(), () => {});
    for (let i = 0; i < 10; i++) toasts.say(`reason ${i}`);
    expect(toasts.all.map(({ text }) => text)).toEqual(["reason 6", "reason 7", "reason 8", "reason 9"]);
  });
});
