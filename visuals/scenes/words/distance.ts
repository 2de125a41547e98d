const FAR = 1e20;

/**
 * Signed distance to the edge of a shape, in pixels, positive inside; `cover` is how much of each
 * pixel it covers, 0 to 1. Exact Euclidean distances by two passes of lower envelopes of parabolas
 * (P. Felzenszwalb and D. Huttenlocher, "Distance transforms of sampled functions", 2012).
 */
export const signedDistance = (cover: Float32Array, width: number, height: number): Float32Array => {
  const outer = new Float64Array(width * height);
  const inner = new Float64Array(width * height);
  for (let i = 0; i < outer.length; i++) {
    const share = cover[i] ?? 0;
    // Where the edge runs through a pixel it lies this far from its middle.
    const off = 0.5 - share;
    outer[i] = share >= 1 ? 0 : share <= 0 ? FAR : Math.max(0, off) ** 2;
    inner[i] = share <= 0 ? 0 : share >= 1 ? FAR : Math.max(0, -off) ** 2;
  }
  transform(outer, width, height);
  transform(inner, width, height);
  return Float32Array.from(outer, (out, i) => Math.sqrt(inner[i] ?? 0) - Math.sqrt(out));
};

const transform = (grid: Float64Array, width: number, height: number): void => {
  const longest = Math.max(width, height);
  const line = new Float64Array(longest);
  const places = new Int32Array(longest);
  const borders = new Float64Array(longest + 1);
  for (let x = 0; x < width; x++) envelope(grid, x, width, height, line, places, borders);
  for (let y = 0; y < height; y++) envelope(grid, y * width, 1, width, line, places, borders);
};

/** Squared distances along one row or column, in place. */
const envelope = (
  grid: Float64Array,
  offset: number,
  stride: number,
  length: number,
  line: Float64Array,
  places: Int32Array,
  borders: Float64Array,
): void => {
  for (let i = 0; i < length; i++) line[i] = grid[offset + i * stride] ?? FAR;
  const at = (i: number): number => (line[i] ?? 0) + i * i;
  let last = 0;
  places[0] = 0;
  borders[0] = -FAR;
  borders[1] = FAR;
  for (let i = 1; i < length; i++) {
    let border: number;
    do {
      const place = places[last] ?? 0;
      border = (at(i) - at(place)) / (i - place) / 2;
    } while (border <= (borders[last] ?? -FAR) && --last > -1);
    last++;
    places[last] = i;
    borders[last] = border;
    borders[last + 1] = FAR;
  }
  for (let i = 0, k = 0; i < length; i++) {
    while ((borders[k + 1] ?? FAR) < i) k++;
    const place = places[k] ?? 0;
    grid[offset + i * stride] = (line[place] ?? 0) + (i - place) ** 2;
  }
};
