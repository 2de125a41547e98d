import { dice } from "../../../shared/chance/dice.ts";
import { clamp01, TURN } from "../../../shared/math/numbers.ts";
import { type Film, filmTexture, pixelsOf, SLICE_FRAMES } from "../../clips/film.ts";

const WIDTH = 128;
const HEIGHT = 72;
const SLICES_EACH = 2;

/** Brightness, 0 to 1, at a place (y up, the picture 2 high) and a share of the way through the clip. */
type Drawn = (x: number, y: number, share: number) => number;

/** A film leader: a hand goes round over two circles and a cross. */
const leader: Drawn = (x, y, share) => {
  const far = Math.hypot(x, y);
  const angle = (Math.atan2(x, y) / TURN + 1) % 1;
  const swept = angle < (share * 2) % 1 ? 0.4 : 0.2;
  const circle = line(far - 0.78, 0.03) + line(far - 0.62, 0.02);
  return swept + 0.6 * circle + 0.35 * (line(x, 0.012) + line(y, 0.012));
};

/** Light on the ground of a pool. */
const water: Drawn = (x, y, share) => {
  const t = share * TURN;
  const a = Math.sin(x * 3.1 + Math.sin(y * 2.3 + t) * 1.4 + t);
  const b = Math.sin(y * 4.3 + Math.sin(x * 2.7 - t) * 1.2);
  return 0.16 + 0.75 * Math.abs(a * b) ** 0.5 * (1 - 0.5 * Math.abs(a + b) * 0.5);
};

/** A sun that sinks behind its own bars. */
const sun: Drawn = (x, y, share) => {
  const disc = clamp01((0.72 - Math.hypot(x, y - 0.05)) * 24);
  const bars = Math.sin((y * 9 + share * 2) * Math.PI * (1.3 - 0.5 * y)) > 0.25 - y * 1.1 ? 1 : 0;
  const glow = 0.4 * Math.exp(-Math.abs(y + 0.55) * 2.2);
  return 0.1 + glow + disc * bars * (0.45 + 0.35 * (y + 0.7));
};

/** A shaft of squares that comes towards the viewer. */
const shaft: Drawn = (x, y, share) => {
  const t = 0.5 * Math.sin(share * TURN);
  const far = Math.max(Math.abs(x - 0.3 * t), Math.abs(y + 0.2 * t));
  const rings = Math.sin((Math.log2(far + 0.04) * 2.2 - share * 4) * Math.PI);
  return 0.12 + 0.7 * Math.min(1, far) * clamp01(rings * 3 + 0.4);
};

const line = (distance: number, width: number): number => Math.exp(-((distance / width) ** 2));

/** Four short films drawn by arithmetic, for a folder without clips: coarse, as what nobody should need may be. */
export const standIn = (seed: number): Film => {
  const films = [leader, water, sun, shaft];
  const frames = SLICES_EACH * SLICE_FRAMES;
  const texture = filmTexture(WIDTH, HEIGHT, films.length * frames);
  const data = pixelsOf(texture);
  let at = 0;
  for (const [n, film] of films.entries()) {
    const warm = 0.75 + 0.25 * dice(seed, n, 0);
    const turned = dice(seed, n, 1) < 0.5 ? -1 : 1;
    for (let frame = 0; frame < frames; frame++)
      for (let row = 0; row < HEIGHT; row++)
        for (let column = 0; column < WIDTH; column++) {
          const x = turned * (((column + 0.5) / WIDTH) * 2 - 1) * (WIDTH / HEIGHT);
          const level = 255 * Math.min(1, film(x, 1 - ((row + 0.5) / HEIGHT) * 2, frame / frames));
          data[at++] = level;
          data[at++] = level * warm;
          data[at++] = level * (1.75 - warm);
          data[at++] = 255;
        }
  }
  texture.needsUpdate = true;
  const clips = films.map((_, n) => ({ first: n * SLICES_EACH, count: SLICES_EACH }));
  return { texture, clips };
};
