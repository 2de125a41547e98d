import { describe, expect, it } from "vitest";
import { Random } from "../../../shared/chance/random.ts";
import { pictureExtent, type Rotation, turnedBack } from "../../../shared/mapping/canvas.ts";
import { inverseOf, isConvex, mapped, squareTo } from "../../../shared/mapping/homography.ts";
import { flatMesh, type Mesh, onMesh, withLines } from "../../../shared/mapping/mesh.ts";
import { type Corners, type Point, SQUARE, withCorner } from "../../../shared/mapping/point.ts";
import { isStill, warpGrid } from "../../../visuals/mapping/warp.ts";

const random = new Random(7, "warp");
const anyPoint = (): Point => [random.next(), random.next()];

/** Corners that somebody might pin: each somewhere in its own quarter, and beyond the screen. */
const anyCorners = (): Corners => {
  const near = (x: number, y: number): Point => [x + (random.next() - 0.5) * 0.9, y + (random.next() - 0.5) * 0.9];
  const corners: Corners = [near(0, 0), near(1, 0), near(1, 1), near(0, 1)];
  return isConvex(corners) ? corners : anyCorners();
};

const close = ([x, y]: Point, [toX, toY]: Point, digits = 9): void => {
  expect(x).toBeCloseTo(toX, digits);
  expect(y).toBeCloseTo(toY, digits);
};

const crossRatio = ([a, b, c, d]: readonly Point[]): number => {
  const far = (one: Point, other: Point): number => Math.hypot(one[0] - other[0], one[1] - other[1]);
  return (far(a!, c!) * far(b!, d!)) / (far(b!, c!) * far(a!, d!));
};

