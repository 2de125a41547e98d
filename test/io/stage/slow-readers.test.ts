import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { openSilentReader, type SilentReader } from "../../helpers/silent-reader.ts";
import { note, snapshot, voiceState } from "../../helpers/snapshot.ts";
import { next, openStageRoom, type StageRoom } from "../../helpers/stage-room.ts";

/** As much as a page is told in minutes, and more than the system keeps for a connection by itself. */
const TOLD_MIB = 24;

describe("a page that does not read", () => {
  let room: StageRoom;
  let readers: SilentReader[];
  beforeEach(async () => {
    room = await openStageRoom();
    readers = [];
  });
  afterEach(async () => {
    for (const reader of readers) reader.close();
    await room.close();
  });

  const open = async (count: number): Promise<void> => {
    readers.push(...(await Promise.all(Array.from({ length: count }, () => openSilentReader(room.port)))));
    await expect.poll(() => room.server.connected.all.length).toBeGreaterThanOrEqual(count);
  };

  /** Tells all pages a great deal, a little at a time. */
  const tellMuch = async (): Promise<void> => {
    const words = Array.from({ length: 100 }, (_, i) => voiceState(`voice-${i}`, { model: "m".repeat(200) }));
    const size = JSON.stringify(words).length;
    for (let told = 0; told < TOLD_MIB * 2 ** 20; told += size) {
      room.server.tell.voices(words);
      room.server.tell.settle();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it("is cut off with a reason, however well it answers pings; who reads hears everything meanwhile", async () => {
    await open(20);
    const witness = room.page("desk");
    await next(witness, "welcome");
    const heard: number[] = [];
    witness.on("notes", (notes) => heard.push(...notes.map(({ id }) => id)));
    room.server.tell.note(note(1));
    await tellMuch();
    room.server.tell.note(note(2));
    await expect.poll(() => heard).toEqual([1, 2]);
    await expect.poll(() => room.server.connected.all.length).toBe(1);
    expect(room.reports.at(-1)?.text).toMatch(/^program at 127\.0\.0\.1 does not read .+ cut off; it comes back .+\.$/);
    expect(witness.connected).toBe(true);
  });

  it("costs no more memory than a little each, and gives it back", async () => {
    await open(60);
    const before = process.memoryUsage().rss;
    await tellMuch();
    await expect.poll(() => room.server.connected.all.length).toBe(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  });

  it("comes back and is welcomed", async () => {
    await open(1);
    await tellMuch();
    await expect.poll(() => room.server.connected.all.length).toBe(0);
    await next(room.page("stage"), "welcome");
  });

  it("is not waited for when the server ends", async () => {
    await open(5);
    const words = [voiceState("model1", { model: "m".repeat(2 ** 20) })];
    for (let i = 0; i < 7; i++) {
      room.server.tell.voices(words);
      room.server.tell.settle();
    }
    const began = monotonicTime.now();
    await room.server.dispose();
    // The goodbye of a WebSocket would be waited for half a minute.
    expect(monotonicTime.now() - began).toBeLessThan(10_000);
  });

  it("keeps nobody waiting that has asked it to record when the house closes", async () => {
    const stage = room.page("stage");
    await next(stage, "welcome");
    const asked = room.server.connected.record(room.server.connected.stages[0]!.id, { id: 1, token: "t" });
    room.server.connected.dispose();
    await expect(asked).rejects.toThrow("does not answer");
  });
});

describe("a crowd of connections", () => {
  it("finds no room beyond what anybody needs, and a place when others are gone", async () => {
    const room = await openStageRoom();
    const lines: Socket[] = [];
    const open = async (): Promise<Socket> => {
      const line = connect(room.port, "127.0.0.1");
      line.on("error", () => {});
      await once(line, "connect");
      return line;
    };
    for (let i = 0; i < 128; i++) lines.push(await open());
    const late = await open();
    const [answer] = await once(late, "data");
    expect(String(answer)).toMatch(/^HTTP\/1\.1 503 .*Too many connections/s);
    expect(room.reports.at(-1)?.text).toMatch(/^127\.0\.0\.1 has too many connections open; .+\.$/);
    for (const line of lines) line.destroy();
    await expect.poll(async () => (await fetch(`${room.url}/health`).catch(() => null))?.status).toBe(200);
    await room.close();
  });

  it("is welcomed with few snapshots, each of them the newest, and everybody is", async () => {
    let made = 0;
    const room = await openStageRoom({ snapshot: () => snapshot({ seed: ++made }), overview: snapshot });
    const seeds = await Promise.all(
      Array.from({ length: 60 }, async () => (await next(room.page(), "welcome"))[0].seed),
    );
    // How many share one depends on how fast they come; test/io/stage/reception.test.ts has the rule.
    expect(seeds).toHaveLength(60);
    expect(new Set(seeds).size).toBe(made);
    await room.close();
  });
});
