import {
  abs,
  attribute,
  clamp,
  fwidth,
  max,
  mix,
  positionGeometry,
  step,
  texture,
  varying,
  vec2,
  vec3,
  vec4,
} from "three/tsl";
import type { Color, DataArrayTexture, NodeMaterial } from "three/webgpu";
import { Instances, stripShape } from "../../drawing/lines/instances.ts";
import { clipOf, flatMaterial } from "../../drawing/lines/strip.ts";
import { WHOLE, type Window } from "./face.ts";

/** A letter, or one half of it, as it is printed; in half heights of the page. */
export class Type {
  layer = 0;
  /** The middle of the square its letter is drawn in, and half of its sides. */
  x = 0;
  y = 0;
  across = 0;
  up = 0;
  turn = 0;
  /** How far its top leans to the right, in half sides. */
  lean = 0;
  /** Added to its weight, in shares of the reach of the distances. */
  weight = 0;
  /** 0 for a solid letter; otherwise half the breadth of its outline, as the weight. */
  outline = 0;
  /** Which part of the square is printed, from the bottom: 0 to 1. */
  from = 0;
  until = 1;
  opacity = 1;
  /** What lies outside this part of the square is empty. */
  window: Window = WHOLE;
}

/** Nothing is printed beyond these. */
export interface Edges {
  left: number;
  bottom: number;
  right: number;
  top: number;
}

export const UNBOUND: Edges = { left: -99, bottom: -99, right: 99, top: 99 };

/** Letters in one call. */
export class Types extends Instances {
  constructor(name: string, capacity: number, glyphs: DataArrayTexture) {
    const names = ["typeAt", "typeTurn", "typeLook", "typeColour", "typeEdges", "typeWindow"];
    super(capacity, stripShape(1), names);
    this.drawnWith(typeMaterial(name, glyphs));
  }

  /** @realtime yes */
  add(of: Type, colour: Color, edges: Edges): void {
    const { window } = of;
    const from = Math.max(of.from, window.bottom);
    const until = Math.min(of.until, window.top);
    if (of.opacity < 0.01 || until <= from) return;
    const i = this.next();
    if (i < 0) return;
    this.write(i, of.x, of.y, of.across, of.up);
    this.write(i + 4, Math.cos(of.turn), Math.sin(of.turn), of.lean, of.layer);
    this.write(i + 8, from, until, of.weight, of.outline);
    this.write(i + 12, colour.r, colour.g, colour.b, of.opacity);
    this.write(i + 16, edges.left, edges.bottom, edges.right, edges.top);
    this.write(i + 20, window.left, window.right, 0, 0);
  }
}

const typeMaterial = (name: string, glyphs: DataArrayTexture): NodeMaterial => {
  const at = attribute("typeAt", "vec4");
  const turn = attribute("typeTurn", "vec4");
  const look = attribute("typeLook", "vec4");
  const colour = varying(attribute("typeColour", "vec4"));
  const edges = varying(attribute("typeEdges", "vec4"));
  const material = flatMaterial(name);
  const window = attribute("typeWindow", "vec4");
  const across = mix(window.x, window.y, positionGeometry.x).toVar();
  const up = mix(look.x, look.y, positionGeometry.y.mul(0.5).add(0.5)).toVar();
  // It leans about its base line, about a quarter above the bottom.
  const x = across.mul(2).sub(1).add(up.sub(0.25).mul(turn.z)).mul(at.z).toVar();
  const y = up.mul(2).sub(1).mul(at.w).toVar();
  const place = vec2(at.x.add(x.mul(turn.x)).sub(y.mul(turn.y)), at.y.add(x.mul(turn.y)).add(y.mul(turn.x))).toVar();
  material.vertexNode = clipOf(vec3(place, 0));
  const spot = varying(place);
  const within = varying(vec2(across, up.oneMinus()));
  const letter = varying(vec3(turn.w, look.z, look.w));
  const distance = texture(glyphs, within).depth(letter.x.add(0.5).floor().toInt()).r.mul(0.5).toVar();
  const sharp = max(fwidth(distance), 1e-3).toVar();
  const edge = distance.add(letter.y).toVar();
  const solid = clamp(edge.div(sharp).add(0.5), 0, 1);
  const line = clamp(letter.z.sub(abs(edge)).div(sharp).add(0.5), 0, 1);
  const inside = step(edges.x, spot.x).mul(step(spot.x, edges.z)).mul(step(edges.y, spot.y)).mul(step(spot.y, edges.w));
  const cover = mix(solid, line, step(1e-4, letter.z)).mul(inside).mul(colour.w);
  material.fragmentNode = vec4(colour.rgb, cover);
  return material;
};
