import type { Drum } from "../../../shared/music/drums.ts";
import type { VoiceName } from "../../../shared/music/note.ts";

/**
 * Addresses of the generic OSC profile: numbers only, one value an address, so that TouchDesigner
 * and hardware learn can use it. PROTOCOL.md has the table.
 */
const ROOT = "/antiphon";

export const OSC = {
  drum: (voice: VoiceName, drum: Drum) => `${ROOT}/${voice}/${drum}`,
  any: (voice: VoiceName) => `${ROOT}/${voice}/any`,
  density: (voice: VoiceName) => `${ROOT}/${voice}/density`,
  surprise: (voice: VoiceName) => `${ROOT}/${voice}/surprise`,
  beat: `${ROOT}/beat`,
  bar: `${ROOT}/bar`,
  phase: `${ROOT}/phase`,
  tempo: `${ROOT}/tempo`,
  playing: `${ROOT}/playing`,
  scene: `${ROOT}/scene`,
  intensity: `${ROOT}/intensity`,
  play: (drum: Drum) => `${ROOT}/play/${drum}`,
  set: `${ROOT}/set`,
} as const;
