/** A place in shares of a width and a height: [0, 0] is the top left corner, [1, 1] the bottom right. */
export type Point = readonly [x: number, y: number];

/** From the top left clockwise: top left, top right, bottom right, bottom left. */
export type Corners = readonly [Point, Point, Point, Point];

/** The corners of a picture that nobody has pinned. */
export const SQUARE: Corners = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
