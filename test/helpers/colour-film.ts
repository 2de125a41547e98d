import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from "mediabunny";
import type { Browser } from "playwright-core";

/** Where browsers encode: only on pages that came safely. Nothing is asked of it. */
const PAGE = "https://film.test/";
const [WIDTH, HEIGHT] = [320, 180];
const FPS = 30;

/**
 * A film in WebM with a second of each colour, to the frame, however busy the machine is: encoded by
 * the browser and, like what a browser streams, without a length or an index.
 */
export const colourFilm = async (browser: Browser, colours: readonly string[]): Promise<Uint8Array> => {
  const page = await browser.newPage();
  await page.route(PAGE, (route) => route.fulfill({ contentType: "text/html", body: "" }));
  await page.goto(PAGE);
  const frames = await page.evaluate(
    async ([all, width, height, fps]) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      const encoded: { readonly bytes: string; readonly type: EncodedVideoChunkType }[] = [];
      const encoder = new VideoEncoder({
        output: (chunk) => {
          const bytes = new Uint8Array(chunk.byteLength);
          chunk.copyTo(bytes);
          encoded.push({
            bytes: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")),
            type: chunk.type,
          });
        },
        error: (error) => {
          throw error;
        },
      });
      encoder.configure({ codec: "vp8", width, height, framerate: fps });
      for (let i = 0; i < all.length * fps; i++) {
        context.fillStyle = all[Math.floor(i / fps)] ?? "black";
        context.fillRect(0, 0, width, height);
        const frame = new VideoFrame(canvas, { timestamp: (i * 1e6) / fps });
        encoder.encode(frame, { keyFrame: i % fps === 0 });
        frame.close();
      }
      await encoder.flush();
      encoder.close();
      return encoded;
    },
    [colours, WIDTH, HEIGHT, FPS] as const,
  );
  await page.close();

  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat({ appendOnly: true }), target });
  const source = new EncodedVideoPacketSource("vp8");
  output.addVideoTrack(source, { frameRate: FPS });
  await output.start();
  const decoderConfig = { codec: "vp8", codedWidth: WIDTH, codedHeight: HEIGHT };
  for (const [i, { bytes, type }] of frames.entries())
    await source.add(new EncodedPacket(Buffer.from(bytes, "base64"), type, i / FPS, 1 / FPS), { decoderConfig });
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
};
