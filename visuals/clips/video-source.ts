import { clipAddress, versionOf } from "../../shared/picture/reel.ts";
import type { Clip } from "../../shared/protocol/media.ts";
import type { TimeSource } from "../../shared/time/time-source.ts";
import { ms } from "../../shared/time/units.ts";
import { type ClipSource, ClipStall, ClipTrouble, coverOf, partOf } from "./clip-source.ts";
import { SLICE_FRAMES } from "./film.ts";
import { momentsOf, SLICE_SECONDS } from "./moments.ts";

/** A decoder that has what it wants and has not found a frame by then will not find it. */
const LOAD_TIMEOUT_MS = 15_000;
/** Beyond the end of every video: going there makes a browser find the end of one that does not say it. */
const FAR_SECONDS = 1e7;

/** Opens a video, frame by frame as it is asked for. The browser decodes it, and fetches only what it needs. */
export const openVideo = async (clip: Clip, most: number, time: TimeSource): Promise<ClipSource> => {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.preload = "auto";
  video.src = clipAddress(clip);
  const close = (): void => {
    video.removeAttribute("src");
    video.load();
  };
  const reach = (event: string): Promise<void> => reached(video, event, clip, time);
  const seek = async (seconds: number): Promise<void> => {
    const there = reach("seeked");
    video.currentTime = seconds;
    await there;
  };
  try {
    await reach("loadeddata");
    if (video.videoWidth === 0)
      throw new ClipTrouble(`it holds sound and no picture, or a picture this browser cannot decode; ${remedy(clip)}`);
    if (!Number.isFinite(video.duration)) await seek(FAR_SECONDS);
  } catch (error) {
    close();
    throw error;
  }
  const duration = Number.isFinite(video.duration) ? video.duration : video.currentTime;
  const moments = momentsOf(clip.name, duration, most);
  return {
    slices: moments.map((moment) => `${versionOf(clip)}/${moment.toFixed(3)}`),
    async frame(slice, frame, aspect) {
      const from = (moments[slice] ?? 0) + ((frame + 0.5) / SLICE_FRAMES) * SLICE_SECONDS;
      await seek(Math.min(from, Math.max(0, duration - 0.01)));
      const { videoWidth, videoHeight } = video;
      const seen = coverOf(videoWidth, videoHeight, aspect);
      const [x, y] = [(videoWidth - seen.width) / 2, (videoHeight - seen.height) / 2];
      return partOf(video, x, y, seen.width, seen.height);
    },
    dispose: close,
  };
};

/** Resolves when the video says so; rejects when it fails, or says nothing for long. */
const reached = (video: HTMLVideoElement, event: string, clip: Clip, time: TimeSource): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => {
      cancel();
      video.removeEventListener(event, done);
      video.removeEventListener("error", fail);
    };
    const done = (): void => {
      end();
      resolve();
    };
    const fail = (): void => {
      end();
      void whyNot(video.error, clip).then(reject);
    };
    const cancel = time.wake(ms(time.now() + LOAD_TIMEOUT_MS), () => {
      end();
      reject(
        video.networkState === video.NETWORK_LOADING
          ? new ClipStall(`${JSON.stringify(clip.name)} did not come within ${LOAD_TIMEOUT_MS / 1000} s`)
          : new ClipTrouble(`the browser finds no picture in it; ${remedy(clip)}`),
      );
    });
    video.addEventListener(event, done);
    video.addEventListener("error", fail);
    if (video.error !== null) fail();
  });

/** A trouble of the file, unless the server or the file is gone: then it may be tried again. */
const whyNot = async (error: MediaError | null, clip: Clip): Promise<Error> => {
  try {
    const { ok } = await fetch(clipAddress(clip), { method: "HEAD" });
    if (!ok) return new Error("the file is gone");
  } catch {
    return new Error("the server is gone");
  }
  if (error?.code === MediaError.MEDIA_ERR_NETWORK) return new Error("the connection was lost");
  const what = error?.code === MediaError.MEDIA_ERR_DECODE ? "it is damaged" : "this browser cannot play it";
  const said = error?.message === undefined || error.message === "" ? "" : ` (${error.message.slice(0, 120)})`;
  return new ClipTrouble(`${what}${said}; ${remedy(clip)}`);
};

const remedy = ({ name }: Clip): string =>
  `convert it to H.264 or VP9, for instance: ffmpeg -i ${JSON.stringify(name).slice(0, 80)} -c:v libx264 -pix_fmt yuv420p clip.mp4`;
