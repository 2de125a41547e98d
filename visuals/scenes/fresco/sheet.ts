import { type Node, PlaneGeometry } from "three/webgpu";
import { Surface } from "../../drawing/surface.ts";
import { fullScreenMaterial } from "../../passes/full-screen-material.ts";

/** What fills the picture, with `uv` from its left upper corner. What is asked at its corners only is asked at so many `columns` and `rows`. */
export const sheetOf = (name: string, columns: number, rows: number, colour: Node<"vec4">): Surface => {
  const shape = new PlaneGeometry(2, 2, columns, rows);
  const { uv } = shape.attributes;
  for (let i = 0; uv !== undefined && i < uv.count; i++) uv.setY(i, 1 - uv.getY(i));
  return new Surface(shape, fullScreenMaterial(name, colour), -1);
};
