import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "bricks",
  about:
    "A tunnel of bricks: the models' next bars come towards the viewer and burst on the hit, the drummer's fly into the depth.",
  gestures: {
    kick: "a heavy brick breaks in lumps and a band of light runs down the wall; the video's throws the viewer forward",
    snare: "the brick splinters sideways; the video's rolls the tunnel",
    closed_hat: "a few chips spring off; the video's lights the mortar",
    open_hat: "the whole lane lights up and goes out slowly; the video's opens the light at the far end",
    low_tom: "the brick is thrown to the wall on its left; the video's bends the tunnel to the left",
    mid_tom: "the brick is thrown across; the video's bends the tunnel upwards",
    high_tom: "the brick is thrown to the wall on its right; the video's bends the tunnel to the right",
    crash:
      "the brick bursts towards the viewer and a hoop of light runs round all walls; the video's twists the tunnel",
    ride: "flat stones skip down the lane; the video's rocks the viewer from side to side",
  },
  parameters: [
    { name: "bend", about: "how far the tunnel bends and twists", min: 0, max: 2, default: 1 },
    { name: "shards", about: "how many pieces a brick breaks into", min: 0, max: 2, default: 1 },
    { name: "mortar", about: "light in the seams and on the bar lines", min: 0, max: 3, default: 1 },
    { name: "shake", about: "how much the video shakes the viewer", min: 0, max: 1.5, default: 1 },
    { name: "glow", about: "light of the voices on their walls", min: 0, max: 2, default: 1 },
  ],
};
