import { type BufferGeometry, Mesh, type Node, type NodeMaterial, PlaneGeometry } from "three/webgpu";
import { fullScreenMaterial } from "../../passes/full-screen-material.ts";

/**
 * A mesh that fills what is drawn into, with `uv` from its left upper corner. What is asked at its
 * corners only is asked at so many `columns` and `rows`.
 */
export const sheetOf = (
  name: string,
  columns: number,
  rows: number,
  colour: Node<"vec4">,
): Mesh<BufferGeometry, NodeMaterial> => {
  const geometry = new PlaneGeometry(2, 2, columns, rows);
  const { uv } = geometry.attributes;
  for (let i = 0; uv !== undefined && i < uv.count; i++) uv.setY(i, 1 - uv.getY(i));
  const mesh = new Mesh<BufferGeometry, NodeMaterial>(geometry, fullScreenMaterial(name, colour));
  mesh.frustumCulled = false;
  return mesh;
};
