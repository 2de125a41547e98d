import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "architecture",
  about: "Towers that the voices build storey by storey; a break empties them, the first hit brings everything back.",
  gestures: {
    kick: "lays a floor, and the tower gives under it; the video's comes closer",
    snare: "throws a wall upright; the video's sends an upright sheet of light through the building",
    closed_hat: "lights a window; the video's brightens all of them",
    open_hat: "hangs a long lamp; the video's lets a level sheet of light rise",
    low_tom: "lifts a column out of the floor; the video's walks around to the left",
    mid_tom: "swings a beam towards whom the voice listens to; the video's looks from higher up",
    high_tom: "lays a flight of stairs; the video's walks around to the right",
    crash: "sets a mast and throws its roof open; the video's draws the building apart as an exploded view",
    ride: "sets a row of posts that ripples; the video's swings around the building",
  },
  parameters: [
    { name: "walk", about: "how far the video moves the viewer", min: 0, max: 1.5, default: 1 },
    { name: "windows", about: "light of windows and lamps", min: 0, max: 2, default: 1 },
    { name: "air", about: "how light it is behind the building", min: 0.2, max: 2, default: 1 },
    { name: "explode", about: "how far a crash of the video draws the building apart", min: 0, max: 2, default: 1 },
  ],
};
