import { TEST_PATTERNS } from "../../shared/mapping/plain-projector.ts";
import type { Point } from "../../shared/mapping/point.ts";
import { EditOverlay } from "./edit-overlay.ts";
import { type EditKind, EditSession } from "./edit-session.ts";
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

type Keys = Readonly<Record<string, (session: EditSession, shift: boolean) => void>>;

const ALWAYS: Keys = {
  1: (session) => session.turnTo("corners"),
  2: (session) => session.turnTo("mesh"),
  3: (session) => session.turnTo("masks"),
  u: (session, shift) => (shift ? session.redo() : session.undo()),
  r: (session) => session.reset(),
};

const KEYS: Readonly<Record<EditKind, Keys>> = {
  corners: {},
  mesh: {
    "+": (session) => session.refine(1),
    "=": (session) => session.refine(1),
    "-": (session) => session.refine(-1),
    "−": (session) => session.refine(-1),
    b: (session) => session.toggleSmooth(),
  },
  masks: {
    n: (session) => session.addMask(),
    a: (session) => session.addPoint(),
    Backspace: (session) => session.remove(),
    Delete: (session) => session.remove(),
    k: (session) => session.toggleKeep(),
    "[": (session) => session.feather(-FEATHER_STEP),
    "]": (session) => session.feather(FEATHER_STEP),
  },
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
    const letter = key.toLowerCase();
    const act = ALWAYS[letter] ?? KEYS[session.kind][key];
    if (letter === "m" || letter === "escape") this.toggle();
    else if (letter === "t") this.#nextPattern();
    else if (act === undefined) return false;
    else act(session, shiftKey);
    return true;
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
