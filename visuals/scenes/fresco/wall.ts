import {
  clamp,
  cos,
  exp,
  float,
  fract,
  length,
  max,
  mix,
  positionGeometry,
  pow,
  screenSize,
  sin,
  smoothstep,
  texture,
  uniform,
  uv,
  varying,
  vec2,
  vec4,
} from "three/tsl";
import {
  BufferAttribute,
  BufferGeometry,
  Mesh,
  type Node,
  NodeMaterial,
  OrthographicCamera,
  type RenderTarget,
  Vector2,
  Vector3,
  type WebGPURenderer,
  Scene as World,
} from "three/webgpu";
import { pictureTarget } from "../../passes/picture-target.ts";
import type { Brushes } from "./brushes.ts";

/** The painting's own size, whatever the window's: what flows must flow alike on every projector. */
const WIDTH = 480;
const HEIGHT = 270;
export const WALL_ASPECT = WIDTH / HEIGHT;

/** What moves the paint in one tick, in half heights of the wall a tick. */
export class Stirring {
  readonly phase = uniform(new Vector2());
  readonly flow = uniform(0);
  /** Where the video's hand is; how it turns, pushes and bursts the paint there. */
  readonly hand = uniform(new Vector2());
  readonly turn = uniform(0);
  readonly push = uniform(0);
  readonly burst = uniform(0);
  readonly lift = uniform(0);
  readonly knife = uniform(0);
  readonly comb = uniform(0);
  readonly swell = uniform(0);
  /** What is left of the paint after a tick, and of what the water washes. */
  readonly kept = uniform(0.995);
  readonly wash = uniform(0);
}

/** The painting that is fed back into itself, tick by tick. */
export class Wall {
  readonly stirring = new Stirring();
  readonly #targets = [pictureTarget(false), pictureTarget(false)] as const;
  readonly #before = texture(this.#targets[0].texture);
  readonly #camera = new OrthographicCamera(-WALL_ASPECT, WALL_ASPECT, 1, -1, -1, 1);
  readonly #world = new World();
  readonly #mesh: Mesh<BufferGeometry, NodeMaterial>;
  readonly #blank: Mesh<BufferGeometry, NodeMaterial>;
  #newest = 0;

