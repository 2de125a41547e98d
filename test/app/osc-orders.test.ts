import { createSocket } from "node:dgram";
import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeOscOrders } from "../../server/app/osc-orders.ts";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { OscInbox } from "../../server/io/osc/osc-inbox.ts";
import type { DeskCommand } from "../../shared/controls/controls.ts";
import type { Report } from "../../shared/events/report.ts";
import { oscMessage, untypedMessage } from "../helpers/osc-bytes.ts";

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
    const carryOut = (command: DeskCommand) => {
      commands.push(command);
      if (command.do === "model") return Promise.resolve({ ok: false as const, reason: "the model is not good" });
      return command.do === "mutate"
        ? { ok: false as const, reason: "There is nothing to mutate yet." }
        : { ok: true as const };
    };
    takeOscOrders(inbox, carryOut, { scenes: ["antiphony", "bricks"] });
  });
  afterEach(() => inbox.dispose());

  it("are carried out like the desk's", async () => {
    send("/antiphon/set/tempo", 174);
    send("/antiphon/set/model1/temperature", 1.5);
    send("/antiphon/set/model1/mute", 1);
    send("/antiphon/set/scene", "tunnel");
    send("/antiphon/set/scene", 1);
    await expect
      .poll(() => commands)
      .toEqual([
        { do: "tempo", bpm: 174 },
        { do: "voice", voice: "model1", set: { temperature: 1.5 } },
        { do: "voice", voice: "model1", set: { mute: true } },
        { do: "cue", scene: "tunnel" },
        { do: "cue", scene: "bricks" },
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
        "An OSC order was not carried out: /antiphon/set/model1/mutate: There is nothing to mutate yet.",
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

  it("to addresses that mean nothing are told of once, with the nearest that does", async () => {
    for (let i = 0; i < 3; i++) {
      send("/antiphon/play/hihat", 1);
      send("/antiphon/set/tempoo", 120);
      send("/antiphon/set/model1/temprature", 1);
      send("/antiphon/tempo", 120);
      send("/antiphon/set/model1/colour", 1);
    }
    send("/antiphon/set/panic", 1);
    await expect.poll(() => commands).toEqual([{ do: "panic" }]);
    expect(reports.map(({ text }) => text)).toEqual([
      "/antiphon/play/hihat plays nothing; did you mean closed_hat?",
      "/antiphon/set/tempoo means nothing; did you mean /antiphon/set/tempo?",
      "/antiphon/set/model1/temprature means nothing; did you mean /antiphon/set/model1/temperature?",
      "/antiphon/tempo means nothing; did you mean /antiphon/set/tempo?",
      expect.stringMatching(/^\/antiphon\/set\/model1\/colour means nothing; of a voice there are mode, callBars, /),
    ]);
  });

  it("say by name what they cannot read, once, and read the rest", async () => {
    const sendBytes = (bytes: Uint8Array): void => socket.send(bytes, inbox.port, "127.0.0.1");
    for (let i = 0; i < 3; i++) {
      sendBytes(oscMessage("/antiphon/set/tempo", ["t", new Uint8Array(8)], ["d", 174]));
      sendBytes(oscMessage("/antiphon/set/freeze", ["b", new Uint8Array(3)], ["r", new Uint8Array(4)], ["T"]));
      sendBytes(untypedMessage("/antiphon/set/intensity", [0x3f, 0, 0, 0]));
      sendBytes(untypedMessage("/antiphon/set/panic", [0x3f, 0x80, 0, 0]));
    }
    const wanted = [{ do: "tempo", bpm: 174 }, { do: "freeze", on: true }, { do: "panic" }];
    await expect.poll(() => commands).toEqual([...wanted, ...wanted, ...wanted]);
    expect(reports.map(({ text }) => text)).toEqual([
      "/antiphon/set/tempo came with a time tag (t), which was passed over; it takes numbers, truth values and texts.",
      "/antiphon/set/freeze came with a blob (b) and an RGBA colour (r), which was passed over; it takes numbers, truth values and texts.",
      "An OSC order was not carried out: /antiphon/set/intensity: the message has no type tags, so its value cannot be read; have the program send them (OSC 1.0).",
    ]);
  });

  it("in a storm of values and addresses are told of a few times", async () => {
    for (let i = 0; i < 150; i++) send("/antiphon/set/tempo", 1000 + i);
    send("/antiphon/set/freeze", 1);
    await expect.poll(() => commands).toEqual([{ do: "freeze", on: true }]);
    expect(reports).toHaveLength(1);
    for (let i = 0; i < 150; i++) send(`/antiphon/${i}/x`, i);
    send("/antiphon/set/panic", 1);
    await expect.poll(() => commands.length).toBe(2);
    expect(reports).toHaveLength(1 + 100 + 1);
    expect(reports.at(-1)!.text).toBe("More of the OSC that comes in is wrong; it is not told any more.");
  });
});
