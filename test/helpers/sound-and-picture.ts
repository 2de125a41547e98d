import { execFileSync, spawnSync } from "node:child_process";

export const hasFfmpeg = ["ffmpeg", "ffprobe"].every((tool) => spawnSync(tool, ["-version"]).status === 0);

const RATE = 48_000;
/** As loud as a hit begins to be, and after how long silence it is another. */
const LOUD = 0.05;
const REST_SECONDS = 0.4;
/** As bright as a lamp in the middle is, of 255. */
const BRIGHT = 100;
const CORNER = 8;

/** Where a lamp comes on: dark in the picture at `dark`, lit in the next one, at `lit`. In seconds. */
interface Flash {
  readonly dark: number;
  readonly lit: number;
}

/**
 * By how much each hit in a film is heard after it is seen, in seconds, in order; negative when before.
 * A film has a lamp in its middle that comes on with each hit. What happens between two pictures is
 * seen with the second one, so a hit that is heard between the two is 0.
 */
export const heardAfterSeen = (film: string): number[] => {
  const flashes = flashesOf(film);
  return hitsOf(film).map((hit) => {
    const late = flashes.map(({ dark, lit }) => (hit > lit ? hit - lit : Math.min(0, hit - dark)));
    return late.reduce((best, one) => (Math.abs(one) < Math.abs(best) ? one : best), Number.POSITIVE_INFINITY);
  });
};

const flashesOf = (film: string): Flash[] => {
  const moments = run("ffprobe", `-select_streams v -show_entries frame=pts_time -of csv=p=0 ${film}`)
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map(Number.parseFloat);
  const middle = `crop=iw/10:ih/10,scale=${CORNER}:${CORNER},format=gray`;
  const pixels = run("ffmpeg", `-i ${film} -map 0:v -vf ${middle} -fps_mode passthrough -f rawvideo -`);
  const isLit = moments.map((_, i) => (pixels[i * CORNER * CORNER] ?? 0) > BRIGHT);
  return moments.flatMap((lit, i) => (isLit[i] && isLit[i - 1] === false ? [{ dark: moments[i - 1] ?? 0, lit }] : []));
};

const hitsOf = (film: string): number[] => {
  const bytes = run("ffmpeg", `-i ${film} -map 0:a -af aresample=${RATE}:async=1:first_pts=0 -ac 1 -f f32le -`);
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const hits: number[] = [];
  let loudAt = Number.NEGATIVE_INFINITY;
  for (const [i, sample] of samples.entries()) {
    if (Math.abs(sample) < LOUD) continue;
    if (i - loudAt > REST_SECONDS * RATE) hits.push(i / RATE);
    loudAt = i;
  }
  return hits;
};

const run = (tool: string, words: string): Buffer =>
  execFileSync(tool, ["-v", "quiet", ...words.split(" ")], { maxBuffer: 256 * 1024 * 1024 });