  constructor(brushes: Brushes) {
    for (const target of this.#targets) target.setSize(WIDTH, HEIGHT);
    this.#mesh = screenOf("paint that runs", this.#run());
    this.#blank = screenOf("bare wall", vec4(0, 0, 0, 0));
    for (const each of brushes.object.children) each.renderOrder = 1;
    this.#world.add(this.#mesh, this.#blank, brushes.object);
  }

  get picture(): RenderTarget["texture"] {
    return (this.#targets[this.#newest] as RenderTarget).texture;
  }

  /** One tick: everything runs on, and the brushes touch; `bare` begins a new painting. @realtime yes */
  tick(renderer: WebGPURenderer, bare: boolean): void {
    this.#before.value = this.picture;
    this.#newest = 1 - this.#newest;
    this.#mesh.visible = !bare;
    this.#blank.visible = bare;
    renderer.setRenderTarget(this.#targets[this.#newest] as RenderTarget);
    renderer.render(this.#world, this.#camera);
  }

  dispose(): void {
    for (const target of this.#targets) target.dispose();
    for (const { geometry, material } of [this.#mesh, this.#blank]) {
      geometry.dispose();
      material.dispose();
    }
  }

  #run(): Node<"vec4"> {
    const s = this.stirring;
    const at = uv().toVar();
    const place = vec2(at.x.sub(0.5).mul(2 * WALL_ASPECT), at.y.sub(0.5).mul(-2)).toVar();
    // The wall's own slow currents: they turn, and neither gather nor thin the paint.
    const big = vec2(
      sin(place.y.mul(2.3).add(s.phase.x)).add(cos(place.y.mul(4.7).sub(place.x).add(s.phase.y)).mul(0.5)),
      sin(place.x.mul(1.9).sub(s.phase.y)).add(cos(place.x.mul(5.1).add(place.y).sub(s.phase.x)).mul(0.5)),
    ).mul(s.flow);
    const off = place.sub(s.hand).toVar();
    const near = exp(off.dot(off).mul(-1.4)).toVar();
    const close = exp(off.dot(off).mul(-5)).toVar();
    const swirl = vec2(off.y.negate(), off.x).mul(near.mul(s.turn));
    const press = off.mul(near.mul(s.push).add(close.mul(s.burst)));
    const cut = exp(place.y.sub(s.hand.y).abs().mul(-7)).mul(s.knife);
    const teeth = sin(place.x.mul(46)).mul(s.comb);
    const long = sin(place.x.mul(3.2).add(s.phase.x.mul(3))).mul(s.swell);
    // Wet paint, where it lies thick, runs down; each thread of it at its own pace.
    const here = this.#before.sample(at).a.toVar();
    const thread = fract(sin(place.x.mul(34).floor().mul(12.9898)).mul(4375.85));
    const runs = max(here.sub(0.45), 0).mul(s.flow).mul(thread.mul(thread)).mul(6);
    const by = big
      .add(swirl)
      .add(press)
      .add(vec2(cut, s.lift.add(teeth).add(long).sub(runs)))
      .toVar();
    const shift = vec2(by.x.div(2 * WALL_ASPECT), by.y.div(-2));
    const old = this.#before.sample(clamp(at.sub(shift), vec2(0.002, 0.002), vec2(0.998, 0.998))).toVar();
    const kept = s.kept.sub(near.mul(s.wash));
    return old.mul(kept);
  }
}

/** The wall as it is seen: plaster, paint that stands in relief, and light that lies wet on it. */
export class View {
  readonly night = uniform(new Vector3());
  readonly plaster = uniform(new Vector3());
  readonly light = uniform(new Vector3());
  readonly lamp = uniform(new Vector2());
  readonly relief = uniform(1);
  readonly #painting;
  readonly #mesh: Mesh<BufferGeometry, NodeMaterial>;

  constructor(wall: Wall) {
    this.#painting = texture(wall.picture);
    this.#mesh = screenOf("wall", this.#seen());
    this.#mesh.renderOrder = -1;
  }

  get object(): Mesh {
    return this.#mesh;
  }

  show(wall: Wall): void {
    this.#painting.value = wall.picture;
  }

  dispose(): void {
    this.#mesh.geometry.dispose();
    this.#mesh.material.dispose();
  }

  #seen(): Node<"vec4"> {
    // The wall covers the picture, whatever its shape.
    const aspect = screenSize.x.div(screenSize.y);
    const fit = vec2(clamp(aspect.div(WALL_ASPECT), 0, 1), clamp(float(WALL_ASPECT).div(aspect), 0, 1));
    const at = varying(uv().sub(0.5).mul(fit).add(0.5)).toVar();
    const pixel = vec2(1 / WIDTH, 1 / HEIGHT);
    const here = this.#painting.sample(at).toVar();
    const aside = this.#painting.sample(at.add(vec2(pixel.x, 0))).toVar();
    const below = this.#painting.sample(at.add(vec2(0, pixel.y))).toVar();
    const grain = fract(sin(at.mul(vec2(640, 360)).floor().dot(vec2(12.9898, 78.233))).mul(4375.85)).toVar();
    const height = (of: Node<"vec4">): Node<"float"> => of.a.add(of.r.add(of.g).add(of.b).mul(0.22));
    const slope = vec2(height(here).sub(height(aside)), height(here).sub(height(below)))
      .mul(this.relief)
      .toVar();
    const thick = clamp(here.a, 0, 1).toVar();
    const lit = clamp(slope.dot(this.lamp).mul(2.2).add(1), 0.45, 1.7);
    // Wet edges catch the light.
    const gloss = pow(clamp(slope.dot(this.lamp).mul(3.4), 0, 1), float(2)).mul(thick);
    const worn = sin(at.x.mul(9).add(sin(at.y.mul(7)).mul(1.7)))
      .mul(sin(at.y.mul(11).sub(sin(at.x.mul(5)).mul(1.3))))
      .mul(0.12);
    const bare = mix(
      this.night,
      this.plaster,
      worn
        .add(0.55)
        .add(grain.mul(0.12))
        .sub(length(at.sub(0.5)).mul(0.45)),
    );
    // Paint ends where the wall's fibres hold it no longer, and is darkest along that edge.
    const fibre = sin(at.x.mul(143).add(sin(at.y.mul(97)).mul(2.1)))
      .mul(sin(at.y.mul(121).add(sin(at.x.mul(83)).mul(2.3))))
      .mul(0.055)
      .add(grain.sub(0.5).mul(0.07));
    const held = here.a.add(fibre).toVar();
    const covers = smoothstep(0.14, 0.3, held);
    const rim = held.sub(0.27).div(0.085).toVar();
    const edge = exp(rim.mul(rim).negate()).mul(-0.38).add(1);
    const pigment = here.rgb.div(max(here.a, 0.05)).toVar();
    const paint = pigment.mul(lit).mul(edge).mul(grain.mul(0.1).add(0.95));
    const stained = mix(bare, pigment, clamp(here.a.mul(0.5), 0, 0.3));
    return vec4(mix(stained, paint, covers).add(this.light.mul(gloss.mul(0.45))), 1);
  }
}

const screenOf = (name: string, colour: Node<"vec4">): Mesh<BufferGeometry, NodeMaterial> => {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
  geometry.setAttribute("uv", new BufferAttribute(new Float32Array([0, 1, 2, 1, 0, -1]), 2));
  const material = new NodeMaterial();
  material.name = name;
  material.depthTest = false;
  material.depthWrite = false;
  material.vertexNode = vec4(positionGeometry.xy, 0, 1);
  material.fragmentNode = colour;
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  return mesh;
};
