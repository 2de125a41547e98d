import { clamp, fract, max, sin, texture, uv, vec2, vec4 } from "three/tsl";
import {
  type Node,
  OrthographicCamera,
  type RenderTarget,
  type Texture,
  type WebGPURenderer,
  Scene as World,
} from "three/webgpu";
import { pictureTarget } from "../../passes/picture-target.ts";
import type { Compile } from "../../scene-api/scene.ts";
import type { Brushes } from "./brushes.ts";
import { Currents } from "./currents.ts";
import { sheetOf } from "./sheet.ts";

/** The painting's own size, whatever the window's: what flows must flow alike on every projector. */
export const WIDTH = 400;
export const HEIGHT = 225;
export const WALL_ASPECT = WIDTH / HEIGHT;

/** A painting that is fed back into itself again and again. */
class Painting {
  readonly #targets = [pictureTarget(false), pictureTarget(false)] as const;
  #newest = 0;

  constructor() {
    for (const target of this.#targets) target.setSize(WIDTH, HEIGHT);
  }

  get picture(): Texture {
    return (this.#targets[this.#newest] as RenderTarget).texture;
  }

  /** The other target, which holds the painting from now on. */
  turn(): RenderTarget {
    this.#newest = 1 - this.#newest;
    return this.#targets[this.#newest] as RenderTarget;
  }

  dispose(): void {
    for (const target of this.#targets) target.dispose();
  }
}

/**
 * Two paintings on one wall, each begun on the bare wall while the other is half way through its
 * life, and the tool that moves one of them on.
 */
export class Wall {
  readonly currents = new Currents();
  readonly #paintings = [new Painting(), new Painting()] as const;
  readonly #before = texture(this.#paintings[0].picture);
  readonly #camera = new OrthographicCamera(-WALL_ASPECT, WALL_ASPECT, 1, -1, -1, 1);
  readonly #world = new World();
  readonly #running = sheetOf("paint that runs", 1, 1, this.#run());
  readonly #bare = sheetOf("bare wall", 1, 1, vec4(0, 0, 0, 0));

  constructor(brushes: Brushes) {
    this.#world.add(this.#running.object, this.#bare.object, brushes.object);
  }

  /** The painting of a span of time; spans take turns. @realtime yes */
  picture(span: number): Texture {
    return this.#of(span).picture;
  }

  /** Compiles everything that `move` draws with. */
  async compile(compile: Compile): Promise<void> {
    for (const each of this.#world.children) each.visible = true;
    await compile(this.#paintings[0].turn(), this.#world, this.#camera);
  }

  /** Moves the painting of a span on: everything runs, and the brushes touch; `bare` begins it. @realtime yes */
  move(renderer: WebGPURenderer, span: number, bare: boolean): void {
    const painting = this.#of(span);
    this.#before.value = painting.picture;
    this.#running.object.visible = !bare;
    this.#bare.object.visible = bare;
    renderer.setRenderTarget(painting.turn());
    renderer.render(this.#world, this.#camera);
  }

  dispose(): void {
    for (const each of [...this.#paintings, this.#running, this.#bare]) each.dispose();
  }

  #of(span: number): Painting {
    return this.#paintings[span & 1 ? 1 : 0];
  }

  #run(): Node<"vec4"> {
    const { currents } = this;
    const at = uv().toVar();
    const place = wallPositionOf(at).toVar();
    // Wet paint, where it lies thick, runs down; each thread of it at its own pace.
    const here = this.#before.sample(at).a;
    const thread = fract(sin(place.x.mul(34).floor().mul(12.9898)).mul(4375.85)).toVar();
    const runs = max(here.sub(0.45), 0).mul(currents.flow).mul(thread.mul(thread)).mul(6);
    const by = currents.at(place).add(vec2(0, currents.teeth(place).sub(runs)));
    const old = this.#before.sample(clamp(at.sub(shareOf(by)), vec2(0.002, 0.002), vec2(0.998, 0.998)));
    return old.mul(currents.kept.sub(currents.near(place).mul(currents.wash)));
  }
}

/** A place on the wall, in half heights from its middle, of a share of the picture from its left upper corner. */
export const wallPositionOf = (at: Node<"vec2">): Node<"vec2"> =>
  vec2(at.x.sub(0.5).mul(2 * WALL_ASPECT), at.y.sub(0.5).mul(-2));

/** The same for a way. */
export const shareOf = (by: Node<"vec2">): Node<"vec2"> => vec2(by.x.div(2 * WALL_ASPECT), by.y.div(-2));
