import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { withTemporaryFolder } from "./temporary-folder.ts";

/** As many as are played at once. */
const VIDEOS = 4;
const IMAGES = 4;
const VIDEO_SECONDS = 4;

/** Runs `use` with a show file that changes nothing, in a folder of its own with an empty folder for clips beside it. */
export const withMediaShow = <T>(use: (show: string, media: string) => Promise<T>): Promise<T> =>
  withTemporaryFolder(async (parent) => {
    const [show, media] = [join(parent, "show.json"), join(parent, "media")];
    await writeFile(show, "{}\n");
    await mkdir(media);
    return use(show, media);
  });

/** Puts videos and images into a folder, made by the browser itself, with its own encoders: nothing else need be there. */
export const makeClips = async (page: Page, folder: string): Promise<void> => {
  const [videos, images] = await page.evaluate<[string[], string[]]>(`(${makeInPage})()`);
  const put = (name: string, base64: string): Promise<void> =>
    writeFile(join(folder, name), Buffer.from(base64, "base64"));
  await Promise.all([
    ...videos.map((video, n) => put(`video-${n}.webm`, video)),
    ...images.map((image, n) => put(`image-${n}.png`, image)),
  ]);
};

/** What runs in the page, as text: circles of many colours that wander. */
const makeInPage = `async () => {
  const scene = (number) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1280, 720];
    const context = canvas.getContext("2d");
    const paint = (seconds) => {
      context.fillStyle = "hsl(" + 80 * number + " 40% 20%)";
      context.fillRect(0, 0, 1280, 720);
      for (let n = 0; n < 40; n++) {
        context.fillStyle = "hsl(" + (80 * number + 9 * n) + " 80% " + (30 + n) + "%)";
        context.beginPath();
        context.arc(640 + 600 * Math.sin(n + seconds), 360 + 330 * Math.cos(1.7 * n + seconds), 20 + 3 * n, 0, 7);
        context.fill();
      }
    };
    paint(0);
    return { canvas, paint };
  };
  const textOf = (blob) => new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.readAsDataURL(blob);
  });
  const video = async (_, number) => {
    const { canvas, paint } = scene(number);
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: "video/webm;codecs=vp8" });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
    recorder.start();
    const began = performance.now();
    const painting = setInterval(() => paint((performance.now() - began) / 1000), 33);
    await new Promise((resolve) => setTimeout(resolve, ${VIDEO_SECONDS * 1000}));
    clearInterval(painting);
    recorder.stop();
    await stopped;
    return textOf(new Blob(parts));
  };
  const image = (_, number) => scene(${VIDEOS} + number).canvas.toDataURL("image/png").split(",")[1];
  return [await Promise.all(Array.from({ length: ${VIDEOS} }, video)), Array.from({ length: ${IMAGES} }, image)];
}`;
