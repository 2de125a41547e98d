import { DRUMS } from "../../../../shared/music/drums.ts";
import { OSC } from "../osc.ts";
import type { OscProfile } from "../osc-profile.ts";

/** Numbers only, one value an address, all of them floats: what TouchDesigner and hardware learn understand. */
export const generic: OscProfile = {
  name: "generic",
  rules: [
    ...DRUMS.map((drum) => ({ source: "note", drum, address: OSC.drum("{voice}", drum), type: "f" }) as const),
    { source: "note", address: OSC.any("{voice}"), type: "f" },
    { source: "density", address: OSC.density("{voice}"), type: "f" },
    { source: "surprise", address: OSC.surprise("{voice}"), type: "f" },
    { source: "beat", address: OSC.beat, type: "f" },
    { source: "bar", address: OSC.bar, type: "f" },
    { source: "phase", address: OSC.phase, type: "f" },
    { source: "tempo", address: OSC.tempo, type: "f", refresh: true },
    { source: "playing", address: OSC.playing, type: "f", refresh: true },
    { source: "scene", address: OSC.scene, type: "f", refresh: true },
    { source: "intensity", address: OSC.intensity, type: "f", refresh: true },
  ],
};
