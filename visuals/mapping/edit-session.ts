import type { ProjectorChanges, ProjectorSetup } from "../../shared/controls/projectors.ts";
import { inverseOf, isConvex, mapped, squareTo } from "../../shared/mapping/homography.ts";
import { FEWEST_LINES, flatMesh, type Mesh, MOST_LINES, withLines } from "../../shared/mapping/mesh.ts";
import { MOST_MASK_POINTS, MOST_MASKS } from "../../shared/mapping/plain-projector.ts";
import { type Point, SQUARE, withCorner } from "../../shared/mapping/point.ts";
import { clamp } from "../../shared/math/numbers.ts";
import type { Mask } from "./mask.ts";

export type EditKind = "corners" | "mesh" | "masks";

/** What an undo takes back. */
type Shape = Pick<ProjectorSetup, "corners" | "mesh" | "masks">;

const CORNER_NAMES = ["top left", "top right", "bottom right", "bottom left"] as const;
const MOST_UNDONE = 200;
/** A mesh that is not there yet, for whoever begins one. */
const FIRST_LINES = 3;

/**
 * The shape of a projector's picture in somebody's hands: which points there are, which one is
 * chosen, what becomes of the setup when it moves, and the way back. Places are shares of the screen.
 */
export class EditSession {
  readonly #apply: (changes: ProjectorChanges) => void;
  #setup: ProjectorSetup;
  #kind: EditKind = "corners";
  #chosen = 0;
  readonly #done: Shape[] = [];
  #undone: Shape[] = [];

  constructor(setup: ProjectorSetup, apply: (changes: ProjectorChanges) => void) {
    this.#setup = setup;
    this.#apply = apply;
  }

  /** How it is set up now, whoever did it. */
  set setup(setup: ProjectorSetup) {
    this.#setup = setup;
    this.#chosen = clamp(this.#chosen, 0, this.points.length - 1);
  }

  get kind(): EditKind {
    return this.#kind;
  }

  get chosen(): number {
    return this.#chosen;
  }

  /** The mesh, or the flat one that a first move begins. */
  get mesh(): Mesh {
    return this.#setup.mesh ?? flatMesh(FIRST_LINES, FIRST_LINES, true);
  }

