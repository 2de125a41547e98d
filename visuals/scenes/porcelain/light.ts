import { length, max, smoothstep, uniform, vec2 } from "three/tsl";
import { type Node, Vector3, Vector4 } from "three/webgpu";
import { WALL } from "./places.ts";

/** The light of the room: a lamp above in front, and a window of light in the wall behind. */
export class Light {
  /** Towards the lamp, and its colour. */
  readonly lamp = uniform(new Vector3(-0.5, 0.75, 0.45).normalize());
  readonly lampLight = uniform(new Vector3(1, 1, 1));
  /** Centre and half sizes of the window on the wall. */
  readonly window = uniform(new Vector4(0, 1.6, 1.9, 0.95));
  readonly windowLight = uniform(new Vector3());
  /** Bars of shadow over it, and rings in it, 0 to 1; where the rings run. */
  readonly bars = uniform(0);
  readonly rings = uniform(0);
  readonly run = uniform(0);
  /** What the wall and the floor are without light. */
  readonly wall = uniform(new Vector3());
  readonly floor = uniform(new Vector3());
  readonly gloss = uniform(1);

  /** How far a point of the wall is outside the window, negative inside. */
  outside(at: Node<"vec2">): Node<"float"> {
    const away = at.sub(this.window.xy).abs().sub(this.window.zw.sub(0.3)).toVar();
    return length(max(away, vec2(0, 0)))
      .add(max(away.x, away.y).min(0))
      .sub(0.3);
  }

  /** How much of the window is seen from `point` along `way`, its edge blurred by `blur`. */
  seen(point: Node<"vec3">, way: Node<"vec3">, blur: number): Node<"float"> {
    const far = point.z.sub(WALL).div(max(way.z.negate(), 0.02)).toVar();
    const at = point.xy.add(way.xy.mul(far)).toVar();
    return smoothstep(blur, -blur, this.outside(at)).mul(smoothstep(0.0, 0.08, way.z.negate()));
  }
}
