import { describe, expect, it } from "vitest";
import { ms } from "../../../shared/time/units.ts";
import { Delivery } from "../../../visuals/recording/delivery.ts";
import { encodingFor } from "../../../visuals/recording/encoding.ts";
import { settle, VirtualTime } from "../../helpers/virtual-time.ts";

/** A server that answers as told, then that all is well; null: it cannot be reached. */
const rig = (answers: (number | null)[] = []) => {
  const time = new VirtualTime();
  const sent: [string, string][] = [];
  const lost: string[] = [];
  const post = async (path: string, body: Blob) => {
    const status = answers.length > 0 ? answers.shift() : 200;
    if (status === undefined || status === null) throw new Error("refused");
    if (status === 200) sent.push([path, await body.text()]);
    return { status, text: async () => `answer ${status}` };
  };
  return { time, sent, lost, delivery: new Delivery("T", time, post, (reason) => lost.push(reason)) };
};

describe("what a stage has recorded", () => {
  it("is handed over in order, each piece until it is there, whatever happens on the way", async () => {
    const { time, sent, lost, delivery } = rig([200, null, 429, 503, 200]);
    for (const piece of ["a", "b", "", "c"]) delivery.add(new Blob([piece]));
    delivery.end("the encoder failed", ms(-12.34));
    for (let i = 0; i < 10; i++) await time.advance(1000);
    expect(sent).toEqual([
      ["/recordings/T/0", "a"],
      ["/recordings/T/1", "b"],
      ["/recordings/T/2", "c"],
      ["/recordings/T/3?last&early=-12.3&complaint=the%20encoder%20failed", ""],
    ]);
    expect(lost).toEqual([]);
  });

  it("travels in small parts, however much a busy page gives at once", async () => {
    const { time, sent, lost, delivery } = rig();
    delivery.add(new Blob(["x".repeat(5_000_000)]));
    delivery.end("", ms(0));
    await time.advance(1000);
    await settle();
    expect(lost).toEqual([]);
    expect(sent.map(([path]) => path.split("/").at(-1))).toEqual(["0", "1", "2", "3", "4", "5?last&early=0.0"]);
    expect(Math.max(...sent.map(([, body]) => body.length))).toBeLessThanOrEqual(1024 * 1024);
    expect(sent.map(([, body]) => body.length).reduce((sum, length) => sum + length)).toBe(5_000_000);
  });

  it("is given up, once, when the server knows nothing of it, or is gone for long", async () => {
    const unknown = rig([404]);
    unknown.delivery.add(new Blob(["a"]));
    for (let i = 0; i < 5; i++) await settle();
    unknown.delivery.add(new Blob(["b"]));
    expect(unknown.lost).toEqual(["answer 404"]);
    expect(unknown.sent).toEqual([]);

    const gone = rig(Array.from({ length: 1000 }, () => null));
    gone.delivery.add(new Blob(["a"]));
    await gone.time.advance(10_000);
    expect(gone.lost).toEqual([]);
    await gone.time.advance(60_000);
    expect(gone.lost).toEqual([expect.stringContaining("cannot be reached")]);
  });
});

describe("how a browser encodes", () => {
  it("is the first that it can of what plays everywhere, with sound only where there is some", () => {
    const all = (): boolean => true;
    expect(encodingFor(1280, 720, true, all)?.mimeType).toBe("video/mp4;codecs=avc1,mp4a.40.2");
    expect(encodingFor(1280, 720, false, all)?.mimeType).toBe("video/mp4;codecs=avc1");
    expect(encodingFor(1280, 720, true, (type) => type.includes("webm"))?.kind).toBe("video/webm");
    expect(encodingFor(1280, 720, true, () => false)).toBeNull();
  });

  it("has bits by the size of the picture, within bounds", () => {
    const bits = (width: number, height: number): number =>
      encodingFor(width, height, true, () => true)?.videoBitsPerSecond ?? 0;
    expect(bits(1920, 1080)).toBeGreaterThan(bits(1280, 720));
    expect(bits(4096, 4096)).toBe(40_000_000);
    expect(bits(16, 16)).toBe(1_500_000);
  });
});
