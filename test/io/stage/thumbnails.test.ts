import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ThumbnailMessage } from "../../../shared/protocol/thumbnail.ts";
import { next, openStageRoom, type PageOfTest, type StageRoom } from "../../helpers/stage-room.ts";

const bytes = (beginning: string, length: number): Buffer =>
  Buffer.concat([Buffer.from(beginning, "latin1"), Buffer.alloc(length)]).subarray(0, length);
const WEBP = "RIFF\x10\0\0\0WEBPVP8 ";

describe("a thumbnail that a page sends", () => {
  let room: StageRoom;
  let heard: ThumbnailMessage[];
  let page: PageOfTest;

  beforeEach(async () => {
    heard = [];
    room = await openStageRoom({
      onThumbnail: (message) => {
        heard.push(message);
        return message.scene === "rain" ? { ok: true } : { ok: false, reason: "there is no such scene" };
      },
      sceneThumbnail: (scene, version) => {
        const found = heard.find((one) => one.scene === scene && one.version === version);
        return found === undefined ? null : { type: "image/webp", picture: Uint8Array.from(found.picture) };
      },
    });
    page = room.page();
    await next(page, "welcome");
  });
  afterEach(() => room.close());

  const send = (picture: unknown, scene = "rain"): Promise<unknown> =>
    page.timeout(30_000).emitWithAck("thumbnail", { scene, version: "one", picture } as ThumbnailMessage);

  it.each([
    ["WebP", WEBP],
    ["JPEG", "\xff\xd8\xff\xe0"],
    ["PNG", "\x89PNG\r\n\x1a\n"],
  ])("is taken as it is: %s", async (_, beginning) => {
    const picture = bytes(beginning, 12_000);
    expect(await send(picture)).toEqual({ ok: true });
    expect(Buffer.from(heard[0]?.picture ?? []).equals(picture)).toBe(true);
  });

  it.each<[string, unknown, string]>([
    ["is too large", bytes(WEBP, 12_001), "picture must have at most 12000 bytes"],
    ["is a page", bytes("<html><script>", 200), "picture must be a WebP, JPEG or PNG picture"],
    [
      "is a sound in the same container",
      bytes("RIFF\x10\0\0\0WAVEfmt ", 200),
      "picture must be a WebP, JPEG or PNG picture",
    ],
    ["is empty", Buffer.alloc(0), "picture must be a WebP, JPEG or PNG picture"],
    ["is text", "data:image/webp;base64,AAAA", "picture must be bytes"],
    ["is not there", undefined, "picture must be bytes"],
  ])("is refused where it %s", async (_, picture, reason) => {
    expect(await send(picture)).toEqual({ ok: false, reason });
    expect(heard).toEqual([]);
  });

  it("is answered with what is said of it", async () => {
    expect(await send(bytes(WEBP, 100), "snow")).toEqual({ ok: false, reason: "there is no such scene" });
  });

  it("is served as a picture, and as nothing else", async () => {
    const picture = bytes(WEBP, 300);
    await send(picture);
    const answer = await fetch(`${room.url}/scenes/rain/one/thumbnail`);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("x-content-type-options")]).toEqual([
      200,
      "image/webp",
      "nosniff",
    ]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(picture)).toBe(true);
    expect((await fetch(`${room.url}/scenes/rain/two/thumbnail`)).status).toBe(404);
  });
});
