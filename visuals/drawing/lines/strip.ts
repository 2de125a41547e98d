import {
  abs,
  cameraProjectionMatrix,
  float,
  max,
  mix,
  modelViewMatrix,
  normalize,
  screenSize,
  sin,
  vec2,
  vec3,
  vec4,
} from "three/tsl";
import {
  AdditiveBlending,
  CustomBlending,
  DoubleSide,
  type Node,
  NodeMaterial,
  OneFactor,
  OneMinusSrcAlphaFactor,
  type UniformNode,
} from "three/webgpu";

/**
 * What all luminous lines share: they are strips of triangles laid along a curve, always facing the
 * viewer, never thinner than the screen can show (a thinner line is drawn dimmer instead), added to
 * what is behind them.
 */

/** The thinnest half-width, in pixels, that is drawn without crawling. */
const MIN_HALF_WIDTH_PX = 0.75;

/** Is the line itself drawn, or its image in the water at y = 0? */
export interface Water {
  /** Phase of the small waves, radians. */
  readonly phase: UniformNode<"float", number>;
  /** How much of the light the water gives back, 0 to 1. */
  readonly gloss: UniformNode<"float", number>;
  /** How far the small waves throw the image, in units of the world. */
  readonly chop: UniformNode<"float", number>;
}

/** A line is drawn as itself and, where there is water, as its image in it. */
export const imagesIn = (water: Water | null): readonly (Water | null)[] => (water === null ? [null] : [null, water]);

/** The point itself, or its image in the water, thrown about by the small waves. */
export const imageOf = (point: Node<"vec3">, water: Water | null): Node<"vec3"> => {
  if (water === null) return point;
  const depth = abs(point.y);
  const wave = sin(depth.mul(5.1).add(point.z.mul(2.3)).add(water.phase))
    .mul(0.6)
    .add(sin(depth.mul(11.7).sub(point.x.mul(3.1)).sub(water.phase.mul(1.7))).mul(0.4));
  const throwBy = wave.mul(water.chop).mul(depth.mul(0.35).add(0.25));
  return vec3(point.x.add(throwBy), point.y.negate(), point.z);
};

/** How bright a point's image is beside the point: the higher it stands, the more the water swallows. */
export const glossOf = (point: Node<"vec3">, water: Water | null): Node<"float"> =>
  water === null ? float(1) : water.gloss.div(abs(point.y).mul(0.55).add(1));

/** One matrix after the other: their product, worked out at every corner, would cost more than both. */
export const clipOf = (point: Node<"vec3">): Node<"vec4"> =>
  cameraProjectionMatrix.mul(modelViewMatrix.mul(vec4(point, 1)));

/** Half the width of a line on the screen, in half screen heights, and how much light it keeps if it had to be widened. */
export const halfWidthAt = (clip: Node<"vec4">, width: Node<"float">): { half: Node<"float">; keep: Node<"float"> } => {
  const wanted = width
    .mul(cameraProjectionMatrix.mul(vec4(0, 1, 0, 0)).y)
    .div(max(clip.w, 0.05))
    .toVar();
  const least = float(2 * MIN_HALF_WIDTH_PX).div(screenSize.y);
  const half = max(wanted, least).toVar();
  return { half, keep: wanted.div(half) };
};

/** Screen position in half screen heights, so that both axes have one unit. */
export const onScreen = (clip: Node<"vec4">): Node<"vec2"> =>
  vec2(clip.x.mul(screenSize.x.div(screenSize.y)), clip.y).div(max(clip.w, 0.05));

/** Moves a clip position sideways on the screen by half screen heights. */
export const moved = (clip: Node<"vec4">, by: Node<"vec2">): Node<"vec4"> =>
  vec4(clip.xy.add(vec2(by.x.mul(screenSize.y.div(screenSize.x)), by.y).mul(clip.w)), clip.z, clip.w);

/** Across a line, -1 to 1: a hot core in a soft coat; `soft` 1 leaves only the coat. */
export const profile = (distanceSquared: Node<"float">, soft: Node<"float">): Node<"float"> => {
  const p = max(float(1).sub(distanceSquared), 0).toVar();
  const p2 = p.mul(p).toVar();
  const p4 = p2.mul(p2).toVar();
  return mix(p2.mul(0.22).add(p4.mul(p4)), p2, soft);
};

/** The unit vector across a direction on the screen. */
export const acrossOf = (direction: Node<"vec2">): Node<"vec2"> => {
  const unit = normalize(direction.add(vec2(1e-6, 0)));
  return vec2(unit.y.negate(), unit.x);
};

/** What hides what is there, without depth. */
export const plainMaterial = (name: string): NodeMaterial => {
  const material = new NodeMaterial();
  material.name = name;
  // A strip turns its back wherever its curve turns round.
  material.side = DoubleSide;
  material.depthTest = false;
  material.depthWrite = false;
  return material;
};

/** What covers what is there as far as its alpha says, without depth. */
export const flatMaterial = (name: string): NodeMaterial => {
  const material = plainMaterial(name);
  material.transparent = true;
  return material;
};

/** Light that is added to as much of what is there as its alpha leaves, without depth. */
export const veilMaterial = (name: string): NodeMaterial => {
  const material = flatMaterial(name);
  material.blending = CustomBlending;
  material.blendSrc = OneFactor;
  material.blendDst = OneMinusSrcAlphaFactor;
  return material;
};

/** Light that is added to what is there, without depth. */
export const lightMaterial = (name: string): NodeMaterial => {
  const material = flatMaterial(name);
  material.blending = AdditiveBlending;
  return material;
};
