import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "ink",
  about: "A page on which the voices write their music line by line; the ink is wet, dries and fades.",
  gestures: {
    kick: "a heavy blot with drops around it; the video's prints a thick rule under the line",
    snare: "a slanted pull of the dry brush; the video's strikes through the whole line",
    closed_hat: "a tick of the pen; the video's sets a row of points above the line",
    open_hat: "a ring drawn in one go, left open; the video's draws a great circle around the pen",
    low_tom: "a stroke that falls; the video's tilts the page to the left",
    mid_tom: "a level stroke; the video's brings the page nearer",
    high_tom: "a stroke that rises; the video's tilts the page to the right",
    crash: "a burst of rays and drops; the video's throws a star over the whole page",
    ride: "three fine rings, one in the other; the video's lays a ladder of fine rules",
  },
  parameters: [
    { name: "size", about: "how large the writing is", min: 0.5, max: 1.8, default: 1 },
    { name: "drying", about: "how fast ink dries and fades", min: 0.4, max: 3, default: 1 },
    { name: "sketch", about: "how well one sees the pencil that runs ahead of the ink", min: 0, max: 1, default: 1 },
    { name: "move", about: "how far the video moves the page", min: 0, max: 1.5, default: 1 },
    {
      name: "paper",
      about: "from a dark sheet with bright inks to a white one with dark inks",
      min: 0,
      max: 1,
      default: 0,
    },
  ],
};
