import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { datedName } from "../../../server/core/files/dated-name.ts";
import { type LookForRoom, lookForRoom } from "../../../server/core/files/disk-room.ts";
import type { Finish } from "../../../server/picture/recordings/finish.ts";
import { receivePiece } from "../../../server/picture/recordings/receive-piece.ts";
import { giveName, type OpenRecording, openRecording } from "../../../server/picture/recordings/recording-file.ts";
import { type LastWords, Recordings } from "../../../server/picture/recordings/recordings.ts";
import type { Report } from "../../../shared/events/report.ts";
import { LARGEST_PIECE, type RecordOrder, type RecordReply } from "../../../shared/protocol/recording.ts";
import { ms } from "../../../shared/time/units.ts";
import { openStageRoom } from "../../helpers/stage-room.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";
import { settle, VirtualTime } from "../../helpers/virtual-time.ts";

const house = temporaryFolder();
let rooms = 0;
const open: Recordings[] = [];
afterEach(() => Promise.all(open.splice(0).map((each) => each.dispose())));

const RECORDS: RecordReply = { ok: true, type: "video/webm", sound: true };
const TODAY = new Date(2026, 0, 2, 3, 4, 5);
const LAST: LastWords = { complaint: "", soundEarly: ms(0) };
/** Leaves it as it is, and gives it its name. */
const asItIs: Finish = async (folder, part) => ({ ok: true, name: await giveName(folder, part, part) });
/** As every file of the kind begins. */
const FILM = "\x1aE\xdf\xa3WebM";
/** A first piece begins as a film does. */
const piece = (text: string, isFirst = false): Uint8Array[] => [
  Buffer.from(isFirst ? `${FILM}${text}` : text, "latin1"),
];
const GIB = 1024 ** 3;

interface Rig {
  readonly reply?: RecordReply;
  readonly stages?: readonly { id: string; projector: string }[];
  readonly openFile?: OpenRecording;
  readonly show?: string;
  readonly finish?: Finish;
  readonly lookForRoom?: LookForRoom;
}

const rig = ({
  reply = RECORDS,
  stages = [{ id: "a", projector: "main" }],
  openFile,
  show = "tour",
  finish = asItIs,
  lookForRoom = async () => ({ free: 50 * GIB, total: 100 * GIB }),
}: Rig = {}) => {
  const folder = house.path(`house ${++rooms}/recordings`);
  const time = new VirtualTime();
  const reports: Report[] = [];
  const asked: { stage: string; order: RecordOrder }[] = [];
  const recordings = new Recordings({
    folder,
    show,
    stages: () => stages,
    ask: async (stage, order) => {
      asked.push({ stage, order });
      return reply;
    },
    today: () => TODAY,
    finish,
    lookForRoom,
    ...(openFile === undefined ? {} : { openFile }),
    time,
    report: (report) => reports.push(report),
    onListenerError: (error) => {
      throw error;
    },
  });
  open.push(recordings);
  const token = (): string => asked.at(-1)?.order.token ?? "";
  const files = async (): Promise<Record<string, string>> => {
    const names = await readdir(folder);
    const read = async (name: string) =>
      [name, (await readFile(join(folder, name), "latin1")).replace(FILM, "")] as const;
    return Object.fromEntries(await Promise.all(names.map(read)));
  };
  const take = (index: number, text: string, last = false) =>
    recordings.take(token(), index, piece(text, index === 0 && text !== ""), last ? LAST : null);
  /** The recording is over and has its name. */
  const finished = (): Promise<void> =>
    until(() => recordings.state?.until !== null && recordings.state?.file.endsWith(".part") === false);
  return { folder, time, reports, asked, recordings, token, files, take, finished };
};

