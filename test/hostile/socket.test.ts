import type { Socket } from "socket.io-client";
import { afterEach, describe, expect, it } from "vitest";
import { Random } from "../../shared/chance/random.ts";
import { connectTo } from "../helpers/antiphon-process.ts";
import { Besieged } from "../helpers/besieged.ts";
import { besiege } from "../helpers/siege.ts";
import { mutated, oneOf, strangeBytes, strangeMessage } from "../helpers/strange.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const SENDERS = 8;
/** Of each sender, before it waits: fewer than what is dropped as a flood, which would be read by nobody. */
const AT_ONCE = 4;
const BETWEEN_MS = 25;
const TURNS = 120;
/** What the parser of Socket.IO is told in place of a message. */
const BROKEN_PACKETS = [
  '2["desk"',
  "2[]",
  "2{}",
  '451-["play",{"_placeholder":true,"num":9}]',
  "4",
  "2",
  "99",
  "9".repeat(5000),
];
const RIGHT = new TextEncoder().encode('42["desk",{"do":"tempo","bpm":120}]');

describe("messages that are none", () => {
  const folder = temporaryFolder();
  let besieged: Besieged | null = null;
  afterEach(() => besieged?.kill());

  it("change nothing for who plays, whatever is in them", async () => {
    besieged = await Besieged.begin(folder.path("show.json"));
    const { port } = besieged;
    await besiege(besieged, "socket messages", async (seed) => {
      const senders = Array.from({ length: SENDERS }, (_, i) => send(port, new Random(seed, `sender ${i}`)));
      const counts = await Promise.all(senders);
      return counts.reduce((sum, count) => sum + count, 0);
    });
    await besieged.end();
  });

  it("of another origin are not let in", async () => {
    besieged = await Besieged.begin(folder.path("show.json"));
    const origins = [
      "https://evil.example",
      "null",
      "http://localhost.evil.example",
      "file://",
      `http://127.0.0.1:${besieged.port + 1}`,
    ];
    for (const origin of origins) {
      const { status } = await fetch(`${besieged.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
      expect(status, origin).toBeGreaterThanOrEqual(400);
    }
    await besieged.expectWell();
  });
});

/** Messages that a page might send, and now and then packets that none would, for which it is thrown out and comes back. */
const send = async (port: number, random: Random): Promise<number> => {
  let sent = 0;
  let socket: Socket = connectTo(port);
  for (let turn = 0; turn < TURNS; turn++) {
    if (!socket.connected) {
      socket.close();
      socket = connectTo(port);
      await new Promise((resolve) => socket.once("welcome", resolve));
    }
    for (let i = 0; i < AT_ONCE; i++, sent++) {
      const [event, ...values] = strangeMessage(random);
      socket.emit(event, ...values);
    }
    if (random.next() < 0.03) {
      const packet = oneOf<string | Uint8Array>(random, [
        oneOf(random, BROKEN_PACKETS),
        strangeBytes(random, 300),
        Buffer.from(mutated(random, RIGHT)).toString("latin1"),
      ]);
      socket.io.engine.write(packet);
      sent++;
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  socket.close();
  return sent;
};
