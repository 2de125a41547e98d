import { exp, positionGeometry, screenSize, uniform, varying, vec2, vec4 } from "three/tsl";
import { Vector3 } from "three/webgpu";
import { plainMaterial } from "../../drawing/lines/strip.ts";
import { Surface, screenNet } from "../../drawing/surface.ts";

const COLUMNS = 24;
const ROWS = 14;

/** What the portrait hangs on: night at the edges, a glow behind the heads, worked out at the corners of a coarse grid. */
export class Wall extends Surface {
  readonly night = uniform(new Vector3());
  readonly glow = uniform(new Vector3());

  constructor() {
    super(screenNet(COLUMNS, ROWS), plainMaterial("portrait wall"), -1);
    const at = vec2(
      positionGeometry.x.mul(screenSize.x.div(screenSize.y)).mul(0.62),
      positionGeometry.y.sub(0.12),
    ).toVar();
    const glow = exp(at.dot(at).mul(-1.5));
    this.material.vertexNode = vec4(positionGeometry.xy, 0.9999, 1);
    this.material.fragmentNode = vec4(varying(this.night.mul(glow.mul(0.6).add(0.4)).add(this.glow.mul(glow))), 1);
  }
}
