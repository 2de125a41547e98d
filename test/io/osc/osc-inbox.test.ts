import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { createRequire } from "node:module";
import { afterEach, describe, expect, it } from "vitest";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { OscSource } from "../../../server/io/inputs/osc-source.ts";
import { OscInbox, type TimedOscMessage } from "../../../server/io/osc/osc-inbox.ts";
import { readOscPacket } from "../../../server/io/osc/osc-message.ts";
import { Random } from "../../../shared/chance/random.ts";
import type { Report } from "../../../shared/events/report.ts";
import type { Hit } from "../../../shared/music/note.ts";
import { type OscArgument, oscBundle, oscMessage, untypedMessage } from "../../helpers/osc-bytes.ts";

const OSC: typeof import("osc-js").default = createRequire(import.meta.url)("osc-js");

const disposables: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposables.splice(0)) dispose();
});

const opened = async (port = 0) => {
  const reports: Report[] = [];
  const report = (one: Report): void => {
    reports.push(one);
  };
  const inbox = new OscInbox("127.0.0.1", port, monotonicTime, report);
  disposables.push(() => inbox.dispose());
  await expect.poll(() => inbox.connection.state).not.toBe("waiting");
  const messages: TimedOscMessage[] = [];
  inbox.onMessage((message) => messages.push(message));
  const source = new OscSource(inbox, report);
  const hits: Hit[] = [];
  source.onHit((hit) => hits.push(hit));
  const socket = createSocket("udp4");
  disposables.push(() => socket.close());
  const send = (bytes: Uint8Array): void => socket.send(bytes, inbox.port, "127.0.0.1");
  return { inbox, source, messages, hits, reports, send };
};

const play = (drum: string, ...args: readonly (number | string)[]): Uint8Array =>
  new OSC.Message(`/antiphon/play/${drum}`, ...args).pack();

