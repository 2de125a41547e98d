import { CanvasTexture, LinearFilter } from "three/webgpu";
import { type Extent, pictureExtent } from "../../shared/mapping/canvas.ts";
import { TURN } from "../../shared/math/numbers.ts";
import type { ProjectorView } from "./projector-view.ts";

const LONGEST_SIDE = 2048;
/** Squares of the grid over the canvas's height. */
const SQUARES = 8;

const WHITE = "#fff";
const LINE = "#ffffff66";
const FAINT = "#ffffff2e";
const ACCENT = "#ffb347";
const BARS = ["#fff", "#ff0", "#0ff", "#0f0", "#f0f", "#f00", "#00f"] as const;
const GREYS = 11;

/**
 * The test patterns, drawn once for a projector and its part of the canvas. The grid belongs to the
 * canvas, so where two projectors overlap its lines must lie on each other; the circles, the frame
 * and the names belong to the projector.
 */
export class Chart {
  readonly #element = document.createElement("canvas");
  #texture: CanvasTexture | null = null;
  #drawn = "";

  get texture(): CanvasTexture {
    this.#texture ??= this.#newTexture();
    return this.#texture;
  }

  /** Draws what `view` asks for, if it is not there already. */
  set(view: ProjectorView, screen: Extent): void {
    const { setup, canvas, name } = view;
    if (setup.pattern === "none") return;
    const key = JSON.stringify([name, setup.pattern, setup.crop, setup.turn, canvas, screen]);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const whole = pictureExtent(screen, setup.turn, setup.crop, canvas);
    const width = whole.width * setup.crop.width;
    const height = whole.height * setup.crop.height;
    const fit = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    this.#element.width = Math.max(1, Math.round(width * fit));
    this.#element.height = Math.max(1, Math.round(height * fit));
    const pen = this.#element.getContext("2d");
    if (pen !== null) draw(pen, view, { width: whole.width * fit, height: whole.height * fit }, screen);
    // Its size may be another, which a texture cannot bear.
    this.#texture?.dispose();
    this.#texture = null;
  }

  dispose(): void {
    this.#texture?.dispose();
  }

  #newTexture(): CanvasTexture {
    const texture = new CanvasTexture(this.#element);
    texture.flipY = false;
    texture.generateMipmaps = false;
    texture.minFilter = LinearFilter;
    return texture;
  }
}

/** `whole` is the canvas in the pattern's own pixels. */
const draw = (pen: CanvasRenderingContext2D, view: ProjectorView, whole: Extent, screen: Extent): void => {
  const { width, height } = pen.canvas;
  const { pattern, crop } = view.setup;
  pen.fillStyle = pattern === "white" ? WHITE : "#000";
  pen.fillRect(0, 0, width, height);
  if (pattern === "white") return;
  const unit = Math.min(width, height) / 100;

  pen.save();
  pen.translate(-crop.x * whole.width, -crop.y * whole.height);
  drawGrid(pen, whole, unit, pattern === "grid");
  pen.restore();
  if (pattern === "chart") {
    drawCircles(pen, unit);
    drawBars(pen, unit);
    drawCorners(pen, unit);
    drawName(pen, view, screen, unit);
  }
  drawFrame(pen, unit);
};

const drawGrid = (pen: CanvasRenderingContext2D, { width, height }: Extent, unit: number, named: boolean): void => {
  const columns = Math.max(1, Math.round((width / height) * SQUARES));
  pen.lineWidth = Math.max(1, unit * 0.18);
  pen.strokeStyle = named ? LINE : FAINT;
  for (let column = 0; column <= columns; column++)
    stroke(pen, (column / columns) * width, 0, (column / columns) * width, height);
  for (let row = 0; row <= SQUARES; row++) stroke(pen, 0, (row / SQUARES) * height, width, (row / SQUARES) * height);
  // The middle of the canvas, whichever projector it falls on.
  pen.strokeStyle = ACCENT;
  stroke(pen, width / 2, 0, width / 2, height);
  stroke(pen, 0, height / 2, width, height / 2);
  if (!named) return;
  pen.fillStyle = WHITE;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.font = font(unit * 3);
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < SQUARES; row++)
      pen.fillText(
        `${column + 1}.${row + 1}`,
        ((column + 0.5) / columns) * width,
        ((row + 0.5) / SQUARES) * height,
        width / columns,
      );
};