describe("a corner pin", () => {
  it("takes corners to corners, straight lines to straight lines and keeps their cross ratio", () => {
    for (let i = 0; i < 500; i++) {
      const corners = anyCorners();
      const pin = squareTo(corners);
      for (const [n, corner] of SQUARE.entries()) close(mapped(pin, corner), corners[n]!, 7);
      const [from, to] = [anyPoint(), anyPoint()];
      const on = (share: number): Point => [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
      const line = [0, 0.3, 0.55, 1].map(on);
      const seen = line.map((point) => mapped(pin, point));
      const [a, b, , d] = seen as [Point, Point, Point, Point];
      const area = (b[0] - a[0]) * (d[1] - a[1]) - (b[1] - a[1]) * (d[0] - a[0]);
      expect(Math.abs(area)).toBeLessThan(1e-9);
      if (Math.hypot(to[0] - from[0], to[1] - from[1]) > 0.05)
        expect(crossRatio(seen)).toBeCloseTo(crossRatio(line), 5);
    }
  });

  it("is turned round by its inverse", () => {
    for (let i = 0; i < 500; i++) {
      const pin = squareTo(anyCorners());
      const point = anyPoint();
      close(mapped(inverseOf(pin), mapped(pin, point)), point, 6);
    }
  });

  it.each<[string, Corners]>([
    [
      "crossed",
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
      ],
    ],
    [
      "caved in",
      [
        [0, 0],
        [1, 0],
        [0.3, 0.3],
        [0, 1],
      ],
    ],
    [
      "the wrong way round",
      [
        [1, 0],
        [0, 0],
        [0, 1],
        [1, 1],
      ],
    ],
    [
      "a line",
      [
        [0, 0],
        [0.3, 0.3],
        [0.6, 0.6],
        [1, 1],
      ],
    ],
    [
      "one point",
      [
        [0.5, 0.5],
        [0.5, 0.5],
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    ],
    [
      "not numbers",
      [
        [Number.NaN, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ],
    ],
  ])("is none when its corners are %s", (_, corners) => {
    expect(isConvex(corners)).toBe(false);
  });
});

describe("a mesh", () => {
  const bent = (smooth: boolean): Mesh => {
    const flat = flatMesh(5, 4, smooth);
    return { ...flat, points: flat.points.map(([x, y]) => [x + random.next() * 0.1, y + random.next() * 0.1]) };
  };

  it.each([true, false])(
    "that nobody touched is flat, and one that is bent passes through its points (smooth %s)",
    (smooth) => {
      for (const [columns, rows] of [
        [2, 2],
        [2, 9],
        [9, 3],
      ] as const) {
        const flat = flatMesh(columns, rows, smooth);
        for (let i = 0; i < 50; i++) {
          const [x, y] = anyPoint();
          close(onMesh(flat, x, y), [x, y]);
        }
      }
      const mesh = bent(smooth);
      for (const [i, point] of mesh.points.entries())
        close(onMesh(mesh, (i % mesh.columns) / 4, Math.floor(i / mesh.columns) / 3), point);
    },
  );

  it("moves only the cells around a point that is dragged", () => {
    const flat = flatMesh(7, 7, true);
    const dragged = { ...flat, points: flat.points.map((point, i): Point => (i === 0 ? [0.1, 0.1] : point)) };
    close(onMesh(dragged, 0.6, 0.6), [0.6, 0.6]);
    expect(onMesh(dragged, 0.08, 0.08)[0]).toBeGreaterThan(0.1);
  });

  it("has no crease where it is smooth", () => {
    const mesh = bent(true);
    const step = 1e-5;
    for (const line of [0.25, 0.5, 0.75]) {
      const before = onMesh(mesh, line - step, 0.4);
      const at = onMesh(mesh, line, 0.4);
      const after = onMesh(mesh, line + step, 0.4);
      expect((at[0] - before[0]) / step).toBeCloseTo((after[0] - at[0]) / step, 2);
    }
  });

  it("with more lines keeps its old points where they were", () => {
    const mesh = bent(true);
    const finer = withLines(mesh, 9, 7);
    for (const [i, point] of mesh.points.entries()) close(onMesh(finer, (i % 5) / 4, Math.floor(i / 5) / 3), point);
  });
});

describe("the triangles of a warp", () => {
  it("lie where the homography says, without an error that more of them would mend", () => {
    const corners = anyCorners();
    const pin = squareTo(corners);
    const { clip, places } = warpGrid({ turn: 0, mirror: false, corners, mesh: flatMesh(4, 3, true) });
    for (let n = 0; n < places.length / 2; n++) {
      const [x = 0, y = 0, , w = 1] = clip.subarray(n * 4, n * 4 + 4);
      close([(x / w + 1) / 2, (1 - y / w) / 2], mapped(pin, [places[n * 2]!, places[n * 2 + 1]!]), 5);
    }
    expect(warpGrid({ turn: 0, mirror: false, corners, mesh: null }).indices.length).toBe(6);
  });

  it.each<[Rotation, boolean, Point]>([
    [0, false, [0, 0]],
    [90, false, [0, 1]],
    [180, false, [1, 1]],
    [270, false, [1, 0]],
    [0, true, [1, 0]],
    [90, true, [0, 0]],
  ])("turned by %i, mirrored %s: the screen's top left shows the picture's %j", (turn, mirror, place) => {
    expect(turnedBack(0, 0, turn, mirror)).toEqual(place);
    expect(isStill({ turn, mirror, corners: SQUARE, mesh: null })).toBe(turn === 0 && !mirror);
    expect(isStill({ turn: 0, mirror: false, corners: withCorner(SQUARE, 2, [1, 0.9]), mesh: null })).toBe(false);
  });
});

describe("the whole picture", () => {
  const screen = { width: 1920, height: 1080 };

  it("has as many pixels as its part needs, in the shape of the canvas", () => {
    expect(pictureExtent(screen, 0, { x: 0, y: 0, width: 1, height: 1 }, null)).toEqual(screen);
    expect(pictureExtent(screen, 0, { x: 0.5, y: 0, width: 0.5, height: 1 }, null)).toEqual({
      width: 3840,
      height: 1080,
    });
    expect(pictureExtent(screen, 90, { x: 0, y: 0, width: 1, height: 1 }, null)).toEqual({ width: 1080, height: 1920 });
    const shaped = pictureExtent(screen, 0, { x: 0, y: 0, width: 0.55, height: 1 }, { width: 3520, height: 1080 });
    expect(shaped.width / shaped.height).toBeCloseTo(3520 / 1080, 9);
    expect(shaped.width * shaped.height * 0.55).toBeCloseTo(1920 * 1080, 3);
  });
});