describe("a recording", () => {
  it("is a file of what its stage hands over, piece after piece, whole when it has lost its ending .part", async () => {
    const { recordings, files, take, reports, finished } = rig();
    await recordings.start();
    expect(recordings.state).toMatchObject({ until: null, bytes: 0, stage: "main", ending: false });
    expect((await take(0, "one ")).status).toBe(200);
    expect((await take(1, "two ")).status).toBe(200);
    expect(await files()).toEqual({ "2026-01-02_03-04-05_tour.webm.part": "one two " });
    const over = recordings.stop();
    await settle();
    expect(recordings.state?.ending).toBe(true);
    expect((await take(2, "three", true)).status).toBe(200);
    await over;
    await finished();
    expect(await files()).toEqual({ "2026-01-02_03-04-05_tour.webm": "one two three" });
    expect(recordings.state).toMatchObject({
      bytes: 13 + FILM.length,
      file: join("recordings", "2026-01-02_03-04-05_tour.webm"),
    });
    expect(recordings.state?.until).not.toBeNull();
    expect(reports).toEqual([
      { room: "recordings", level: "info", text: expect.stringContaining("2026-01-02_03-04-05_tour.webm") },
    ]);
  });

  it("takes no piece out of order, none of another recording, and one that comes twice once", async () => {
    const { recordings, files, take, token, finished } = rig();
    expect((await recordings.take("", 0, piece("x", true))).status).toBe(404);
    await recordings.start();
    expect((await recordings.take("", 0, piece("x", true))).status).toBe(404);
    expect((await recordings.take(`${token()}x`, 0, piece("x", true))).status).toBe(404);
    expect((await take(1, "x")).status).toBe(409);
    await take(0, "a");
    expect((await take(0, "a")).status).toBe(200);
    expect((await recordings.take(token(), 1, [new Uint8Array(LARGEST_PIECE + 1)])).status).toBe(413);
    await take(1, "b", true);
    expect((await take(2, "c")).status).toBe(404);
    await finished();
    expect(Object.values(await files())).toEqual(["ab"]);
  });

  it("reads one piece at a time, however many are sent", async () => {
    const { recordings, files, token, take, finished } = rig();
    await recordings.start();
    let read = 0;
    let finish = (): void => {};
    const slowly = async function* (): AsyncGenerator<Uint8Array> {
      yield* piece("slo", true);
      await new Promise<void>((resolve) => (finish = resolve));
      yield* piece("w");
    };
    const flooding = function* (): Generator<Uint8Array> {
      read++;
      yield* piece("flood", true);
    };
    const slow = recordings.take(token(), 0, slowly());
    const flood = await Promise.all(Array.from({ length: 100 }, () => recordings.take(token(), 0, flooding())));
    expect(new Set(flood.map(({ status }) => status))).toEqual(new Set([429]));
    expect(read).toBe(0);
    await expect.poll(async () => Object.values(await files())).toEqual(["slo"]);
    finish();
    expect((await slow).status).toBe(200);
    await take(1, "", true);
    await finished();
    expect(Object.values(await files())).toEqual(["slow"]);
  });

  it("waits for its file when the first piece is faster", async () => {
    let letGo = (): void => {};
    const opened = new Promise<void>((resolve) => (letGo = resolve));
    const slowly: OpenRecording = async (...words) => {
      await opened;
      return openRecording(...words);
    };
    const { recordings, take, files, finished } = rig({ openFile: slowly });
    const starting = recordings.start();
    await settle();
    const taken = take(0, "early", true);
    letGo();
    await starting;
    expect((await taken).status).toBe(200);
    await finished();
    expect(Object.values(await files())).toEqual(["early"]);
  });

  it("never writes over a file, whenever that came to be there", async () => {
    const { folder, recordings, files, take, finished } = rig();
    await mkdir(folder, { recursive: true });
    const named = (name: string): string => join(folder, `2026-01-02_03-04-05_tour${name}`);
    await writeFile(named(".webm.part"), "of a crash");
    await recordings.start();
    await writeFile(named(".webm"), "came meanwhile");
    await take(0, "new", true);
    await finished();
    expect(await files()).toEqual({
      "2026-01-02_03-04-05_tour.webm.part": "of a crash",
      "2026-01-02_03-04-05_tour.webm": "came meanwhile",
      "2026-01-02_03-04-05_tour-2.webm": "new",
    });
  });

  it("ends on a full disk with one sentence, and what it had is kept", async () => {
    let room = 2;
    const small: OpenRecording = async (...words) => {
      const file = await openRecording(...words);
      return {
        ...file,
        append: (chunks) =>
          room-- > 0 ? file.append(chunks) : Promise.reject(new Error("ENOSPC: no space left on device, write")),
      };
    };
    const { recordings, files, take, reports, finished } = rig({ openFile: small });
    await recordings.start();
    await take(0, "a");
    await take(1, "b");
    expect((await take(2, "c")).status).toBe(507);
    expect(recordings.state?.until).not.toBeNull();
    await finished();
    expect(Object.values(await files())).toEqual(["ab"]);
    expect(reports).toEqual([
      {
        room: "recordings",
        level: "error",
        text: expect.stringMatching(/no space left.*2026-01-02_03-04-05_tour\.webm/),
      },
    ]);
    room = 9;
    await recordings.start();
    expect(recordings.state?.until).toBeNull();
  });

  it("is written as it comes, and what was cut off in the middle of a piece is not in it", async () => {
    const { recordings, files, token, take, finished } = rig();
    await recordings.start();
    await take(0, "one ");
    const cut = async function* (): AsyncGenerator<Uint8Array> {
      yield* piece("two, and far more than comes later");
      throw new Error("the network is gone");
    };
    expect(await recordings.take(token(), 1, cut())).toMatchObject({ status: 400 });
    expect(recordings.state?.until).toBeNull();
    expect((await take(1, "two")).status).toBe(200);
    await take(2, "", true);
    await finished();
    expect(Object.values(await files())).toEqual(["one two"]);
  });

  it.each([
    ["a picture", RECORDS, "\x89PNG\r\n\x1a\n...", 415],
    ["text", RECORDS, "x".repeat(5000), 415],
    ["less than a beginning", RECORDS, "\x1aE\xdf", 415],
    ["MP4 where WebM was said", RECORDS, "\0\0\0\x1cftypiso5", 415],
    ["MP4", { ...RECORDS, type: "video/mp4" }, "\0\0\0\x1cftypiso5", 200],
    ["WebM", RECORDS, "\x1aE\xdf\xa3\x9fB\x86\x81", 200],
  ] as const)("of %s is one or not, by how it begins", async (_, reply, text, status) => {
    const { recordings, files, token, reports } = rig({ reply });
    await recordings.start();
    const inCrumbs = [...Buffer.from(text, "latin1")].map((byte) => Uint8Array.of(byte));
    expect((await recordings.take(token(), 0, inCrumbs)).status).toBe(status);
    if (status === 200) return;
    expect(await files()).toEqual({});
    expect(reports.map((report) => report.text)).toEqual([
      "Nothing was recorded (what the stage handed over is no film (video/webm)).",
    ]);
  });

  it("ends while a share of the disk is still free, and begins again when there is room", async () => {
    const disk = { free: 3 * GIB, total: 1000 * GIB };
    const { recordings, files, take, reports, finished } = rig({ lookForRoom: async () => disk });
    await recordings.start();
    expect((await take(0, "a")).status).toBe(200);
    disk.free = GIB - 1;
    expect((await take(1, "b")).status).toBe(507);
    await finished();
    expect(Object.values(await files())).toEqual(["a"]);
    expect(reports.at(-1)?.text).toMatch(
      /^The recording has ended \(only 1\.1 GB of the disk are free, and a recording leaves 1\.1 GB\); what was recorded until then is in .*webm\.$/,
    );
    await expect(recordings.start()).rejects.toThrow("of the disk are free");
    // Of a small one it leaves a twentieth.
    Object.assign(disk, { free: GIB / 2, total: 9 * GIB });
    await recordings.start();
    expect((await lookForRoom("/no/such/folder"))?.total ?? null).toBeNull();
    expect((await lookForRoom(house.path("not yet there")))?.free).toBeGreaterThan(0);
  });

  it("has a largest size", async () => {
    const appended: number[] = [];
    const vast: OpenRecording = async (...words) => {
      const file = await openRecording(...words);
      return {
        ...file,
        append: async (chunks) => {
          appended.push(await file.append(chunks));
          // As if so much had come.
          return 40 * GIB;
        },
      };
    };
    const { recordings, take, reports, finished } = rig({ openFile: vast });
    await recordings.start();
    expect((await take(0, "a")).status).toBe(200);
    expect((await take(1, "b")).status).toBe(200);
    expect((await take(2, "c")).status).toBe(413);
    await finished();
    expect(appended).toHaveLength(2);
    expect(reports.at(-1)?.text).toContain("a recording has no more than 64 GiB");
  });

  it("keeps no server from ending, though its stage never answers", async () => {
    const { recordings, time } = rig({ openFile: () => new Promise(() => {}) });
    open.pop();
    void recordings.start();
    await settle();
    let ended = false;
    void recordings.dispose().then(() => (ended = true));
    await time.advance(1200);
    expect(ended).toBe(true);
  });

  it("ends when its stage is gone, and does not wait for the rest for ever", async () => {
    const { recordings, files, take, reports, time, finished } = rig();
    await recordings.start();
    for (let i = 0; i < 30; i++) {
      await take(i, ".");
      await time.advance(1000);
    }
    expect(recordings.state?.until).toBeNull();
    await time.advance(30_000);
    await finished();
    expect(reports.at(-1)?.text).toContain("is gone");

    await recordings.start();
    await take(0, "again");
    const over = recordings.stop();
    await settle();
    await time.advance(10_000);
    await over;
    await finished();
    expect(reports.at(-1)?.text).toContain("did not hand over the rest");
    await finished();
    expect(Object.values(await files()).toSorted()).toEqual([".".repeat(30), "again"]);
  });

  it("leaves no file when nothing was handed over, and says so", async () => {
    const { recordings, files, reports, time, finished } = rig();
    await recordings.start();
    await time.advance(60_000);
    await finished();
    expect(await files()).toEqual({});
    expect(recordings.state?.file).toBe("");
    expect(reports.map(({ text }) => text)).toEqual([expect.stringContaining("Nothing was recorded")]);
  });

  it("is whole when the server ends in the middle of it", async () => {
    const { recordings, files, take, finished } = rig();
    await recordings.start();
    await take(0, "so far");
    await recordings.dispose();
    await finished();
    expect(await files()).toEqual({ "2026-01-02_03-04-05_tour.webm": "so far" });
  });

  it("is made by the stage of the projector that was named, and else by the first that came", async () => {
    const stages = [
      { id: "a", projector: "left" },
      { id: "b", projector: "right" },
    ];
    const { recordings, asked, take } = rig({ stages });
    await recordings.start();
    await take(0, "x", true);
    await recordings.start("right");
    expect(asked.map(({ stage }) => stage)).toEqual(["a", "b"]);
    expect(asked[0]?.order.token).not.toBe(asked[1]?.order.token);
  });

  it("is refused with a sentence without a stage, beside another, and with the stage's own words", async () => {
    await expect(rig({ stages: [] }).recordings.start()).rejects.toThrow("open /stage");
    await expect(rig().recordings.start("left")).rejects.toThrow('"left"');
    await expect(rig().recordings.stop()).rejects.toThrow("Nothing is being recorded");
    const refused = rig({ reply: { ok: false, reason: "no encoder" } });
    await expect(refused.recordings.start()).rejects.toThrow("no encoder");
    expect(refused.recordings.state).toBeNull();
    const { recordings } = rig();
    await recordings.start();
    await expect(recordings.start()).rejects.toThrow("already");
  });

  it("says where it could not be written, and that it is silent", async () => {
    const { folder, recordings } = rig();
    await mkdir(join(folder, ".."), { recursive: true });
    await writeFile(folder, "a file in the folder's place");
    await expect(recordings.start()).rejects.toThrow(folder);
    const silent = rig({ reply: { ...RECORDS, sound: false } });
    await silent.recordings.start();
    expect(silent.reports.map(({ text }) => text)).toEqual([expect.stringContaining("clicked once")]);
  });

  it("has a name that every file system takes, whatever the show is called", async () => {
    const at = new Date(2026, 10, 22, 19, 3, 12);
    expect(datedName(at, "Late Set / Übung #2")).toBe("2026-11-22_19-03-12_Late-Set-Übung-2");
    expect(datedName(at, "../../etc/passwd\0")).toBe("2026-11-22_19-03-12_etc-passwd");
    expect(datedName(at, "..")).toBe("2026-11-22_19-03-12");
    expect(datedName(at, "x".repeat(500)).length).toBeLessThan(100);
    const { recordings, folder, take, finished } = rig({ show: "../../../outside" });
    await recordings.start();
    await take(0, "x", true);
    await finished();
    expect(await readdir(folder)).toEqual(["2026-01-02_03-04-05_outside.webm"]);
  });
});

