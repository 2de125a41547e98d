import { beforeEach, describe, expect, it } from "vitest";
import type { DeskCommand } from "../../../shared/controls/controls.ts";
import type { DeskReply } from "../../../shared/protocol/desk.ts";
import { Orders } from "../../../visuals/desk/orders.ts";
import { settle } from "../../helpers/virtual-time.ts";

describe("Orders", () => {
  let sent: { command: DeskCommand; answer: (reply: DeskReply) => void }[];
  let refusals: string[];
  let orders: Orders;
  beforeEach(() => {
    sent = [];
    refusals = [];
    orders = new Orders(
      (command) => new Promise((answer) => sent.push({ command, answer })),
      (reason) => refusals.push(reason),
      () => {},
    );
  });
  const answer = async (index: number, reply: DeskReply = { ok: true }): Promise<void> => {
    sent[index]!.answer(reply);
    await settle();
  };
  const temperatures = () => sent.map(({ command }) => (command.do === "voice" ? command.set.temperature : null));

  it("tells why an order was refused", async () => {
    void orders.order({ do: "mutate", voice: "model1" });
    await answer(0, { ok: false, reason: "not yet" });
    expect(refusals).toEqual(["not yet"]);
  });

  it("sends one value of a slider at a time, and then the newest", async () => {
    for (const value of [1.1, 1.2, 1.3, 1.4]) orders.turn("model1", "temperature", value);
    expect(temperatures()).toEqual([1.1]);
    await answer(0);
    expect(temperatures()).toEqual([1.1, 1.4]);
    await answer(1);
    expect(temperatures()).toEqual([1.1, 1.4]);
  });

  it("shows what was turned until the server shows the same", async () => {
    orders.turn("model1", "temperature", 1.5);
    expect(orders.shown("model1", "temperature", 1)).toBe(1.5);
    // News that was on its way before the order arrived says the old value.
    orders.settle();
    expect(orders.shown("model1", "temperature", 1)).toBe(1.5);
    await answer(0);
    expect(orders.shown("model1", "temperature", 1)).toBe(1.5);
    orders.settle();
    expect(orders.shown("model1", "temperature", 1.5)).toBe(1.5);
    expect(orders.shown("model1", "temperature", 0.7)).toBe(0.7);
  });

  it("shows the old value again when the new one was refused, and turns it anew later", async () => {
    orders.turn("model1", "temperature", 1.5);
    await answer(0, { ok: false, reason: "no" });
    expect(orders.shown("model1", "temperature", 1)).toBe(1);
    orders.turn("model1", "temperature", 1.2);
    await answer(1);
    expect(temperatures()).toEqual([1.5, 1.2]);
    expect(refusals).toEqual(["no"]);
  });

  it("keeps voices and settings apart", () => {
    orders.turn("model1", "temperature", 1.5);
    orders.turn("model2", "temperature", 0.5);
    orders.turn("model1", "mute", true);
    expect(sent).toHaveLength(3);
    expect(orders.shown("model2", "temperature", 1)).toBe(0.5);
    expect(orders.shown("model1", "mute", false)).toBe(true);
  });
});
