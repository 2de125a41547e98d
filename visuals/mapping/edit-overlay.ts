import type { Point } from "../../shared/mapping/point.ts";
import type { EditSession } from "./edit-session.ts";
import type { ProjectorView } from "./projector-view.ts";
import { warped } from "./warp.ts";

const SVG = "http://www.w3.org/2000/svg";
/** Places along a line of the mesh that is drawn. */
const PIECES = 32;

type Keys = readonly (readonly [key: string, does: string])[];

const KEYS: Readonly<Record<EditSession["kind"], Keys>> = {
  corners: [],
  mesh: [
    ["+ −", "more or fewer lines"],
    ["b", "bent or flat"],
  ],
  masks: [
    ["n", "new mask"],
    ["a", "add a point"],
    ["⌫", "remove it"],
    ["k", "dark inside or outside"],
    ["[ ]", "feather"],
  ],
};

const ALWAYS: Keys = [
  ["1 2 3", "corners, mesh, masks"],
  ["Tab", "next point"],
  ["← ↑ → ↓", "a pixel, with Shift ten"],
  ["u  U", "undo, redo"],
  ["r", "reset"],
  ["t", "test pattern"],
  ["m", "done"],
];

/** What is drawn over the picture while its shape is in somebody's hands: lines, points, and which keys do what. */
export class EditOverlay {
  readonly element = document.createElement("div");
  readonly #lines = document.createElementNS(SVG, "svg");
  readonly #panel = document.createElement("div");
  readonly #title = document.createElement("strong");
  readonly #place = document.createElement("em");
  readonly #keys = document.createElement("p");
  readonly #notice = document.createElement("p");
  /** What the keys are listed for. */
  #named: EditSession["kind"] | null = null;

  constructor() {
    this.element.className = "mapping";
    this.#panel.className = "mapping-panel";
    const heading = document.createElement("p");
    heading.append(this.#title, this.#place);
    this.#notice.className = "notice";
    this.#notice.setAttribute("role", "alert");
    this.#keys.className = "keys";
    this.#panel.append(heading, this.#notice, this.#keys);
    // Points that lie under the panel are seen through it.
    this.element.append(this.#panel, this.#lines);
  }

  /** A sentence about what was refused; "" takes it away. */
  set notice(text: string) {
    this.#notice.textContent = text;
  }

  draw(view: ProjectorView, session: EditSession): void {
    const [width, height] = [innerWidth, innerHeight];
    const on = ([x, y]: Point): Point => [x * width, y * height];
    this.#lines.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#lines.innerHTML = [
      ...outlines(view, session).map(([kind, points]) => polyline(kind, points.map(on))),
      ...crosshair(session.points[session.chosen], on, width, height),
      ...session.points.map((point, i) => handle(on(point), i, i === session.chosen)),
    ].join("");
    this.#title.textContent = `${view.name} · ${session.kind}`;
    const chosen = session.points[session.chosen];
    const [x, y] = chosen === undefined ? [0, 0] : on(chosen);
    const mask = session.mask === null ? "" : `, feather ${(session.mask.feather * 100).toFixed(0)} %`;
    this.#place.textContent =
      chosen === undefined ? session.label : `${session.label}: ${x.toFixed(0)}, ${y.toFixed(0)}${mask}`;
    this.#panel.classList.toggle("above", y > height / 2);
    if (session.kind === this.#named) return;
    this.#named = session.kind;
    this.#keys.replaceChildren(...[...KEYS[session.kind], ...ALWAYS].map(hint));
  }
}

const hint = ([key, does]: Keys[number]): HTMLElement => {
  const element = document.createElement("span");
  const cap = document.createElement("kbd");
  cap.textContent = key;
  element.append(cap, ` ${does}`);
  return element;
};

type Line = readonly [kind: string, points: readonly Point[]];

/** The picture's border and what belongs to what is edited, in shares of the screen. */
const outlines = ({ setup }: ProjectorView, session: EditSession): readonly Line[] => {
  const line = (from: Point, to: Point): Point[] =>
    Array.from({ length: PIECES + 1 }, (_, i) => {
      const share = i / PIECES;
      return warped(setup, [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
    });
  const across = (y: number, kind: string): Line => [kind, line([0, y], [1, y])];
  const down = (x: number, kind: string): Line => [kind, line([x, 0], [x, 1])];
  const border = [across(0, "border"), down(1, "border"), across(1, "border"), down(0, "border")];
  if (session.kind === "masks")
    return [
      ...border,
      ...setup.masks.map(({ keep, points }): Line => [keep ? "keep" : "dark", [...points, points[0]!]]),
    ];
  const { columns, rows } = session.kind === "mesh" ? session.mesh : { columns: 3, rows: 3 };
  const inner = (lines: number): number[] => Array.from({ length: lines - 2 }, (_, i) => (i + 1) / (lines - 1));
  return [...inner(rows).map((y) => across(y, "inner")), ...inner(columns).map((x) => down(x, "inner")), ...border];
};

const polyline = (kind: string, points: readonly Point[]): string => {
  const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  // Drawn twice, so that it is seen on dark and on bright.
  return `<polyline class="halo" points="${path}"/><polyline class="${kind}" points="${path}"/>`;
};

const crosshair = (
  point: Point | undefined,
  on: (point: Point) => Point,
  width: number,
  height: number,
): readonly string[] => {
  if (point === undefined) return [];
  const [x, y] = on(point).map((value) => value.toFixed(1));
  return [`<path class="cross" d="M0 ${y}H${width}M${x} 0V${height}"/>`];
};

const handle = ([x, y]: Point, point: number, chosen: boolean): string => {
  const radius = chosen ? 13 : 8;
  return `<g class="point${chosen ? " chosen" : ""}" data-point="${point}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"><circle class="halo" r="${radius}"/><circle r="${radius}"/><circle class="dot" r="1.5"/></g>`;
};
