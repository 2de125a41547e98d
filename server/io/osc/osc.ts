import type { Drum } from "../../../shared/music/drums.ts";
import type { VoiceName } from "../../../shared/music/note.ts";

/**
 * Addresses of the generic OSC profile: numbers only, one value an address, so that TouchDesigner
 * and hardware learn can use it. PROTOCOL.md has the table.
 */
export const OSC_ROOT = "/antiphon";

export const OSC = {
  drum: (voice: VoiceName, drum: Drum) => `${OSC_ROOT}/${voice}/${drum}`,
  any: (voice: VoiceName) => `${OSC_ROOT}/${voice}/any`,
  density: (voice: VoiceName) => `${OSC_ROOT}/${voice}/density`,
  surprise: (voice: VoiceName) => `${OSC_ROOT}/${voice}/surprise`,
  beat: `${OSC_ROOT}/beat`,
  bar: `${OSC_ROOT}/bar`,
  phase: `${OSC_ROOT}/phase`,
  tempo: `${OSC_ROOT}/tempo`,
  playing: `${OSC_ROOT}/playing`,
  scene: `${OSC_ROOT}/scene`,
  intensity: `${OSC_ROOT}/intensity`,
  play: (drum: Drum) => `${OSC_ROOT}/play/${drum}`,
  set: `${OSC_ROOT}/set`,
} as const;
