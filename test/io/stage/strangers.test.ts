import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeskCommand } from "../../../shared/controls/controls.ts";
import { note, snapshot, voiceState } from "../../helpers/snapshot.ts";
import { next, openStageRoom, type PageOfTest, type StageRoom } from "../../helpers/stage-room.ts";
import { UNTOUCHED } from "../../helpers/still-picture.ts";

const TOKEN = "the-token-of-this-show";
/** What a proxy adds: whoever comes through one is somewhere else. */
const ELSEWHERE = { "x-forwarded-for": "203.0.113.5" };
const SECRET = "/home/somebody/shows";

const full = () =>
  snapshot({
    voices: [voiceState("model1", { model: `${SECRET}/models/own` })],
    models: [`${SECRET}/models/own`],
    controls: { tempo: { value: 120, default: 120, at: 0, by: "start" } },
    recording: { id: 1, file: "recordings/a.mp4", since: 0, until: 1, bytes: 1, stage: "main", ending: false },
    ownScenes: [
      {
        name: "own",
        kind: "module",
        file: "scenes/own",
        version: "1",
        fault: `${SECRET}/scenes/own`,
        about: null,
        thumbnail: null,
      },
    ],
    media: { folder: `${SECRET}/media`, exists: true, clips: [], left: 0, turn: 0, inUse: [], ready: 1 },
    status: {
      ...snapshot().status,
      connections: [{ kind: "stage", name: "desk at 192.168.1.9", state: "open", detail: "" }],
      reports: [{ room: "media", level: "warning", text: `${SECRET}/media is not there.`, at: 0 }],
    },
  });

