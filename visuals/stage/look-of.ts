import type { Cue } from "../../shared/music/cue.ts";
import { PALETTES, type Palette } from "../../shared/picture/palette.ts";
import { NO_PASSES, PASSES, type PassDoses, type PassName } from "../../shared/picture/passes.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import type { Look } from "./cue-sequencer.ts";

/** The palette of a show whose picture nobody directs: the house's first, with the show's own colours for its voices. */
export const SHOW_PALETTE = "";

/** What a picture that nobody directs looks like. */
const UNDIRECTED: PassDoses = { ...NO_PASSES, bloom: 0.55, grade: 0.3, grain: 0.25 };

/** How the picture is meant to look now, by what the server said of it on the welcome. */
export const lookOf = (snapshot: Snapshot, cue: Cue | null): Look => ({
  scene: cue?.scene ?? snapshot.scene,
  seed: cue?.seed ?? snapshot.seed,
  palette: cue?.palette ?? SHOW_PALETTE,
  intensity: cue?.intensity ?? 0.5,
  passes: cue?.passes ?? UNDIRECTED,
});

export const showPalette = ({ colours, voices }: Snapshot): Palette => {
  const [house] = PALETTES;
  const [first = house.voices[0], ...more] = voices
    .filter(({ sounds }) => sounds)
    .map(({ name }) => colours[name] ?? house.light);
  return { ...house, name: SHOW_PALETTE, voices: [first, ...more] };
};

/** Mixes two looks' doses into `into`; what is set by hand goes before. @realtime yes */
export const mixDoses = (
  into: Record<PassName, number>,
  from: PassDoses,
  to: PassDoses,
  share: number,
  byHand: Readonly<Partial<Record<PassName, number>>>,
): void => {
  for (const name of PASSES) into[name] = byHand[name] ?? from[name] + (to[name] - from[name]) * share;
};
