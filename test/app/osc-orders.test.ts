import { createSocket } from "node:dgram";
import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeOscOrders } from "../../server/app/osc-orders.ts";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { OscInbox } from "../../server/io/osc/osc-inbox.ts";
import type { DeskCommand } from "../../shared/controls/controls.ts";
import type { Report } from "../../shared/events/report.ts";

const OSC: typeof import("osc-js").default = createRequire(import.meta.url)("osc-js");

describe("orders by OSC", () => {
  let inbox: OscInbox;
  let commands: DeskCommand[];
  let reports: Report[];
  const socket = createSocket("udp4").unref();

  const send = (address: string, ...values: (number | string)[]): void =>
    socket.send(new OSC.Message(address, ...values).pack(), inbox.port, "127.0.0.1");

  beforeEach(async () => {
    commands = [];
    reports = [];
    const report = (each: Report): void => void reports.push(each);
    inbox = new OscInbox("127.0.0.1", 0, monotonicTime, report);
    await expect.poll(() => inbox.connection.state).toBe("open");
    takeOscOrders(
      inbox,
      (command) => {
        commands.push(command);
        if (command.do === "model") return Promise.resolve({ ok: false, reason: "the model is not good" });
        return command.do === "mutate" ? { ok: false, reason: "there is nothing to mutate yet" } : { ok: true };
      },
      report,
    );
  });
  afterEach(() => inbox.dispose());

  it("are carried out like the desk's", async () => {
    send("/antiphon/set/tempo", 174);
    send("/antiphon/set/model1/temperature", 1.5);
    send("/antiphon/set/model1/mute", 1);
    send("/antiphon/set/scene", "tunnel");
    await expect
      .poll(() => commands)
      .toEqual([
        { do: "tempo", bpm: 174 },
        { do: "voice", voice: "model1", set: { temperature: 1.5 } },
        { do: "voice", voice: "model1", set: { mute: true } },
        { do: "cue", scene: "tunnel" },
      ]);
    expect(reports).toEqual([]);
  });

  it("that cannot be understood or carried out are reported with the reason", async () => {
    send("/antiphon/set/tempo", 5);
    send("/antiphon/set/model1/mutate", 1);
    send("/antiphon/set/model1/model", 7);
    await expect
      .poll(() => reports.map(({ text }) => text))
      .toEqual([
        "An OSC order was not carried out: /antiphon/set/tempo: bpm must be at least 20, not 5.",
        "An OSC order was not carried out: /antiphon/set/model1/mutate: there is nothing to mutate yet.",
        "An OSC order was not carried out: /antiphon/set/model1/model: the model is not good.",
      ]);
  });

  it("leave pads and strangers alone", async () => {
    send("/antiphon/play/kick", 1);
    send("/composition/master", 1);
    send("/antiphon/set/panic", 1);
    await expect.poll(() => commands).toEqual([{ do: "panic" }]);
    expect(reports).toEqual([]);
  });
});
