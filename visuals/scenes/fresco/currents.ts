import { cos, exp, sin, uniform, vec2 } from "three/tsl";
import { type Node, Vector2 } from "three/webgpu";

/** What moves the paint each time that a painting moves on, in half heights of the wall. */
export class Currents {
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
  /** What is left of the paint then, and of what the water washes. */
  readonly kept = uniform(0.99);
  readonly wash = uniform(0);

  /** How near the video's hand is to a place, 0 to 1. */
  near(place: Node<"vec2">): Node<"float"> {
    const off = place.sub(this.hand);
    return exp(off.dot(off).mul(-1.4));
  }

  /** Whither the paint at a place is moved, as far as that neither depends on the paint nor changes within a hand's breadth. */
  at(place: Node<"vec2">): Node<"vec2"> {
    // The wall's own slow currents: they turn, and neither gather nor thin the paint.
    const big = vec2(
      sin(place.y.mul(2.3).add(this.phase.x)).add(cos(place.y.mul(4.7).sub(place.x).add(this.phase.y)).mul(0.5)),
      sin(place.x.mul(1.9).sub(this.phase.y)).add(cos(place.x.mul(5.1).add(place.y).sub(this.phase.x)).mul(0.5)),
    ).mul(this.flow);
    const off = place.sub(this.hand).toVar();
    const near = this.near(place).toVar();
    const close = exp(off.dot(off).mul(-5));
    const swirl = vec2(off.y.negate(), off.x).mul(near.mul(this.turn));
    const press = off.mul(near.mul(this.push).add(close.mul(this.burst)));
    const cut = exp(off.y.abs().mul(-7)).mul(this.knife);
    const long = sin(place.x.mul(3.2).add(this.phase.x.mul(3))).mul(this.swell);
    return big
      .add(swirl)
      .add(press)
      .add(vec2(cut, this.lift.add(long)));
  }

  /** What the comb adds, upwards. */
  teeth(place: Node<"vec2">): Node<"float"> {
    return sin(place.x.mul(46)).mul(this.comb);
  }
}
