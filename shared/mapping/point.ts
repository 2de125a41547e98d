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

/** The corners with one of them, 0 to 3, elsewhere. */
export const withCorner = ([a, b, c, d]: Corners, corner: number, place: Point): Corners => {
  const one = (at: number, as: Point): Point => (at === corner ? place : as);
  return [one(0, a), one(1, b), one(2, c), one(3, d)];
};
