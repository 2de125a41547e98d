import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "flow",
  about:
    "A hundred thousand grains of dust stream out of the voices in veils that remember every hit; the video is the wind.",
  gestures: {
    kick: "a shock ring runs out from the voice's source; the video's presses the whole field outward",
    snare: "the veil tears along a line; the video's slides the upper half of the picture against the lower",
    closed_hat: "the veil bristles with fine turbulence; the video's makes all dust shiver",
    open_hat: "the veil frays and opens wide; the video's lifts it towards the viewer",
    low_tom: "a vortex turns the veil to the left; the video's swings the viewer to the left",
    mid_tom: "the veil is drawn in and let go; the video's raises the viewer",
    high_tom: "a vortex turns the veil to the right; the video's swings the viewer to the right",
    crash: "dust bursts from the voice's source in all directions; the video's storms through the field",
    ride: "beads of light stream out along the strands; the video's drives the wind on",
  },
  parameters: [
    { name: "grains", about: "how dense the dust is; more needs a graphics card", min: 1, max: 10, default: 1 },
    { name: "wind", about: "how far the field bends the veils", min: 0, max: 2, default: 1 },
    { name: "reach", about: "how far out the veils stream", min: 0.5, max: 1.6, default: 1 },
    { name: "light", about: "how bright the dust is", min: 0.3, max: 2.5, default: 1 },
    { name: "hits", about: "how hard hits stir the dust", min: 0, max: 2, default: 1 },
    { name: "camera", about: "how far the video moves the viewer", min: 0, max: 1.5, default: 1 },
  ],
};