  /** Where the points that can be moved are seen. */
  get points(): readonly Point[] {
    const { corners, masks } = this.#setup;
    if (this.#kind === "corners") return corners;
    if (this.#kind === "masks") return masks.flatMap(({ points }) => points);
    const pin = squareTo(corners);
    return this.mesh.points.map((point) => mapped(pin, point));
  }

  /** What the chosen point is called. */
  get label(): string {
    if (this.#kind === "corners") return CORNER_NAMES[this.#chosen] ?? "";
    if (this.#kind === "mesh") {
      const { columns } = this.mesh;
      return `column ${(this.#chosen % columns) + 1}, row ${Math.floor(this.#chosen / columns) + 1}`;
    }
    const found = this.#maskPoint;
    return found === null ? "no mask yet" : `mask ${found.place + 1}, point ${found.point + 1}`;
  }

  /** The mask whose point is chosen; null when there is none. */
  get mask(): Mask | null {
    return this.#maskPoint?.mask ?? null;
  }

  turnTo(kind: EditKind): void {
    this.#kind = kind;
    this.#chosen = 0;
  }

  choose(point: number): void {
    if (point >= 0 && point < this.points.length) this.#chosen = point;
  }

  next(by: 1 | -1): void {
    const { length } = this.points;
    if (length > 0) this.#chosen = (this.#chosen + by + length) % length;
  }

  /** What follows can be taken back as one: call once before a drag or a press of a key. */
  begin(): void {
    const { corners, mesh, masks } = this.#setup;
    this.#done.push({ corners, mesh, masks });
    if (this.#done.length > MOST_UNDONE) this.#done.shift();
    this.#undone = [];
  }

  /** Moves the chosen point; false where it cannot go: corners must not cross or cave in. */
  moveTo([x, y]: Point): boolean {
    const place: Point = [within(x), within(y)];
    const { corners } = this.#setup;
    if (this.#kind === "corners") {
      const moved = withCorner(corners, this.#chosen, place);
      if (!isConvex(moved)) return false;
      this.#change({ corners: moved });
    } else if (this.#kind === "mesh") {
      const [px, py] = mapped(inverseOf(squareTo(corners)), place);
      if (!Number.isFinite(px + py)) return false;
      const { mesh } = this;
      this.#change({
        mesh: { ...mesh, points: mesh.points.map((p, i) => (i === this.#chosen ? [within(px), within(py)] : p)) },
      });
    } else {
      const found = this.#maskPoint;
      if (found === null) return false;
      this.#changeMask(found.place, { points: found.mask.points.map((p, i) => (i === found.point ? place : p)) });
    }
    return true;
  }

  /** Takes the newest change back; false when there is none. */
  undo(): boolean {
    return this.#step(this.#done, this.#undone);
  }

  redo(): boolean {
    return this.#step(this.#undone, this.#done);
  }

  /** What is being edited becomes as if nobody had touched it. */
  reset(): void {
    this.begin();
    if (this.#kind === "corners") this.#change({ corners: SQUARE });
    if (this.#kind === "mesh") this.#change({ mesh: null });
    if (this.#kind === "masks") this.#change({ masks: [] });
    this.#chosen = 0;
  }

  /** More or fewer lines in the mesh; the sheet stays where it is. */
  refine(by: 1 | -1): void {
    const { mesh } = this;
    const lines = (count: number): number => clamp(count + by, FEWEST_LINES, MOST_LINES);
    this.begin();
    this.#change({ mesh: withLines(mesh, lines(mesh.columns), lines(mesh.rows)) });
    this.#chosen = 0;
  }

  /** A bent sheet, or flat pieces. */
  toggleSmooth(): void {
    this.begin();
    this.#change({ mesh: { ...this.mesh, smooth: !this.mesh.smooth } });
  }

  /** A new mask in the middle. */
  addMask(): void {
    const { masks } = this.#setup;
    if (masks.length >= MOST_MASKS) return;
    this.begin();
    const points: readonly Point[] = [
      [0.4, 0.4],
      [0.6, 0.4],
      [0.6, 0.6],
      [0.4, 0.6],
    ];
    this.#change({ masks: [...masks, { keep: false, feather: 0.02, points }] });
    this.#chosen = this.points.length - points.length;
  }

  /** A point half way to the one after the chosen one. */
  addPoint(): void {
    const found = this.#maskPoint;
    if (found === null || found.mask.points.length >= MOST_MASK_POINTS) return;
    const { points } = found.mask;
    const [x, y] = points[found.point]!;
    const [toX, toY] = points[(found.point + 1) % points.length]!;
    this.begin();
    this.#changeMask(found.place, { points: points.toSpliced(found.point + 1, 0, [(x + toX) / 2, (y + toY) / 2]) });
    this.#chosen++;
  }

  /** The chosen point goes, and with its third last point the mask. */
  remove(): void {
    const found = this.#maskPoint;
    if (found === null) return;
    const { points } = found.mask;
    this.begin();
    if (points.length > 3) this.#changeMask(found.place, { points: points.toSpliced(found.point, 1) });
    else this.#change({ masks: this.#setup.masks.toSpliced(found.place, 1) });
    this.#chosen = clamp(this.#chosen, 0, this.points.length - 1);
  }

  /** Dark inside, or dark outside. */
  toggleKeep(): void {
    const found = this.#maskPoint;
    if (found === null) return;
    this.begin();
    this.#changeMask(found.place, { keep: !found.mask.keep });
  }

  feather(by: number): void {
    const found = this.#maskPoint;
    if (found === null) return;
    this.begin();
    const wide = (feather: number): number => Math.round(clamp(feather + by, 0, 0.5) * 1000) / 1000;
    this.#changeMask(found.place, { feather: wide(found.mask.feather) });
  }

  /** Which point of which mask is chosen, and the mask's place among them. */
  get #maskPoint(): { readonly mask: Mask; readonly place: number; readonly point: number } | null {
    if (this.#kind !== "masks") return null;
    let point = this.#chosen;
    for (const [place, mask] of this.#setup.masks.entries()) {
      if (point < mask.points.length) return { mask, place, point };
      point -= mask.points.length;
    }
    return null;
  }

  #step(from: Shape[], to: Shape[]): boolean {
    const shape = from.pop();
    if (shape === undefined) return false;
    const { corners, mesh, masks } = this.#setup;
    to.push({ corners, mesh, masks });
    this.#change(shape);
    this.#chosen = clamp(this.#chosen, 0, this.points.length - 1);
    return true;
  }

  #changeMask(place: number, changes: Partial<Mask>): void {
    this.#change({ masks: this.#setup.masks.map((mask, i) => (i === place ? { ...mask, ...changes } : mask)) });
  }

  #change(changes: ProjectorChanges): void {
    this.#setup = { ...this.#setup, ...changes };
    this.#apply(changes);
  }
}

const within = (share: number): number => clamp(share, -1, 2);
