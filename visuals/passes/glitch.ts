import { floor, fract, sin, step, uv, vec2, vec3, vec4 } from "three/tsl";
import type { Node, Texture } from "three/webgpu";
import { Filter, type Pass } from "./pass.ts";
import { pixelAside } from "./pixel.ts";

/** Bands the picture is cut into, and how often they are cut anew, a second. */
const BANDS = 22;
const CUTS = 12;

/** Bands of the picture slip sideways, more of them and farther with the dose. */
export const glitch = (blank: Texture): Pass =>
  new Filter("glitch", blank, ({ picture, dose, seconds }) => {
    const cut = floor(seconds.mul(CUTS)).toVar();
    const band = floor(uv().y.mul(BANDS).add(noise(cut).mul(5))).toVar();
    const chosen = step(noise(band.mul(7.31).add(cut)), dose.mul(0.5)).toVar();
    const slip = noise(band.add(cut.mul(3.7)))
      .sub(0.5)
      .mul(chosen)
      .mul(dose)
      .mul(0.22)
      .toVar();
    const parted = chosen.mul(dose).mul(0.012).toVar();
    const seen = (by: Node<"float">): Node<"vec3"> => pixelAside(picture, vec2(by, 0));
    return vec4(vec3(seen(slip.add(parted)).r, seen(slip).g, seen(slip.sub(parted)).b), 1);
  });

/** 0 to 1, the same for the same input on every machine that keeps to IEEE 754. */
const noise = (of: Node<"float">): Node<"float"> => fract(sin(of.mul(12.9898)).mul(43758.547));
