import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "fresco",
  about:
    "A wall of wet paint: each voice has a brush and a place; paint runs, mixes and dries, and the video stirs it.",
  gestures: {
    kick: "a heavy blot is pressed onto the wall and runs; the video's presses the paint outwards",
    snare: "a broad slash of the flat brush; the video's draws a knife across the wall",
    closed_hat: "two touches of a fine brush; the video's combs fine ripples into the paint",
    open_hat: "an arc in one turn of the wrist; the video's washes paint off with clear water",
    low_tom: "a bow swept down to the left; the video's stirs the wall to the left",
    mid_tom: "a wave pulled across; the video's lifts the paint upwards",
    high_tom: "a bow swept up to the right; the video's stirs the wall to the right",
    crash: "paint is thrown: drops and rays all around; the video's bursts the paint from one point",
    ride: "a rake of fine parallel lines; the video's sends a slow swell through the paint",
  },
  parameters: [
    { name: "brush", about: "how large the brushes are", min: 0.4, max: 2, default: 1 },
    { name: "flow", about: "how far the paint runs", min: 0, max: 2, default: 1 },
    { name: "drying", about: "how fast paint sinks into the wall", min: 0.4, max: 3, default: 1 },
    { name: "relief", about: "how thick the paint stands in the light", min: 0, max: 2, default: 1 },
    { name: "stir", about: "how far the video stirs the wall", min: 0, max: 2, default: 1 },
  ],
};