const drawCircles = (pen: CanvasRenderingContext2D, unit: number): void => {
  const { width, height } = pen.canvas;
  pen.strokeStyle = WHITE;
  pen.lineWidth = Math.max(1, unit * 0.3);
  circle(pen, width / 2, height / 2, unit * 44);
  pen.strokeStyle = LINE;
  circle(pen, width / 2, height / 2, unit * 22);
  const small = unit * 11;
  for (const x of [small * 1.25, width - small * 1.25])
    for (const y of [small * 1.25, height - small * 1.25]) circle(pen, x, y, small);
  pen.strokeStyle = FAINT;
  stroke(pen, 0, 0, width, height);
  stroke(pen, width, 0, 0, height);
};

/** Colours at full strength and greys in even steps, under the name. */
const drawBars = (pen: CanvasRenderingContext2D, unit: number): void => {
  const { width, height } = pen.canvas;
  const across = Math.min(width * 0.6, unit * 76);
  const left = (width - across) / 2;
  const top = height / 2 + unit * 12;
  const deep = unit * 6;
  for (const [i, colour] of BARS.entries()) {
    pen.fillStyle = colour;
    pen.fillRect(left + (i / BARS.length) * across, top, across / BARS.length + 0.5, deep);
  }
  for (let i = 0; i < GREYS; i++) {
    const level = Math.round((255 * i) / (GREYS - 1));
    pen.fillStyle = `rgb(${level} ${level} ${level})`;
    pen.fillRect(left + (i / GREYS) * across, top + deep, across / GREYS + 0.5, deep);
  }
  pen.strokeStyle = LINE;
  pen.lineWidth = Math.max(1, unit * 0.15);
  pen.strokeRect(left, top, across, deep * 2);
};

const drawCorners = (pen: CanvasRenderingContext2D, unit: number): void => {
  const { width, height } = pen.canvas;
  const inset = unit * 3;
  pen.font = font(unit * 3.2);
  pen.fillStyle = WHITE;
  for (const side of ["left", "right"] as const)
    for (const end of ["top", "bottom"] as const) {
      pen.textAlign = side;
      pen.textBaseline = end;
      pen.fillText(`${end} ${side}`, side === "left" ? inset : width - inset, end === "top" ? inset : height - inset);
    }
};

const drawName = (
  pen: CanvasRenderingContext2D,
  { name, setup }: ProjectorView,
  screen: Extent,
  unit: number,
): void => {
  const { width, height } = pen.canvas;
  const most = Math.min(width * 0.8, unit * 84);
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  pen.fillStyle = WHITE;
  pen.font = font(unit * 15, 700);
  pen.fillText(name, width / 2, height / 2 - unit * 3, most);
  pen.font = font(unit * 3.2);
  pen.fillStyle = ACCENT;
  const percent = (share: number): string => `${Math.round(share * 100)}`;
  const { x, y, width: w, height: h } = setup.crop;
  const part =
    w === 1 && h === 1
      ? "the whole picture"
      : `${percent(x)}–${percent(x + w)} % across, ${percent(y)}–${percent(y + h)} % down`;
  pen.fillText(`${screen.width} × ${screen.height}  ·  ${part}`, width / 2, height / 2 + unit * 4.5, most);
};

/** The outermost pixels: all four sides must be seen. */
const drawFrame = (pen: CanvasRenderingContext2D, unit: number): void => {
  const { width, height } = pen.canvas;
  const thick = Math.max(2, Math.round(unit * 0.5));
  pen.strokeStyle = WHITE;
  pen.lineWidth = thick;
  pen.strokeRect(thick / 2, thick / 2, width - thick, height - thick);
};

const font = (size: number, weight = 500): string => `${weight} ${Math.max(4, size)}px system-ui, sans-serif`;

const stroke = (pen: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number): void => {
  pen.beginPath();
  pen.moveTo(fromX, fromY);
  pen.lineTo(toX, toY);
  pen.stroke();
};

const circle = (pen: CanvasRenderingContext2D, x: number, y: number, radius: number): void => {
  pen.beginPath();
  pen.arc(x, y, radius, 0, TURN);
  pen.stroke();
};