describe("incoming OSC", () => {
  it("plays a drum as hard as the value says, in either scale, and nothing on release", async () => {
    const { hits, messages, send } = await opened();
    const before = monotonicTime.now();
    for (const value of [0.5, 1, 0, 64, 1000, -3, "loud"]) send(play("snare", value));
    send(play("open_hat"));
    send(play("cowbell", 1));
    await expect.poll(() => messages.length).toBe(9);
    expect(hits.map(({ drum, velocity }) => [drum, velocity])).toEqual([
      ["snare", 64],
      ["snare", 127],
      ["snare", 64],
      ["snare", 127],
      ["open_hat", 100],
    ]);
    for (const { at } of hits) {
      expect(at).toBeGreaterThanOrEqual(before);
      expect(at).toBeLessThanOrEqual(monotonicTime.now());
    }
  });

  it("plays hits of every type of number, and says once what is none", async () => {
    const { hits, reports, send } = await opened();
    const address = "/antiphon/play/ride";
    const hit = (...args: OscArgument[]) => oscMessage(address, ...args);
    send(oscBundle(hit(["h", 90n]), hit(["d", 0.5]), hit(["T"]), hit(["I"]), hit(["N"]), hit(["F"]), hit(["h", 0n])));
    send(oscBundle(hit(["h", 2n ** 62n]), hit(["d", Number.NaN]), hit(["f", 1]), hit(["f", Number.NEGATIVE_INFINITY])));
    for (let i = 0; i < 3; i++) send(hit(["s", "loud"]));
    send(untypedMessage(address, [0x3f, 0, 0, 0]));
    send(untypedMessage(address, [0, 0, 0, 0]));
    send(untypedMessage(address));
    await expect.poll(() => hits.length).toBe(8);
    expect(hits.map(({ velocity }) => velocity)).toEqual([90, 64, 100, 100, 100, 127, 100, 100]);
    expect(reports.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^\/antiphon\/play\/ride from 127\S+ was left out: its int64 4611686018427387904 is out of range\.$/,
      ),
      "/antiphon/play/ride: NaN is no velocity; send a velocity above 0 to 1, or above 1 to 127.",
      "/antiphon/play/ride: -Infinity is no velocity; send a velocity above 0 to 1, or above 1 to 127.",
      '/antiphon/play/ride: "loud" is no velocity; send a velocity above 0 to 1, or above 1 to 127.',
      expect.stringMatching(/^\/antiphon\/play\/ride comes without type tags, so how hard is not known/),
    ]);
  });

  it("takes 100 messages of a packet, and says so once", async () => {
    const { hits, reports, send } = await opened();
    const crowd = oscBundle(...new Array(1500).fill(oscMessage("/antiphon/play/kick", ["f", 1])));
    for (let i = 1; i <= 3; i++) {
      send(crowd);
      await expect.poll(() => hits.length).toBe(100 * i);
    }
    expect(reports.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Not all of a packet from 127\S+ was taken: it holds more than 100 messages\. /),
    ]);
  });

  it("reads bundles, nested ones too", async () => {
    const { hits, send } = await opened();
    const message = (drum: string) => new OSC.Message(`/antiphon/play/${drum}`, 1);
    send(new OSC.Bundle([message("kick"), new OSC.Bundle([message("ride")])]).pack());
    await expect.poll(() => hits.map(({ drum }) => drum)).toEqual(["kick", "ride"]);
  });

  it("goes on after packets that are no OSC, reporting the first and counting all", async () => {
    const { inbox, hits, reports, send } = await opened();
    for (const bytes of [[1, 2, 3], [], [0x2f, 0, 0, 0, 0xff]]) send(Uint8Array.from(bytes));
    send(play("kick", 1));
    await expect.poll(() => hits.length).toBe(1);
    expect(inbox.unreadable).toBe(3);
    expect(reports).toHaveLength(1);
    expect(reports[0]!.text).toMatch(/127\.0\.0\.1:\d+ is no OSC/);
  });

  it("either reads or refuses random and damaged packets, and never hangs", () => {
    const whole = new OSC.Bundle([new OSC.Message("/antiphon/play/kick", 1, "a", 2.5)]).pack();
    for (let seed = 0; seed < 3000; seed++) {
      const chance = new Random(seed, "osc");
      const bytes = seed % 2 === 0 ? whole.slice() : new Uint8Array(4 * chance.integer(20));
      const changes = seed % 2 === 0 ? 1 + chance.integer(6) : bytes.length;
      for (let i = 0; i < changes; i++) bytes[chance.integer(bytes.length)] = chance.integer(256);
      try {
        for (const { address } of readOscPacket(bytes)) expect(address.startsWith("/")).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
  });

  it("says that its port is taken, with the way out, and takes it when it is free", async () => {
    const first = await opened();
    const second = await opened(first.inbox.port);
    expect(second.inbox.connection).toMatchObject({ state: "failed", name: `127.0.0.1:${first.inbox.port}` });
    expect(second.reports).toHaveLength(1);
    expect(second.reports[0]!.text).toMatch(/is taken; end the program that has it, or/);
    first.inbox.dispose();
    await expect.poll(() => second.inbox.connection.state).toBe("open");
    second.send(play("kick", 1));
    await expect.poll(() => second.hits.length).toBe(1);
  });

  it("is silent after the source or the inbox is disposed of, twice being harmless", async () => {
    const { inbox, source, hits, messages, send } = await opened();
    source.dispose();
    source.dispose();
    send(play("kick", 1));
    await expect.poll(() => messages.length).toBe(1);
    expect(hits).toEqual([]);
    inbox.dispose();
    inbox.dispose();
  });

  const oscsend = spawnSync("oscsend", []).error === undefined;
  it.skipIf(!oscsend)(`understands liblo's oscsend${oscsend ? "" : " (skipped: it is not installed)"}`, async () => {
    const { inbox, hits } = await opened();
    spawnSync("oscsend", ["127.0.0.1", String(inbox.port), "/antiphon/play/crash", "f", "0.25"]);
    spawnSync("oscsend", ["127.0.0.1", String(inbox.port), "/antiphon/play/kick", "i", "90"]);
    await expect
      .poll(() => hits.map(({ drum, velocity }) => [drum, velocity]))
      .toEqual([
        ["crash", 32],
        ["kick", 90],
      ]);
  });
});
