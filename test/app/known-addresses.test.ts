import { expect, it } from "vitest";
import { knownAddressesOnly } from "../../server/app/known-addresses.ts";
import type { DeskCommand } from "../../shared/controls/controls.ts";

it("orders from elsewhere fetch a model from no address but those of the show", async () => {
  const done: DeskCommand[] = [];
  const carryOut = knownAddressesOnly(
    (command) => {
      done.push(command);
      return { ok: true };
    },
    new Set(["https://models.example/mine"]),
  );
  const order = (model: string | number): unknown => carryOut({ do: "model", voice: "model1", model }, "osc");
  for (const model of ["models/groove", 1, "https://models.example/mine"]) expect(order(model)).toEqual({ ok: true });
  for (const model of ["http://192.168.0.1/admin", "HTTPS://models.example/mine/other"])
    expect(order(model)).toEqual({ ok: false, reason: expect.stringContaining(`the show names no model at ${model}`) });
  expect(carryOut({ do: "start" }, "desk")).toEqual({ ok: true });
  expect(done).toHaveLength(4);
});
