import { TEST_PATTERNS } from "../../shared/mapping/plain-projector.ts";
import type { Point } from "../../shared/mapping/point.ts";
import { EditOverlay } from "./edit-overlay.ts";
import { EDIT_KINDS, EditSession } from "./edit-session.ts";
import type { LiveProjector } from "./live-projector.ts";

/** Pixels round a point within which a pointer takes it. */
const REACH = 28;
const COARSE = 10;
const FEATHER_STEP = 0.01;
const CANNOT = "Corners must go round without crossing or caving in.";

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The edit mode of a stage: its picture's shape is dragged, or moved by keys, where it is seen. */
export class Editor {
  readonly #projector: LiveProjector;
  readonly #overlay = new EditOverlay();
  #session: EditSession | null = null;
  /** From the pointer to the point it drags; null while it drags none. */
  #grip: Point | null = null;

  constructor(projector: LiveProjector) {
    this.#projector = projector;
    const { element } = this.#overlay;
    element.hidden = true;
    document.body.append(element);
    element.addEventListener("pointerdown", this.#press);
    element.addEventListener("pointermove", this.#drag);
    element.addEventListener("pointerup", this.#release);
    element.addEventListener("pointercancel", this.#release);
    // Twice on a handle is not full screen.
    element.addEventListener("dblclick", (event) => event.stopPropagation());
    addEventListener("resize", this.#draw);
    projector.changed.on(this.#draw);
    projector.refused.on((reason) => {
      this.#overlay.notice = reason;
    });
  }

  get open(): boolean {
    return this.#session !== null;
  }

  toggle(): void {
    const { element } = this.#overlay;
    this.#session = this.open
      ? null
      : new EditSession(this.#projector.view.setup, (changes) => this.#projector.edit(changes));
    this.#grip = null;
    this.#overlay.notice = "";
    element.hidden = !this.open;
    this.#draw();
  }

  /** True if the key was for the edit mode. */
  key(event: KeyboardEvent): boolean {
    const session = this.#session;
    if (session === null || event.altKey) return false;
    this.#overlay.notice = "";
    const arrow = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "z") return false;
      if (event.shiftKey) session.redo();
      else session.undo();
    } else if (arrow !== undefined) this.#nudge(session, arrow, event);
    else if (event.key === "Tab") session.next(event.shiftKey ? -1 : 1);
    else if (!this.#letter(session, event)) return false;
    event.preventDefault();
    this.#draw();
    return true;
  }

  #letter(session: EditSession, { key, shiftKey }: KeyboardEvent): boolean {
    switch (key.toLowerCase()) {
      case "escape":
      case "m":
        this.toggle();
        return true;
      case "1":
      case "2":
      case "3":
        session.turnTo(EDIT_KINDS[Number(key) - 1] ?? "corners");
        return true;
      case "u":
        if (shiftKey) session.redo();
        else session.undo();
        return true;
      case "r":
        session.reset();
        return true;
      case "t":
        this.#nextPattern();
        return true;
    }
    if (session.kind === "mesh") return meshKey(session, key);
    return session.kind === "masks" && maskKey(session, key);
  }

  /** By one pixel of the screen itself, which may be finer than the page's. */
  #nudge(session: EditSession, [x, y]: Point, { shiftKey, repeat }: KeyboardEvent): void {
    const point = session.points[session.chosen];
    if (point === undefined) return;
    const pixels = (shiftKey ? COARSE : 1) / devicePixelRatio;
    // A key that is held is one change.
    if (!repeat) session.begin();
    this.#move(session, [point[0] + (x * pixels) / innerWidth, point[1] + (y * pixels) / innerHeight]);
  }

  #nextPattern(): void {
    const { pattern } = this.#projector.view.setup;
    const next = TEST_PATTERNS[(TEST_PATTERNS.indexOf(pattern) + 1) % TEST_PATTERNS.length] ?? "none";
    this.#projector.edit({ pattern: next });
  }

  #move(session: EditSession, to: Point): void {
    this.#overlay.notice = session.moveTo(to) ? "" : CANNOT;
  }

  readonly #press = (event: PointerEvent): void => {
    const session = this.#session;
    if (session === null || event.button !== 0) return;
    const near = session.points
      .map(([x, y], i) => ({ i, far: Math.hypot(x * innerWidth - event.clientX, y * innerHeight - event.clientY) }))
      .filter(({ far }) => far < REACH)
      .sort((one, other) => one.far - other.far)[0];
    if (near === undefined) return;
    event.preventDefault();
    this.#overlay.element.setPointerCapture(event.pointerId);
    session.choose(near.i);
    session.begin();
    const [x, y] = session.points[near.i]!;
    this.#grip = [x - event.clientX / innerWidth, y - event.clientY / innerHeight];
    this.#draw();
  };

  readonly #drag = (event: PointerEvent): void => {
    if (this.#session === null || this.#grip === null) return;
    const [x, y] = this.#grip;
    this.#move(this.#session, [event.clientX / innerWidth + x, event.clientY / innerHeight + y]);
  };

  readonly #release = (): void => {
    this.#grip = null;
  };

  readonly #draw = (): void => {
    if (this.#session === null) return;
    const { view } = this.#projector;
    this.#session.setup = view.setup;
    this.#overlay.draw(view, this.#session);
  };
}

const meshKey = (session: EditSession, key: string): boolean => {
  if (key === "+" || key === "=") session.refine(1);
  else if (key === "-" || key === "−") session.refine(-1);
  else if (key === "b") session.toggleSmooth();
  else return false;
  return true;
};

const maskKey = (session: EditSession, key: string): boolean => {
  if (key === "n") session.addMask();
  else if (key === "a") session.addPoint();
  else if (key === "Backspace" || key === "Delete") session.remove();
  else if (key === "k") session.toggleKeep();
  else if (key === "[") session.feather(-FEATHER_STEP);
  else if (key === "]") session.feather(FEATHER_STEP);
  else return false;
  return true;
};
