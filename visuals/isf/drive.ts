import { type Color, SRGBColorSpace, Vector2, Vector4 } from "three/webgpu";
import { type IsfInput, type IsfShader, parameterName } from "../../shared/picture/isf-shader.ts";
import type { Ms } from "../../shared/time/units.ts";
import { luminanceOf } from "../drawing/luminance.ts";
import { LOW_TOM } from "../drawing/traces.ts";
import type { Frame } from "../scene-api/frame.ts";
import { drumLevel, wasHit } from "./drums.ts";
import type { IsfNode } from "./isf-node.ts";

/** How far a full hit pushes a number, as a share of its range. */
const PUSH = 0.3;
/** How far a tom throws a point, as a share of its range. */
const THROW = 0.15;
/** A colour that is darker than this in the shader stays the night. */
const DARK = 0.12;
/** Seconds after which a shader's time begins anew: larger numbers are too coarse on the graphics card. */
const LONGEST_TIME = 1800;
/** Each tom throws points its own way. */
const WAYS = [new Vector2(-1, -0.4), new Vector2(0, 1), new Vector2(1, -0.4)] as const;

const scratch = { r: 0, g: 0, b: 0 };

/**
 * Sets what a shader can be set by: parameters as they are turned, pushed by the drums, and the
 * palette's colours. Drums go to inputs in order: the kick to the first number and the first event,
 * the snare to the second, and so on.
 */
export class IsfUniforms {
  readonly #inputs: readonly IsfInput[];
  readonly #parameters: Readonly<Record<string, number>>;

  constructor({ inputs }: IsfShader, parameters: Readonly<Record<string, number>>) {
    this.#inputs = inputs;
    this.#parameters = parameters;
  }

  /** What stands behind $name in a size. */
  readonly parameter = (name: string): number => {
    const input = this.#inputs.find((one) => one.name === name);
    if (input === undefined) return 0;
    const turned = this.#parameters[parameterName(input)];
    if (turned !== undefined) return turned;
    return input.type === "float" ? input.usual : 0;
  };

  /** Writes the values of the moment `until`, `from` being that of the picture before. @realtime yes */
  set(node: IsfNode, frame: Frame, from: Ms, until: Ms): void {
    const seconds = (until / 1000) % LONGEST_TIME;
    write(node, "TIME", seconds);
    write(node, "TIMEDELTA", Math.min(0.1, (until - from) / 1000));
    write(node, "FRAMEINDEX", Math.floor(seconds * 60));
    writePoint(node, "DATE", 2000, 1, 1, seconds);
    let floats = 0;
    let events = 0;
    let colours = 0;
    for (const input of this.#inputs) {
      const { name } = input;
      // Of very many inputs not every one is a parameter.
      const turned = this.#parameters[parameterName(input)];
      switch (input.type) {
        case "float": {
          const value = turned ?? input.usual;
          const range = input.max - input.min;
          const way = value > (input.min + input.max) / 2 ? -1 : 1;
          write(node, name, value + way * PUSH * range * drumLevel(frame, floats++ % 9));
          break;
        }
        case "bool":
          write(node, name, turned ?? (input.usual ? 1 : 0));
          break;
        case "long":
          write(node, name, input.values[Math.round(turned ?? -1)] ?? input.usual);
          break;
        case "event":
          write(node, name, wasHit(frame, events++ % 9, from, until) ? 1 : 0);
          break;
        case "color": {
          const [r = 1, g = 1, b = 1, a = 1] = input.usual;
          const dark = luminanceOf(r, g, b) < DARK;
          const colour = dark ? frame.palette.night : paletteColour(frame, colours++);
          // Shaders of this format write what a screen shows.
          colour.getRGB(scratch, SRGBColorSpace);
          writePoint(node, name, scratch.r, scratch.g, scratch.b, a);
          break;
        }
        case "point2D": {
          let x = input.usual[0] ?? 0.5;
          let y = input.usual[1] ?? 0.5;
          for (const [i, way] of WAYS.entries()) {
            const level = THROW * drumLevel(frame, LOW_TOM + i);
            x += level * way.x * ((input.max[0] ?? 1) - (input.min[0] ?? 0));
            y += level * way.y * ((input.max[1] ?? 1) - (input.min[1] ?? 0));
          }
          writePoint(node, name, x, y, 0, 0);
          break;
        }
      }
    }
  }
}

const paletteColour = ({ palette }: Frame, place: number): Color => {
  const n = place % 4;
  return n === 0 ? palette.accent : n === 1 ? palette.light : palette.voice(n - 2);
};

const write = (node: IsfNode, name: string, value: number): void => {
  const uniform = node.values.get(name);
  if (uniform !== undefined) uniform.value = value;
};

export const writePoint = (node: IsfNode, name: string, x: number, y: number, z: number, w: number): void => {
  const value = node.values.get(name)?.value;
  if (value instanceof Vector2) value.set(x, y);
  else if (value instanceof Vector4) value.set(x, y, z, w);
};
