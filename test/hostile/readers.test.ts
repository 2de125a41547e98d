import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { connectTo } from "../helpers/antiphon-process.ts";
import { Besieged } from "../helpers/besieged.ts";
import { besiege, print, ROUNDS } from "../helpers/siege.ts";
import { openSilentReader, type SilentReader } from "../helpers/silent-reader.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const READERS = 60;
/** Of them, those that read a little now and then. */
const SLOW = 10;
const SLOW_EVERY_MS = 100;
const SLOW_BYTES = 64;
const MOST_MORE_MB = 64;
const CONNECTIONS = 400;

describe("readers", () => {
  const folder = temporaryFolder();
  let besieged: Besieged | null = null;
  let readers: SilentReader[] = [];
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await besieged?.kill();
  });

  it("that are silent or slow cost little, are cut off, and keep nobody from hearing", async () => {
    besieged = await Besieged.begin(folder.path("show.json"));
    const house = besieged;
    let most = 0;
    const before = await house.resident();
    const attack = async (): Promise<number> => {
      readers = await Promise.all(Array.from({ length: READERS }, () => openSilentReader(house.port, { minds: true })));
      const sips = readers
        .slice(0, SLOW)
        .map((reader) => setInterval(() => reader.socket.read(SLOW_BYTES), SLOW_EVERY_MS));
      while (readers.filter(({ gone }) => !gone).length > SLOW) {
        most = Math.max(most, await house.resident());
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      for (const sip of sips) clearInterval(sip);
      for (const reader of readers.splice(0)) reader.close();
      return READERS;
    };
    await besiege(house, "readers that read nothing or little", attack, {
      rounds: Math.ceil(ROUNDS / 4),
      warmUp: false,
    });
    print(`memory ${Math.round(before)} MB, ${Math.round(most)} at most while they were there`);
    expect(most - before).toBeLessThanOrEqual(MOST_MORE_MB);
    await house.end();
  });

  it("that come and go in crowds are nobody's trouble", async () => {
    besieged = await Besieged.begin(folder.path("show.json"));
    const house = besieged;
    await besiege(house, "quick connections", async () => {
      for (let i = 0; i < CONNECTIONS; i += 2) {
        const line = connect(house.port, "127.0.0.1");
        line.on("error", () => {});
        const page = connectTo(house.port);
        await new Promise((resolve) => setTimeout(resolve, 5));
        line.destroy();
        page.close();
      }
      return CONNECTIONS;
    });
    await house.end();
  });

  it("that hang do not keep it from ending", async () => {
    besieged = await Besieged.begin(folder.path("show.json"));
    const { port } = besieged;
    readers = await Promise.all(Array.from({ length: READERS }, () => openSilentReader(port)));
    const began = monotonicTime.now();
    await besieged.end();
    const took = monotonicTime.now() - began;
    print(`ended in ${Math.round(took)} ms with ${READERS} pages that hang`);
    // Without a limit it is the half minute for which a WebSocket waits for its goodbye.
    expect(took).toBeLessThan(10_000);
  });
});
