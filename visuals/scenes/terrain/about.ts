import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "terrain",
  about:
    "A land at night that remembers the last minutes: every hit rises as a hill or a lamp and drifts to the horizon.",
  gestures: {
    kick: "a broad massif heaves up; the video's swells the aurora and pushes the viewer on",
    snare: "a jagged ridge tears up; the video's tilts the horizon",
    closed_hat: "a lamp is lit on the ground; the video's makes the aurora flicker on",
    open_hat: "a lamp throws a beam upwards; the video's brightens the whole aurora",
    low_tom: "a round hill on the left of the voice's land; the video's turns the look to the left",
    mid_tom: "a round hill in its middle; the video's lifts the viewer",
    high_tom: "a steep hill on its right; the video's turns the look to the right",
    crash: "a mountain breaks out and throws embers; the video's sets the aurora on fire",
    ride: "a string of lanterns is hung across; the video's ripples the curtains",
  },
  parameters: [
    { name: "relief", about: "how high the land stands", min: 0.3, max: 2, default: 1 },
    { name: "aurora", about: "light of the video in the sky", min: 0, max: 2.5, default: 1 },
    { name: "mist", about: "how bright the air is far away", min: 0, max: 2, default: 1 },
    { name: "look", about: "how far the video moves the viewer", min: 0, max: 1.5, default: 1 },
    { name: "lines", about: "light of the beats on the ground", min: 0, max: 2, default: 1 },
  ],
};
