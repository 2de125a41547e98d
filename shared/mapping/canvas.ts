/** A part of the canvas, in shares of its width and height. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const WHOLE: Crop = { x: 0, y: 0, width: 1, height: 1 };

/** Clockwise. */
export type Rotation = 0 | 90 | 180 | 270;

/** In pixels, or in anything that is as wide as it is high. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/**
 * How large the whole picture is drawn so that the part a projector shows has about as many pixels
 * as the projector. Several projectors draw the same whole picture and each shows its part: scenes
 * and passes look at all of it (a kaleidoscope folds it, bloom spreads over it), so nothing less
 * would match at the seams. What that costs is the area of the canvas over the area of the part.
 *
 * `canvas` gives the picture's shape; without one it is what the projector and its part make of it.
 */
export const pictureExtent = (screen: Extent, turn: Rotation, crop: Crop, canvas: Extent | null): Extent => {
  const lying = turn === 90 || turn === 270;
  const width = (lying ? screen.height : screen.width) / crop.width;
  const height = (lying ? screen.width : screen.height) / crop.height;
  if (canvas === null) return { width, height };
  const shape = canvas.width / canvas.height;
  const area = width * height;
  return { width: Math.sqrt(area * shape), height: Math.sqrt(area / shape) };
};

/** Where in the picture's part a place of the projector looks; both 0 to 1. */
export const turnedBack = (x: number, y: number, turn: Rotation, mirror: boolean): readonly [number, number] => {
  const fromLeft = mirror ? 1 - x : x;
  switch (turn) {
    case 0:
      return [fromLeft, y];
    case 90:
      return [y, 1 - fromLeft];
    case 180:
      return [1 - fromLeft, 1 - y];
    case 270:
      return [1 - y, fromLeft];
  }
};
