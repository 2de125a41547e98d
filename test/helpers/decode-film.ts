import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Whether there is ffmpeg; it is installed where this is root on Debian. */
export const hasFfmpeg = (): boolean => {
  const isThere = (): boolean => spawnSync("ffmpeg", ["-version"], { stdio: "ignore" }).status === 0;
  if (isThere()) return true;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = (...words: readonly string[]): unknown =>
    spawnSync("apt-get", ["-qq", ...words], { stdio: "ignore", env: environment });
  install("update");
  install("install", "-y", "--no-install-recommends", "ffmpeg");
  return isThere();
};

const decode = (path: string, ...words: readonly string[]): Buffer =>
  execFileSync("ffmpeg", ["-v", "error", "-i", path, ...words, "-"], { maxBuffer: 2 ** 30 });

/** How bright each frame of a film is as ffmpeg decodes it, 0 to 255, and when it is shown, in seconds. */
export const brightnessOf = (path: string): readonly { readonly at: number; readonly level: number }[] => {
  const levels = decode(
    path,
    "-vsync",
    "passthrough",
    "-vf",
    "scale=1:1:flags=area",
    "-f",
    "rawvideo",
    "-pix_fmt",
    "gray",
  );
  const told = execFileSync("ffprobe", [
    ...["-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time", "-of", "csv=p=0", path],
  ]);
  const moments = told.toString().trim().split("\n").map(Number.parseFloat);
  if (moments.length !== levels.length) throw new Error(`${levels.length} frames, and ${moments.length} moments`);
  return moments.map((at, n) => ({ at, level: levels[n] ?? 0 }));
};

const SAMPLE_RATE = 48_000;
/** So loud, of 32767, is an onset where it was silent for so long before. */
const LOUD = 800;
const SILENT_S = 0.15;

/** When something begins to sound after silence, in seconds. */
export const onsetsOf = (path: string): readonly number[] => {
  const bytes = decode(path, "-vn", "-f", "s16le", "-ac", "1", "-ar", String(SAMPLE_RATE));
  const onsets: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let n = 0; n * 2 + 1 < bytes.length; n++) {
    if (Math.abs(bytes.readInt16LE(n * 2)) < LOUD) continue;
    if (n - last > SILENT_S * SAMPLE_RATE) onsets.push(n / SAMPLE_RATE);
    last = n;
  }
  return onsets;
};

/** The pixels of the film's frame at `second`: red, green and blue, row by row. */
export const pixelsAt = (path: string, second: number): Buffer =>
  decode(path, "-ss", String(second), "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24");

/** How opaque each pixel of a picture is. */
export const alphaOf = (path: string): Buffer =>
  decode(path, "-vf", "alphaextract", "-f", "rawvideo", "-pix_fmt", "gray");

/** "1" where a WebM or Matroska says that it can be seen through. */
export const alphaModeOf = (path: string): string =>
  execFileSync("ffprobe", [
    ...["-v", "error", "-select_streams", "v", "-show_entries", "stream_tags=alpha_mode", "-of", "csv=p=0", path],
  ])
    .toString()
    .trim();
