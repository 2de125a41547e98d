import { beforeEach, describe, expect, it } from "vitest";
import type { ControlValues, DeskCommand } from "../../../shared/controls/controls.ts";
import type { DeskReply } from "../../../shared/protocol/desk.ts";
import { type OrderedBy, Orders } from "../../../visuals/desk/orders.ts";
import { settle } from "../../helpers/virtual-time.ts";

const ONE = "voice/model1/temperature";
const OTHER = "voice/model2/temperature";
const MUTE = "voice/model1/mute";

describe("Orders", () => {
  let sent: { command: DeskCommand; by: OrderedBy; answer: (reply: DeskReply) => void }[];
  let refusals: string[];
  let told: ControlValues;
  let orders: Orders;
  beforeEach(() => {
    sent = [];
    refusals = [];
    tell({});
    orders = new Orders(
      (command, by) => new Promise((answer) => sent.push({ command, by, answer })),
      () => told,
      (reason) => refusals.push(reason),
      () => {},
    );
  });
  const answer = async (index: number, reply: DeskReply = { ok: true }): Promise<void> => {
    sent[index]!.answer(reply);
    await settle();
  };
  /** The server says how things are; both voices have a temperature of 1 and sound unless it is said. */
  const tell = (news: Readonly<Record<string, unknown>>): void => {
    const values = { [ONE]: 1, [OTHER]: 1, [MUTE]: false, ...news };
    told = Object.fromEntries(
      Object.entries(values).map(([path, value]) => [path, { value, default: 1, at: 0, by: "start" }]),
    );
  };
  const temperatures = () => sent.map(({ command }) => (command.do === "voice" ? command.set.temperature : null));

  it("tells why an order was refused", async () => {
    void orders.order({ do: "mutate", voice: "model1" });
    await answer(0, { ok: false, reason: "not yet" });
    expect(refusals).toEqual(["not yet"]);
  });

  it("sends one value of a slider at a time, and then the newest", async () => {
    for (const value of [1.1, 1.2, 1.3, 1.4]) orders.turn(ONE, value);
    expect(temperatures()).toEqual([1.1]);
    await answer(0);
    expect(temperatures()).toEqual([1.1, 1.4]);
    await answer(1);
    expect(temperatures()).toEqual([1.1, 1.4]);
  });

  it("shows what was turned until the server shows the same", async () => {
    orders.turn(ONE, 1.5);
    expect(orders.shown(ONE)).toBe(1.5);
    // News that was on its way before the order arrived says the old value.
    orders.settle();
    expect(orders.shown(ONE)).toBe(1.5);
    await answer(0);
    expect(orders.shown(ONE)).toBe(1.5);
    tell({ [ONE]: 1.5 });
    orders.settle();
    expect(orders.shown(ONE)).toBe(1.5);
    tell({ [ONE]: 0.7 });
    expect(orders.shown(ONE)).toBe(0.7);
  });

  it("shows the old value again when the new one was refused, and turns it anew later", async () => {
    orders.turn(ONE, 1.5);
    await answer(0, { ok: false, reason: "no" });
    expect(orders.shown(ONE)).toBe(1);
    orders.turn(ONE, 1.2);
    await answer(1);
    expect(temperatures()).toEqual([1.5, 1.2]);
    expect(refusals).toEqual(["no"]);
  });

  it("shows nothing of what the server does not tell, and what is coming in place of what is", () => {
    expect(orders.shown("blackout")).toBeUndefined();
    expect(orders.shown(ONE, 0.9)).toBe(0.9);
    orders.turn(ONE, 1.5);
    expect(orders.shown(ONE, 0.9)).toBe(1.5);
  });

  it("sends whatever a setting's description says turns it, and by what it was ordered", async () => {
    orders.turn("playing", false, "key");
    orders.turn("pass/bloom", 0.3);
    void orders.order({ do: "panic" }, "key");
    expect(sent.map(({ command, by }) => [command, by])).toEqual([
      [{ do: "stop" }, "key"],
      [{ do: "pass", pass: "bloom", dose: 0.3 }, "desk"],
      [{ do: "panic" }, "key"],
    ]);
  });

  it("keeps voices and settings apart", () => {
    orders.turn(ONE, 1.5);
    orders.turn(OTHER, 0.5);
    orders.turn(MUTE, true);
    expect(sent).toHaveLength(3);
    expect(orders.shown(OTHER)).toBe(0.5);
    expect(orders.shown(MUTE)).toBe(true);
  });
});
