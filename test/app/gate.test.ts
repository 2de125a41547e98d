import { beforeEach, describe, expect, it } from "vitest";
import { type CarriedOut, Gate } from "../../server/app/gate.ts";
import type { COMMANDS, Handlers } from "../../shared/controls/controls.ts";
import { VirtualTime } from "../helpers/virtual-time.ts";

describe("the gate", () => {
  let time: VirtualTime;
  let done: string[];
  let told: CarriedOut[];
  let errors: unknown[];
  let gate: Gate;
  let takeOver: () => void;
  let spoil: (error: Error) => void;
  beforeEach(() => {
    time = new VirtualTime(1000);
    done = [];
    told = [];
    errors = [];
    const handlers = new Proxy({} as Handlers<typeof COMMANDS>, {
      get: (_, name) => () => {
        if (name === "mutate") throw new Error("there is nothing to mutate yet");
        done.push(String(name));
        if (name === "model")
          return new Promise<void>((resolve, reject) => {
            takeOver = resolve;
            spoil = reject;
          });
        return undefined;
      },
    });
    gate = new Gate(handlers, time, (error) => errors.push(error));
    gate.passed.on((order) => told.push(order));
  });

  it("has an order carried out by whoever does it, and tells of it with its moment and its origin", () => {
    expect(gate.carryOut({ do: "freeze", on: true }, "key")).toEqual({ ok: true });
    expect(done).toEqual(["freeze"]);
    expect(told).toEqual([{ command: { do: "freeze", on: true }, origin: "key", at: 1000 }]);
  });

  it("tells of every order when it comes, before anything is done, and what became of it, by its number", async () => {
    const heard: unknown[] = [];
    gate.came.on(({ order, command, origin }) => heard.push([order, command.do, origin, [...done]]));
    gate.answered.on(({ order, refused }) => heard.push([order, refused]));
    const first = gate.carryOut({ do: "model", voice: "model1", model: 1 }, "desk");
    gate.carryOut({ do: "mutate", voice: "model1" }, "osc");
    gate.carryOut({ do: "panic" }, "key");
    spoil(new Error("no such model"));
    await first;
    expect(heard).toEqual([
      [1, "model", "desk", []],
      [2, "mutate", "osc", ["model"]],
      [2, "there is nothing to mutate yet"],
      [3, "panic", "key", ["model"]],
      [3, null],
      [1, "no such model"],
    ]);
  });

  it("refuses with the reason what cannot be done, and tells nobody", () => {
    expect(gate.carryOut({ do: "mutate", voice: "model1" }, "osc")).toEqual({
      ok: false,
      reason: "there is nothing to mutate yet",
    });
    expect(told).toEqual([]);
  });

  it("tells of orders in the order in which they were done, and not in which they were given", async () => {
    const model = gate.carryOut({ do: "model", voice: "model1", model: 1 }, "desk");
    await time.advanceTo(3000);
    gate.carryOut({ do: "panic" }, "desk");
    takeOver();
    expect(await model).toEqual({ ok: true });
    expect(told.map(({ command, at }) => [command.do, at])).toEqual([
      ["panic", 3000],
      ["model", 3000],
    ]);
  });

  it("answers what failed late with its reason", async () => {
    const model = gate.carryOut({ do: "model", voice: "model1", model: 1 }, "desk");
    spoil(new Error("the model is not good"));
    expect(await model).toEqual({ ok: false, reason: "the model is not good" });
    expect(told).toEqual([]);
  });

  it("is not stopped by a listener that throws", () => {
    gate.passed.on(() => {
      throw new Error("a take that cannot be written");
    });
    expect(gate.carryOut({ do: "panic" }, "desk")).toEqual({ ok: true });
    expect(errors).toHaveLength(1);
  });
});