describe("a stranger", () => {
  let room: StageRoom;
  let acted: string[];
  const act =
    (what: string) =>
    (...about: unknown[]): void =>
      void acted.push(`${what} ${JSON.stringify(about)}`);

  beforeEach(async () => {
    acted = [];
    room = await openStageRoom({
      host: "0.0.0.0",
      token: TOKEN,
      snapshot: full,
      onPlay: act("play"),
      onLimiter: act("limiter"),
      onClips: act("clips"),
      onScene: act("scene"),
      onFault: act("fault"),
      onThumbnail: (message) => {
        act("thumbnail")(message);
        return { ok: true };
      },
      onStage: act("stage"),
      onDesk: (command) => {
        act("desk")(command);
        return { ok: true };
      },
      piece: async () => {
        act("piece")();
        return new Response("Here.\n");
      },
      takeThumbnail: async (name) => new Response(`The picture of ${name}.\n`),
    });
  });
  afterEach(() => room.close());

  const stranger = (wishes: Record<string, unknown> = {}, name = "stage"): PageOfTest =>
    room.page(name, wishes, ELSEWHERE);
  const say = (page: PageOfTest, event: string, message: unknown): Promise<unknown> =>
    page.timeout(20_000).emitWithAck(event as "desk", message as DeskCommand);

  it.each([{}, { token: "another-token-altogether" }, { token: null }, { token: [TOKEN] }])(
    "with %o orders, plays, reports and disturbs nothing, and is told how to",
    async (wishes) => {
      const page = stranger(wishes);
      const [{ objection }] = await next(page, "welcome");
      expect(objection).toMatch(/scan the code on the desk .+\.$/);
      for (const [event, message] of Object.entries({
        desk: { do: "stop" },
        key: { do: "flash-limiter", on: false },
        play: { drum: "kick", velocity: 100 },
        limiter: { limiting: 1 },
        clips: { reel: "r", done: 0, troubles: [] },
        scene: { scene: "own", version: "1", words: {} },
        fault: { scene: "own", message: "m", stack: "s" },
        thumbnail: { scene: "own", version: "1", picture: Buffer.from("\xff\xd8\xff", "latin1") },
      }))
        expect(await say(page, event, message), event).toEqual({ ok: false, reason: objection });
      const gone = new Promise((resolve) => page.once("disconnect", resolve));
      page.disconnect();
      await gone;
      await expect.poll(() => room.server.connected.all.length).toBe(0);
      expect(acted).toEqual([]);
      expect(room.reports).toEqual([]);
    },
  );

  it("sees the picture and hears the notes", async () => {
    const page = stranger({ minds: true });
    const heard: string[] = [];
    page.onAny((event: string) => heard.push(event));
    await next(page, "welcome");
    const { tell } = room.server;
    tell.note(note(1));
    tell.revoke([1]);
    tell.transport(snapshot().transport);
    tell.picture(UNTOUCHED);
    tell.voices([voiceState("model1")]);
    tell.panic();
    const times = await page.emitWithAck("time", { sent: 0 });
    expect(times.received).toBeLessThanOrEqual(times.replied);
    expect(heard).toEqual(["welcome", "notes", "revoke", "transport", "picture", "voices", "panic"]);
  });

  it("is told no path, no report and no other connection, at first or later", async () => {
    const page = stranger();
    const heard: unknown[] = [];
    page.onAny((...words: unknown[]) => heard.push(words));
    await next(page, "welcome");
    const { tell } = room.server;
    const { voices, ownScenes, media, recording, controls, status } = full();
    tell.voices(voices);
    tell.scenes(ownScenes!);
    tell.media(media!);
    tell.recording(recording!);
    tell.controls(controls!);
    tell.status(status);
    await page.emitWithAck("time", { sent: 0 });
    const all = JSON.stringify(heard);
    for (const secret of [SECRET, "192.168.1.9", "recordings/", TOKEN]) expect(all).not.toContain(secret);
    expect(all).toContain('"media"');

    const health = await (await fetch(`${room.url}/health`, { headers: ELSEWHERE })).text();
    for (const secret of [SECRET, "192.168.1.9", TOKEN]) expect(health).not.toContain(secret);
    expect(JSON.parse(health)).toMatchObject({ ok: true, show: "test", stages: 1 });
  });

  it("is no stage that is asked to record, or that is set up as a projector", async () => {
    const page = stranger({ output: "left" });
    await next(page, "welcome");
    expect(room.server.connected.stages).toEqual([]);
    expect(room.server.connected.projectors.size).toBe(0);
    expect(room.server.connected.connections).toMatchObject([{ name: "1 page that looks on" }]);
  });

  it("hands no recording over", async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${room.url}/recordings/t/0`, { method: "POST", body: "x", headers: { ...ELSEWHERE, ...headers } });
    expect((await post({})).status).toBe(403);
    expect((await post({ authorization: "Bearer another-token" })).status).toBe(403);
    expect(acted).toEqual([]);
    expect((await post({ authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    expect(acted).toEqual(["piece []"]);
  });

  it("reads takes by the cookie that is had for the token, and does nothing else by it", async () => {
    const picture = async (headers: Record<string, string> = {}) =>
      (await fetch(`${room.url}/takes/monday/thumbnail`, { headers: { ...ELSEWHERE, ...headers } })).status;
    const ask = (headers: Record<string, string> = {}) =>
      fetch(`${room.url}/pass`, { method: "POST", headers: { ...ELSEWHERE, ...headers } });
    expect(await picture()).toBe(403);
    for (const headers of [{}, { authorization: "Bearer another-token" }]) {
      const refused = await ask(headers);
      expect(refused.status).toBe(403);
      expect(refused.headers.getSetCookie()).toEqual([]);
    }
    const authorization = `Bearer ${TOKEN}`;
    expect((await ask({ authorization, origin: "http://elsewhere.example" })).status).toBe(403);

    const given = (await ask({ authorization })).headers.getSetCookie().join();
    expect(given).toMatch(/^antiphon-pass=[\w-]{43}; Path=\/takes; HttpOnly; SameSite=Strict$/);
    expect(given).not.toContain(TOKEN);
    const [cookie = ""] = given.split(";");
    expect(await picture({ cookie })).toBe(200);
    expect(await picture({ cookie: `theme=dark; ${cookie}` })).toBe(200);
    for (const wrong of [cookie.slice(0, -1), `${cookie}x`, "antiphon-pass=", `antiphon-pass=${TOKEN}`])
      expect(await picture({ cookie: wrong }), wrong).toBe(403);

    const headers = { ...ELSEWHERE, cookie };
    expect((await fetch(`${room.url}/recordings/t/0`, { method: "POST", body: "x", headers })).status).toBe(403);
    expect((await ask({ cookie })).status).toBe(403);
    const [{ objection }] = await next(room.page("desk", {}, headers), "welcome");
    expect(objection).toBeDefined();
    expect(acted).toEqual([]);
  });

  it("keeps that cookie as long as the token is the same", async () => {
    const headers = { ...ELSEWHERE, authorization: `Bearer ${TOKEN}` };
    const given = (await fetch(`${room.url}/pass`, { method: "POST", headers })).headers.getSetCookie().join();
    const [cookie = ""] = given.split(";");
    for (const [token, status] of [
      [TOKEN, 404],
      ["another-token-of-this-show", 403],
      [null, 403],
    ] as const) {
      const later = await openStageRoom({ host: "0.0.0.0", token });
      const read = await fetch(`${later.url}/takes/monday/thumbnail`, { headers: { ...ELSEWHERE, cookie } });
      expect(read.status, String(token)).toBe(status);
      await later.close();
    }
  });

  it("is not shown the code, which only this machine sees", async () => {
    expect((await fetch(`${room.url}/desk.svg`, { headers: ELSEWHERE })).status).toBe(403);
    const bearer = { authorization: `Bearer ${TOKEN}` };
    expect((await fetch(`${room.url}/desk.svg`, { headers: { ...ELSEWHERE, ...bearer } })).status).toBe(403);
    const [link] = room.server.links;
    const code = await fetch(`${room.url}/desk.svg`);
    expect(code.status).toBe(link === undefined ? 404 : 200);
    if (link === undefined) return;
    expect(link.desk).toMatch(new RegExp(`^http://.+/desk#token=${TOKEN}$`));
    const [here] = await next(room.page("desk"), "welcome");
    expect(here.deskLink).toBe(link.desk);
    const [other] = await next(stranger({ token: TOKEN }), "welcome");
    expect(other.deskLink).toBeUndefined();
  });

  it("with the token is none: it orders, records and reports as this machine does", async () => {
    const page = stranger({ token: TOKEN, output: "left" });
    const [welcome] = await next(page, "welcome");
    expect(welcome).toEqual(full());
    expect(await say(page, "desk", { do: "stop" })).toEqual({ ok: true });
    expect(await say(page, "limiter", { limiting: 0.5 })).toEqual({ ok: true });
    expect(room.server.connected.stages).toMatchObject([{ projector: "left" }]);
    expect(acted.map((each) => each.split(" ")[0])).toEqual(["stage", "desk", "limiter"]);
  });

  it("cannot find a way in where the server is for its own machine only", async () => {
    const local = await openStageRoom({ onDesk: () => ({ ok: true }) });
    const page = local.page("desk", { token: "null" }, ELSEWHERE);
    const [{ objection }] = await next(page, "welcome");
    expect(objection).toContain("--host 0.0.0.0");
    const own = local.page("desk");
    await next(own, "welcome");
    expect(await own.emitWithAck("desk", { do: "start" })).toEqual({ ok: true });
    await local.close();
  });
});
