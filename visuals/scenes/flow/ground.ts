import { positionGeometry, uniform, varying, vec4 } from "three/tsl";
import { type Color, type PerspectiveCamera, Vector3 } from "three/webgpu";
import { plainMaterial } from "../../drawing/lines/strip.ts";
import { Surface, screenNet } from "../../drawing/surface.ts";
import { Vectors } from "../../drawing/vectors.ts";
import { MOST_SOURCES, type Source } from "./sources.ts";

const COLUMNS = 24;
const ROWS = 14;

/** The depth behind the dust: night, and the glow of the sources on it, worked out at the corners of a coarse grid. */
export class Ground extends Surface {
  readonly #night = uniform(new Vector3());
  readonly #ats = new Vectors(MOST_SOURCES);
  readonly #glows = new Vectors(MOST_SOURCES);
  readonly #point = new Vector3();
  readonly #aspect = uniform(1);

  constructor(sources: number) {
    super(screenNet(COLUMNS, ROWS), plainMaterial("ground of the flow"), -1);
    const at = vec4(positionGeometry.x.mul(this.#aspect), positionGeometry.y, 0, 0).xy.toVar();
    let light = this.#night.add(0);
    for (let i = 0; i < Math.min(MOST_SOURCES, sources); i++) {
      const off = at.sub(this.#ats.element(i).xy).toVar();
      const near = off.dot(off).mul(this.#ats.element(i).z).add(1).toVar();
      light = light.add(this.#glows.element(i).xyz.div(near.mul(near)));
    }
    this.material.vertexNode = vec4(positionGeometry.xy, 0, 1);
    this.material.fragmentNode = vec4(varying(light), 1);
  }

  /** Before the glows of a frame. @realtime yes */
  begin(camera: PerspectiveCamera, night: Color): void {
    this.#aspect.value = camera.aspect;
    this.#night.value.set(night.r, night.g, night.b);
  }

  /** The light a source throws on what is behind it. @realtime yes */
  glow(slot: number, source: Source, camera: PerspectiveCamera, colour: Color, light: number): void {
    const { x, y } = this.#point.copy(source.at).project(camera);
    this.#ats.set(slot, x * camera.aspect, y, 1.5);
    this.#glows.light(slot, colour, light);
  }
}