describe("over HTTP", () => {
  it("takes what the page of this server hands over, and nothing of a stranger's page, of another name, or too large", async () => {
    const { recordings, token, files, finished } = rig();
    const room = await openStageRoom({ piece: (...words) => receivePiece(recordings, ...words) });
    const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<number> =>
      new Promise((resolve) => {
        const sent = request(`${room.url}${path}`, { method: "POST", headers }, (reply) => {
          reply.resume();
          resolve(reply.statusCode ?? 0);
        });
        // A server that has answered need not read on, and once the answer is there Node leaves the socket's errors to nobody.
        sent.on("error", () => {});
        sent.on("socket", (socket) => socket.on("error", () => {}));
        sent.end(body);
      });
    try {
      expect(await post("/recordings/x/0", "x")).toBe(404);
      await recordings.start();
      const address = `/recordings/${token()}`;
      expect(await post(`${address}/0`, "x", { origin: "http://stranger.example" })).toBe(403);
      expect(await post(`${address}/0`, "x", { host: "stranger.example" })).toBe(403);
      expect(await post(`${address}/0`, Buffer.from(`${FILM}first `, "latin1"), { origin: room.url })).toBe(200);
      expect(await post(`${address}/..%2f..%2fx`, "x")).toBe(400);
      expect(await post(`${address}/-1`, "x")).toBe(400);
      expect(await post(`${address}/1`, Buffer.alloc(33 * 1024 * 1024))).toBe(413);
      expect(await post(`${address}/1?last&complaint=${encodeURIComponent("the encoder broke")}`, "last")).toBe(200);
      expect(await post(`${address}/2`, "x")).toBe(404);
      await finished();
      expect(Object.values(await files())).toEqual(["first last"]);
    } finally {
      await room.close();
    }
  });
});

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await settle();
};
