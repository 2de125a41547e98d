import { clamp, dot, float, max, mix, normalize, reflect, sin, smoothstep, step, vec3 } from "three/tsl";
import type { Node } from "three/webgpu";
import type { Body } from "./body.ts";
import type { Form } from "./form.ts";
import type { Light } from "./light.ts";

/** The light that comes from a point on a body's surface, seen along `way`; its neighbours shade it. */
export const shaded = (
  point: Node<"vec3">,
  way: Node<"vec3">,
  body: Body,
  form: Form,
  others: readonly Body[],
  light: Light,
): Node<"vec3"> => {
  const surface = form.surface(point);
  const cut = form.cut(point).toVar();
  const ring = form.ring(point).toVar();
  const inCut = step(surface.melted, cut.sub(0.002)).toVar();
  const onRing = step(ring, max(surface.melted, cut)).toVar();
  const beads = sin(point.mul(54).add(point.yzx.mul(38))).mul(body.beads);
  const normal = normalize(surface.normal.add(beads)).toVar();

  // The glaze: light from the lamp, soft; from the window behind; from the floor; and what it mirrors.
  const facing = clamp(dot(normal, way).negate(), 0, 1).toVar();
  const rim = float(1).sub(facing).toVar();
  const rim2 = rim.mul(rim).toVar();
  const lit = dot(normal, light.lamp);
  const soft = clamp(lit.mul(0.7).add(0.3), 0, 1);
  const shadow = shadowOn(point, others, light);
  // Joints and the foot are dark: the field there is nearer than the normal says.
  const joint = clamp(
    form
      .melted(point.add(normal.mul(0.14)))
      .sub(surface.melted)
      .mul(1 / 0.14),
    0,
    1,
  );
  const ground = smoothstep(-0.05, 0.5, point.y).mul(0.7).add(0.3);
  const dark = joint.mul(0.75).add(0.25).mul(ground).toVar();
  const clay = mix(body.tint, vec3(1, 1, 1), 0.06).toVar();
  const sky = normal.y.mul(0.3).add(0.4);
  // Where light fades it goes through the clay, and is coloured once more.
  const lampSide = mix(clay, vec3(1, 1, 1), soft)
    .mul(light.lampLight)
    .mul(soft.mul(soft).mul(1.25));
  const behind = clamp(normal.z.mul(-0.8).add(0.35), 0, 1).mul(rim);
  const diffuse = clay.mul(lampSide.mul(shadow).add(light.wall.mul(sky)).add(light.windowLight.mul(behind))).mul(dark);

  const mirror = reflect(way, normal).toVar();
  const fresnel = rim2.mul(rim2).mul(0.8).add(0.05).mul(light.gloss);
  const box = smoothstep(0.94, 0.97, dot(mirror, light.lamp)).mul(6);
  const mirrored = light.windowLight
    .mul(light.seen(point, mirror, 0.25))
    .add(light.lampLight.mul(box))
    .add(mix(light.wall, light.floor, step(mirror.y, 0)).mul(0.6));
  // Light from inside shines through where the wall is seen face on.
  const through = body.tint.mul(body.inside.mul(facing.mul(facing).mul(0.42)));
  const glazed = diffuse.add(mirrored.mul(fresnel)).add(through);
  const core = mix(body.tint, vec3(1, 1, 1), 0.35).mul(body.inside.mul(1.3).add(1.1));
  const metal = mix(body.tint, vec3(1, 1, 1), 0.5)
    .mul(light.lampLight)
    .mul(1.5);
  return mix(mix(glazed, core, inCut), metal, onRing);
};

/** What lies between a point and the lamp shades it: how much light is left, 0 to 1. */
const shadowOn = (point: Node<"vec3">, others: readonly Body[], light: Light): Node<"float"> => {
  let shadow: Node<"float"> = float(1);
  for (const other of others) {
    const off = point.sub(other.bound.xyz).toVar();
    const along = dot(off, light.lamp).negate().toVar();
    const aside = dot(off, off).sub(along.mul(along)).max(0).sqrt().sub(other.bound.w.mul(0.5));
    shadow = shadow.mul(mix(float(1), smoothstep(-0.15, 0.35, aside), step(0, along).mul(0.7)));
  }
  return shadow;
};
