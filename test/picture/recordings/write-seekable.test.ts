import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { EncodedPacketSink, FilePathSource, Input, type InputTrack, MP4, WEBM } from "mediabunny";
import { describe, expect, it } from "vitest";
import { writeSeekable } from "../../../server/picture/recordings/write-seekable.ts";
import { Random } from "../../../shared/chance/random.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

// What Chromium's MediaRecorder streamed, four seconds each: H.264 and VP9, with Opus.
const STREAMED = ["mp4", "webm"].map((kind) => `test/fixtures/recordings/chromium.${kind}`);

const hasFfmpeg = spawnSync("ffprobe", ["-version"]).status === 0;

interface Packet {
  readonly at: number;
  readonly isKey: boolean;
  readonly content: string;
}

const packetsOf = async (track: InputTrack | null): Promise<Packet[]> => {
  const packets: Packet[] = [];
  if (track === null) return packets;
  for await (const { timestamp, type, data } of new EncodedPacketSink(track).packets())
    packets.push({ at: timestamp, isKey: type === "key", content: Buffer.from(data).toString("base64") });
  return packets;
};

const read = async (path: string) => {
  const input = new Input({ source: new FilePathSource(path), formats: [MP4, WEBM] });
  try {
    const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
    return { video: await packetsOf(video), audio: await packetsOf(audio) };
  } finally {
    input.dispose();
  }
};
const contents = (packets: readonly Packet[]): string[] => packets.map(({ content }) => content);

describe.each(STREAMED)("what a browser streamed to %s", (streamed) => {
  const house = temporaryFolder();
  const ending = streamed.replace(/.*\./, "");
  const to = (name: string): string => house.path(`${name}.${ending}`);

  it("has the same pictures and the same sound at the same moments in the new file", async () => {
    await writeSeekable(streamed, to("new"));
    const [before, after] = [await read(streamed), await read(to("new"))];
    expect(before.video.length).toBeGreaterThan(90);
    expect(before.audio.length).toBeGreaterThan(50);
    for (const kind of ["video", "audio"] as const) {
      expect(contents(after[kind])).toEqual(contents(before[kind]));
      expect(after[kind].map(({ isKey }) => isKey)).toEqual(before[kind].map(({ isKey }) => isKey));
      for (const [i, { at }] of after[kind].entries())
        expect(Math.abs(at - (before[kind][i]?.at ?? 0))).toBeLessThan(0.002);
    }
  });

  it("has a length and an index there, in front in an MP4", async () => {
    await writeSeekable(streamed, to("indexed"));
    const bytes = await readFile(to("indexed"));
    const place = (word: string): number => bytes.indexOf(word, 0, "latin1");
    if (ending === "mp4") {
      expect(place("moof")).toBe(-1);
      expect(place("stco")).toBeLessThan(place("mdat"));
      expect(place("stco")).toBeGreaterThan(0);
    } else {
      const ids = { duration: "4489", cues: "1c53bb6b" };
      for (const id of Object.values(ids)) expect(bytes.includes(Buffer.from(id, "hex")), id).toBe(true);
      expect((await readFile(streamed)).includes(Buffer.from(ids.cues, "hex"))).toBe(false);
    }
  });

  it.skipIf(!hasFfmpeg)("is as long for ffprobe, and every picture can be decoded (skipped: no ffmpeg)", async () => {
    await writeSeekable(streamed, to("judged"));
    const told = execFileSync("ffprobe", [
      "-v",
      "error",
      "-show_entries",
      "format=duration",
      "-of",
      "csv=p=0",
      to("judged"),
    ]);
    expect(Number(told.toString())).toBeCloseTo((await read(streamed)).video.at(-1)?.at ?? 0, 0);
    const decoded = spawnSync("ffmpeg", ["-v", "error", "-i", to("judged"), "-f", "framemd5", "-"]);
    expect([decoded.status, decoded.stderr.toString()]).toEqual([0, ""]);
  });

  it("is kept up to where a crash has cut it off, wherever that is", async () => {
    const whole = await read(streamed);
    const bytes = await readFile(streamed);
    const random = new Random(7, "cuts");
    for (let i = 0; i < 12; i++) {
      const length = Math.floor(bytes.length * (0.3 + 0.7 * random.next()));
      const cut = await house.write(`cut.${ending}`, bytes.subarray(0, length));
      await writeSeekable(cut, to("saved"));
      const saved = await read(to("saved"));
      for (const kind of ["video", "audio"] as const) {
        expect(saved[kind].length).toBeGreaterThan(0);
        expect(contents(saved[kind])).toEqual(contents(whole[kind]).slice(0, saved[kind].length));
      }
      const size = [...saved.video, ...saved.audio].reduce((sum, { content }) => sum + content.length * 0.75, 0);
      // WebM is read in parts of a second, of which the last must be complete.
      expect(size).toBeGreaterThan(0.9 * length - (ending === "webm" ? 36_000 : 3000));
    }
  });

  it("has its sound where its picture is, when one came too early", async () => {
    const before = await read(streamed);
    for (const early of [0.12, -0.07]) {
      await writeSeekable(streamed, to("shifted"), early);
      const after = await read(to("shifted"));
      const gap = ({ video, audio }: typeof after): number => (audio[0]?.at ?? 0) - (video[0]?.at ?? 0);
      expect(gap(after) - gap(before)).toBeCloseTo(early, 2);
      expect(contents(after.audio)).toEqual(contents(before.audio));
    }
  });

  it.skipIf(!existsSync("/dev/full"))(
    "is not taken for written when the disk is full (skipped: no /dev/full)",
    async () => {
      const { size } = await stat(streamed);
      await expect(writeSeekable(streamed, "/dev/full")).rejects.toThrow("ENOSPC");
      expect((await stat(streamed)).size).toBe(size);
    },
  );
});

describe("what is no recording", () => {
  const house = temporaryFolder();
  it.each(["", "not a film at all", "\0\0\0\x18ftypisom"])("is refused: %j", async (text) => {
    const from = await house.write("no.mp4", text);
    await expect(writeSeekable(from, house.path("out.mp4"))).rejects.toThrow();
  });
});
