import { once } from "node:events";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { monotonicTime } from "../../../server/core/time/monotonic.ts";
import { Random } from "../../../shared/chance/random.ts";
import type { DeskCommand } from "../../../shared/controls/controls.ts";
import type { PlayMessage } from "../../../shared/protocol/play.ts";
import { note, snapshot, voiceState } from "../../helpers/snapshot.ts";
import { next, openStageRoom, type PageOfTest, type StageRoom } from "../../helpers/stage-room.ts";
import { UNTOUCHED } from "../../helpers/still-picture.ts";

describe("StageServer", () => {
  let room: StageRoom;
  let commands: DeskCommand[];
  let hits: PlayMessage[];
  let limiters: [number, string][];
  let showing: [string, string][];
  /** What comes of a command. */
  let obeys: () => void;

  beforeEach(async () => {
    commands = [];
    hits = [];
    limiters = [];
    showing = [];
    obeys = () => {};
    room = await openStageRoom({
      onPlay: (message) => hits.push(message),
      onLimiter: ({ limiting }, stage) => limiters.push([limiting, stage]),
      onShowing: ({ scene }, stage) => showing.push([scene, stage]),
      onDesk: (command) => {
        commands.push(command);
        obeys();
        if (command.do === "mutate") throw new Error("there is nothing to mutate yet");
        return command.do === "stop" ? { ok: false, reason: "not now" } : { ok: true };
      },
    });
  });
  afterEach(() => room.close());

  /** Sends whatever it likes, as a hostile program would; resolves with the answer. */
  const shout = (page: PageOfTest, event: string, ...message: unknown[]): Promise<unknown> =>
    page.timeout(30_000).emitWithAck(event as "desk", ...(message as [DeskCommand]));

  it("tells when a program is gone that spoke as stages do, so that nobody waits for what it said", async () => {
    const heard: string[] = [];
    const gone: string[] = [];
    const other = await openStageRoom({
      onClips: (_message, stage) => heard.push(stage),
      onStage: (stage, there) => there || gone.push(stage),
    });
    const program = other.page("program");
    await next(program, "welcome");
    await shout(program, "clips", { reel: "r", done: 0, troubles: [] });
    program.disconnect();
    await expect.poll(() => gone).toEqual(heard);
    await other.close();
  });

  describe("with a page", () => {
    let page: PageOfTest;
    beforeEach(async () => {
      page = room.page("desk");
      await next(page, "welcome");
    });

    it("welcomes it with the snapshot of that moment", async () => {
      const second = room.page();
      const [welcome] = await next(second, "welcome");
      expect(welcome).toMatchObject({ ...snapshot(), now: expect.any(Number) });
      expect(monotonicTime.now() - welcome.now).toBeLessThan(5000);
    });

    it("tells the time between the question and the answer", async () => {
      const before = monotonicTime.now();
      const { received, replied } = await page.emitWithAck("time", { sent: 0 });
      const after = monotonicTime.now();
      expect(before).toBeLessThanOrEqual(received);
      expect(received).toBeLessThanOrEqual(replied);
      expect(replied).toBeLessThanOrEqual(after);
    });

    it("sends the notes of one turn together, and in order with revocations", async () => {
      const received: unknown[] = [];
      page.on("notes", (notes) => received.push(notes.map(({ id }) => id)));
      page.on("revoke", (ids) => received.push(["revoke", ...ids]));
      room.server.tell.note(note(1));
      room.server.tell.note(note(2));
      room.server.tell.revoke([2]);
      room.server.tell.note(note(3));
      await new Promise((resolve) => setTimeout(resolve));
      room.server.tell.note(note(4));
      await shout(page, "time", { sent: 0 });
      expect(received).toEqual([[1, 2], ["revoke", 2], [3], [4]]);
    });

    it("forgets on panic what it has not yet sent", async () => {
      const received: unknown[] = [];
      page.on("notes", (notes) => received.push(notes));
      page.on("panic", () => received.push("panic"));
      room.server.tell.note(note(1));
      room.server.tell.panic();
      await shout(page, "time", { sent: 0 });
      expect(received).toEqual(["panic"]);
    });

    it("passes on the newest state of the voices", async () => {
      const arrived = next(page, "voices");
      room.server.tell.voices([voiceState("model1", { calls: 7 })]);
      const [[voice]] = await arrived;
      expect(voice?.calls).toBe(7);
    });

    it("tells how the projectors are set up before a picture that stands still on them", async () => {
      const received: unknown[] = [];
      page.on("projectors", ({ canvas }) => received.push(canvas?.width));
      page.on("picture", () => received.push("picture"));
      for (const width of [1, 2, 3]) room.server.tell.projectors({ canvas: { width, height: 1 }, projectors: [] });
      room.server.tell.picture(UNTOUCHED);
      await shout(page, "time", { sent: 0 });
      expect(received).toEqual([1, 3, "picture"]);
    });

    it("tells its status every second", async () => {
      const [status] = await next(page, "status");
      expect(status).toEqual(snapshot().status);
    });

    it("answers a command with the reply of whoever acts on it", async () => {
      expect(await page.emitWithAck("desk", { do: "start" })).toEqual({ ok: true });
      expect(await page.emitWithAck("desk", { do: "stop" })).toEqual({ ok: false, reason: "not now" });
      expect(commands.map((command) => command.do)).toEqual(["start", "stop"]);
    });

    it("answers with the reason when acting on a command fails", async () => {
      const reply = await page.emitWithAck("desk", { do: "mutate", voice: "model1" });
      expect(reply).toEqual({ ok: false, reason: "there is nothing to mutate yet" });
      expect(room.reports.at(-1)?.text).toContain("nothing to mutate");
    });

    it("tells what came of a command before it answers it", async () => {
      const { tell } = room.server;
      const received: unknown[] = [];
      page.on("voices", ([voice]) => received.push(voice?.calls));
      obeys = () => {
        for (const calls of [1, 2]) tell.voices([voiceState("model1", { calls })]);
      };
      for (let i = 0; i < 2; i++) {
        await page.emitWithAck("desk", { do: "start" });
        received.push("answered");
      }
      // How many of them are told depends on how long the machine took in between; the last one always is.
      expect(received.filter((_, i) => received[i + 1] === "answered")).toEqual([2, 2]);
    });

    it("passes a pad's hit on, with or without a wish for an answer", async () => {
      page.emit("play", { drum: "snare", velocity: 90 });
      expect(await page.emitWithAck("play", { drum: "kick", velocity: 1 })).toEqual({ ok: true });
      expect(hits).toEqual([
        { drum: "snare", velocity: 90 },
        { drum: "kick", velocity: 1 },
      ]);
    });

    it("passes on how a stage's limiter does, and which stage it is", async () => {
      expect(await shout(page, "limiter", { limiting: 0.5 })).toEqual({ ok: true });
      expect(limiters).toEqual([[0.5, page.id]]);
    });

    it("passes on which scene is on a stage's screen, and which stage it is", async () => {
      expect(await shout(page, "showing", { scene: "rain" })).toEqual({ ok: true });
      expect(showing).toEqual([["rain", page.id]]);
    });

    it.each([
      ["limiter", { limiting: 2 }, "limiting must be at most 1, not 2"],
      ["desk", { do: "explode" }, 'there is no command "explode"; there are start, stop, tempo'],
      ["desk", { do: "tempoo", bpm: 120 }, 'there is no command "tempoo" (did you mean tempo?); there are start'],
      ["desk", {}, 'the command lacks its "do": it must be start'],
      ["play", { drum: "hihat", velocity: 99 }, 'not "hihat" (did you mean closed_hat?)'],
      ["desk", { do: "tempo", bpm: "fast" }, 'bpm must be a number, not "fast"'],
      ["desk", { do: "tempo", bpm: 5000 }, "bpm must be at most 999, not 5000"],
      ["desk", { do: "start", and: "rm -rf" }, 'must not hold "and"'],
      ["desk", { do: "voice", voice: "x".repeat(50_000), set: {} }, "at most 40 characters"],
      ["desk", null, "must be an object"],
      ["desk", [[[[[]]]]], "must be an object"],
      ["desk", Buffer.from("binary"), "must be"],
      ["play", { drum: "cowbell", velocity: 90 }, "drum must be one of"],
      ["play", { drum: "kick", velocity: 0 }, "velocity must be at least 1, not 0"],
      ["play", { drum: "__proto__", velocity: 1 }, "drum must be one of"],
      ["time", { sent: "now" }, 'sent must be a number, not "now"'],
      ["shutdown", { now: true }, 'there is no event "shutdown"; pages send time, play'],
      ["paly", {}, 'there is no event "paly" (did you mean play?); pages send'],
      ["toString", {}, 'there is no event "toString"'],
    ])("answers %s with %o by a reason and does nothing", async (event, message, reason) => {
      expect(await shout(page, event, message)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
      expect(commands).toEqual([]);
      expect(hits).toEqual([]);
    });

    it("answers a message that is missing", async () => {
      expect(await shout(page, "desk")).toEqual({ ok: false, reason: expect.stringContaining("is missing") });
    });

    it("survives hundreds of random messages and goes on serving", async () => {
      const random = new Random(7);
      const pieces = [
        "do",
        "tempo",
        "voice",
        "set",
        "bpm",
        "__proto__",
        "constructor",
        "start",
        "kick",
        "",
        "\u0000",
        "💥",
      ];
      const any = (depth: number): unknown => {
        const kind = random.integer(depth > 3 ? 4 : 6);
        if (kind === 0) return random.gaussian() * 1e9;
        if (kind === 1) return pieces[random.integer(pieces.length)];
        if (kind === 2) return null;
        if (kind === 3) return random.next() < 0.5;
        if (kind === 4) return Array.from({ length: random.integer(4) }, () => any(depth + 1));
        return Object.fromEntries(
          Array.from({ length: random.integer(4) }, () => [pieces[random.integer(pieces.length)], any(depth + 1)]),
        );
      };
      const events = ["desk", "play", "time", "voice", "constructor"];
      for (let i = 0; i < 390; i++) {
        page.emit(events[random.integer(events.length)] as "desk", any(0) as DeskCommand, () => {});
      }
      // Answered after all of them.
      await page.emitWithAck("time", { sent: 0 });
      expect(
        commands.filter((command) => command.do !== "start" && command.do !== "stop" && command.do !== "panic"),
      ).toEqual([]);
      expect(room.reports.filter((report) => report.level === "error")).toEqual([]);
    });

    it("drops a flood from one page, says so once, and leaves the others alone", async () => {
      const calm = room.page("desk");
      await next(calm, "welcome");
      const surplus = () => room.reports.filter((report) => report.text.includes("surplus is dropped"));
      const began = monotonicTime.now();
      for (let i = 0; i < 5000; i++) page.emit("play", { drum: "kick", velocity: 100 });
      expect(await calm.emitWithAck("desk", { do: "start" })).toEqual({ ok: true });
      await expect.poll(() => surplus().length).toBe(1);
      // What one may send at once, and 200 a second for as long as it takes.
      await page
        .timeout(200)
        .emitWithAck("time", { sent: 0 })
        .catch(() => {});
      expect(hits.length).toBeLessThanOrEqual(401 + 0.2 * (monotonicTime.now() - began));
      expect(surplus()).toHaveLength(1);
    });

    it("ends the connection of an oversized message, and the page comes back", async () => {
      const welcomed = next(page, "welcome");
      page.emit("desk", { do: "mutate", voice: "x".repeat(1_000_000) }, () => {});
      await welcomed;
      expect(await page.emitWithAck("desk", { do: "start" })).toEqual({ ok: true });
    });

    it("lists the page as a connection for as long as it is there", async () => {
      expect(room.server.connected.connections).toEqual([
        { kind: "stage", name: "desk at 127.0.0.1", state: "open", detail: "" },
      ]);
      page.disconnect();
      await expect.poll(() => room.server.connected.connections).toEqual([]);
    });

    it("welcomes the page again after a restart on the same port", async () => {
      await room.server.dispose();
      await expect.poll(() => page.connected).toBe(false);
      const welcomed = next(page, "welcome");
      const again = await openStageRoom({ port: room.port, snapshot: () => snapshot({ show: "second run" }) });
      const [welcome] = await welcomed;
      expect(welcome.show).toBe("second run");
      await again.close();
    });
  });

  it("refuses a page of another origin", async () => {
    const stranger = io(room.url, {
      transports: ["websocket"],
      extraHeaders: { origin: "https://stranger.example" },
      reconnection: false,
    });
    await new Promise<void>((resolve, reject) => {
      stranger.on("connect_error", () => resolve());
      stranger.on("connect", () => reject(new Error("it was let in")));
    });
    stranger.disconnect();
  });

  it("survives bytes that are no HTTP and sockets that hang up half way", async () => {
    for (const bytes of [
      "\x00\x01\x02",
      "GET / HTTP/9\r\n\r\n",
      "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n",
    ]) {
      const socket = connect(room.port, "127.0.0.1");
      await once(socket, "connect");
      socket.write(bytes);
      socket.destroy();
    }
    expect((await fetch(`${room.url}/health`)).status).toBe(200);
  });

  it("says which port is taken and how to choose another", async () => {
    await expect(openStageRoom({ port: room.port })).rejects.toThrow(
      `Port ${room.port} on 127.0.0.1 is taken by another program, perhaps another Antiphon; stop it or choose another port: --port ${room.port + 1}.`,
    );
  });

  it("says that a host is not of this machine", async () => {
    await expect(openStageRoom({ host: "203.0.113.9" })).rejects.toThrow('"203.0.113.9" is no address of this machine');
  });

  it("welcomes nobody and says why while there is no snapshot, and does so when there is", async () => {
    let broken = true;
    const shaky = await openStageRoom({
      snapshot: () => {
        if (broken) throw new Error("the band is not there yet");
        return snapshot();
      },
    });
    const page = shaky.page("stage");
    await expect.poll(() => shaky.reports.map((report) => report.text).join()).toContain("the band is not there yet");
    broken = false;
    await next(page, "welcome");
    await shaky.close();
  });

  it("tells the status every second, and its health, without putting a whole snapshot together", async () => {
    let whole = 0;
    const watched = await openStageRoom({
      snapshot: () => {
        whole++;
        return snapshot();
      },
      overview: () => snapshot(),
    });
    const page = watched.page("stage");
    await next(page, "welcome");
    await next(page, "status");
    expect((await (await fetch(`${watched.url}/health`)).json()).stages).toBe(1);
    expect(whole).toBe(1);
    await watched.close();
  });

  it("can be disposed of twice, with pages connected, and frees its port", async () => {
    const page = room.page();
    await next(page, "welcome");
    await Promise.all([room.server.dispose(), room.server.dispose()]);
    const again = await openStageRoom({ port: room.port });
    await again.close();
  });
});

describe("the web server", () => {
  let room: StageRoom;
  beforeEach(async () => {
    const pages = await mkdtemp(join(tmpdir(), "antiphon-web-"));
    for (const folder of ["stage", "desk", "assets"]) await mkdir(join(pages, folder));
    await writeFile(join(pages, "index.html"), "<title>home</title>");
    await writeFile(join(pages, "stage/index.html"), "<title>stage</title>");
    await writeFile(join(pages, "desk/index.html"), "<title>desk</title>");
    await writeFile(join(pages, "assets/stage-abc.js"), `// ${"x".repeat(5000)}`);
    room = await openStageRoom({ pages });
  });
  afterEach(() => room.close());

  it.each([
    ["/", "home"],
    ["/stage", "stage"],
    ["/stage/", "stage"],
    ["/stage?output=left", "stage"],
    ["/desk", "desk"],
  ])("serves %s, isolated so that its clock is fine, and to be framed by no strangers", async (path, title) => {
    const answer = await fetch(room.url + path);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(`<title>${title}</title>`);
    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(answer.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(answer.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
    expect(answer.headers.get("content-security-policy")).toBe("frame-ancestors 'self'");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
  });

  it("serves assets compressed and for ever", async () => {
    const answer = await fetch(`${room.url}/assets/stage-abc.js`);
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(answer.headers.get("content-type")).toContain("javascript");
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect((await answer.text()).length).toBe(5003);
  });

  it.each([
    "/assets/../../../etc/passwd",
    "/assets/%2e%2e/%2e%2e/etc/passwd",
    "/assets/..%2f..%2fetc/passwd",
    "/nothing",
  ])("finds nothing at %s", async (path) => {
    // fetch would tidy the path up before sending it.
    const status = await new Promise((resolve, reject) => {
      request({ port: room.port, path }, (answer) => resolve(answer.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(404);
  });

  it("answers /health with what runs", async () => {
    const page = room.page("desk");
    await next(page, "welcome");
    const health: unknown = await (await fetch(`${room.url}/health`)).json();
    expect(health).toMatchObject({
      ok: true,
      name: "antiphon",
      show: "test",
      playing: true,
      tempo: 120,
      voices: ["drummer", "model1", "model2", "video"],
      stages: 0,
      desks: 1,
      addresses: { here: room.url, network: [] },
    });
  });

  it("has a QR code only for a server that others can reach", async () => {
    expect((await fetch(`${room.url}/qr.svg`)).status).toBe(404);
    const open = await openStageRoom({ host: "0.0.0.0" });
    const reachable = (await (await fetch(`${open.url}/health`)).json()) as { addresses: { network: string[] } };
    const code = await fetch(`${open.url}/qr.svg`);
    if (reachable.addresses.network.length > 0) expect(await code.text()).toMatch(/^<svg/);
    else expect(code.status).toBe(404);
    await open.close();
  });

  it("refuses a public name that was made to lead here", async () => {
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      request({ port: room.port, path: "/health", headers: { host: "rebound.example.com" } }, (message) =>
        resolve(message.resume().statusCode),
      )
        .on("error", reject)
        .end();
    });
    expect(answer).toBe(403);
  });

  it("says how to build pages that are missing", async () => {
    const bare = await openStageRoom();
    const answer = await fetch(`${bare.url}/stage`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("npm run build");
    await bare.close();
  });
});
