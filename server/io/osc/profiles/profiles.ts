import type { OscProfile } from "../osc-profile.ts";
import { generic } from "./generic.ts";

/** Every profile, by the name a target gives. */
export const OSC_PROFILES: ReadonlyMap<string, OscProfile> = new Map(
  [generic].map((profile) => [profile.name, profile]),
);
