import {
  abs,
  attribute,
  cameraProjectionMatrix,
  cos,
  dot,
  exp,
  float,
  max,
  min,
  mix,
  modelViewMatrix,
  normalLocal,
  positionGeometry,
  sin,
  smoothstep,
  uniform,
  varying,
  vec3,
  vec4,
} from "three/tsl";
import { type Color, type Node, NodeMaterial, Vector2, Vector3 } from "three/webgpu";
import { Instances } from "../../drawing/lines/instances.ts";
import { blockShape } from "../../drawing/solids/block.ts";

/** One piece of the building. Sizes are from face to face, angles in radians. */
export class Piece {
  x = 0;
  y = 0;
  z = 0;
  width = 1;
  height = 1;
  depth = 1;
  /** Turned around the upright, then leaning over its own length. */
  yaw = 0;
  tilt = 0;
  /** Light of its own beside the light that falls on it. */
  glow = 0;
}

/** All pieces, written anew every frame, in one call: flat faces in three tones, as on a drawing. */
export class Concrete extends Instances {
  /** Where the light comes from, its colour, and what lies in the shade. */
  readonly sun = uniform(new Vector3(0.4, 0.8, 0.45));
  readonly light = uniform(new Vector3(1, 1, 1));
  readonly shade = uniform(new Vector3());
  readonly mist = uniform(new Vector3());
  /** A sheet of light that goes through the building: where it stands, upright and level. */
  readonly sheets = uniform(new Vector2(99, 99));
  readonly sheetLight = uniform(new Vector3());
  constructor(capacity: number) {
    super(capacity, blockShape(), ["pieceAt", "pieceSize", "pieceColour", "pieceLook"]);
    this.drawnWith(this.#material());
  }

  /** `presence` 0 is not there, 1 is; what is on its way is smaller. @realtime yes */
  add(of: Piece, colour: Color, presence: number): void {
    if (presence <= 0.01) return;
    const i = this.next();
    if (i < 0) return;
    this.write(i, of.x, of.y, of.z, of.yaw);
    this.write(i + 4, of.width * presence, of.height * presence, of.depth * presence, of.tilt);
    this.write(i + 8, colour.r, colour.g, colour.b, of.glow);
  }

  #material(): NodeMaterial {
    const at = attribute("pieceAt", "vec4");
    const size = attribute("pieceSize", "vec4");
    const colour = attribute("pieceColour", "vec4");
    const c = cos(at.w).toVar();
    const s = sin(at.w).toVar();
    const tc = cos(size.w).toVar();
    const ts = sin(size.w).toVar();
    const turned = (v: Node<"vec3">): Node<"vec3"> => {
      const leaning = vec3(v.x, v.y.mul(tc).sub(v.z.mul(ts)), v.y.mul(ts).add(v.z.mul(tc))).toVar();
      return vec3(leaning.x.mul(c).add(leaning.z.mul(s)), leaning.y, leaning.z.mul(c).sub(leaning.x.mul(s)));
    };
    const point = at.xyz.add(turned(positionGeometry.mul(size.xyz))).toVar();
    const normal = turned(normalLocal).toVar();
    const fall = max(dot(normal, this.sun), 0);
    const sky = normal.y.mul(0.25).add(0.4);
    const lit = varying(colour.xyz.mul(this.light.mul(fall).add(this.shade.mul(sky))));
    const own = varying(colour.xyz.mul(colour.w));
    const local = varying(positionGeometry);
    const high = varying(point.y);
    const along = varying(point.x.add(point.z.mul(0.35)));

    const away = abs(local).mul(2).toVar();
    const second = max(min(away.x, away.y), min(max(away.x, away.y), away.z));
    const edge = smoothstep(0.93, 0.985, second).mul(0.5);
    // Pieces are darker at their foot, where others stand close.
    const foot = local.y.mul(0.5).add(0.8);
    const level = high.sub(this.sheets.y).toVar();
    const upright = along.sub(this.sheets.x).toVar();
    const cut = exp(level.mul(level).mul(-14)).add(exp(upright.mul(upright).mul(-9)));
    const seen = lit.mul(foot.add(edge)).add(own).add(this.sheetLight.mul(cut));
    const depth = smoothstep(-2.5, -9.5, high);
    const material = new NodeMaterial();
    material.name = "concrete";
    material.vertexNode = cameraProjectionMatrix.mul(modelViewMatrix).mul(vec4(point, 1));
    material.fragmentNode = vec4(mix(seen, this.mist, depth.mul(float(0.97))), 1);
    return material;
  }
}
