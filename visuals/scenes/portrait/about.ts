import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "portrait",
  about:
    "Two heads face one another across nine strings: every fibre is a cell of the real network, lit by what it puts out and bent by what it remembers; the bar that is remembered of the drummer is woven into the strings.",
  gestures: {
    kick: "a wave rises from the stem through every fibre and the head nods; the video's pushes the viewer in",
    snare: "the mouth snaps open along the jaw; the video's tilts the picture",
    closed_hat: "sparks at the brow; the video's make the eye narrow for a blink",
    open_hat: "a breath leaves the lips; the video's widens the eye",
    low_tom: "the fibres of the nape swing; the video's turns the look to the left",
    mid_tom: "the fibres at the back of the head swing; the video's lifts the look",
    high_tom: "the fibres of the crown swing; the video's turns the look to the right",
    crash: "the whole head bristles and settles; the video's throws the viewer back",
    ride: "a ring of light runs from the chin over the crown; the video's turns the iris",
  },
  parameters: [
    { name: "cells", about: "light of what the cells put out", min: 0.2, max: 2, default: 1 },
    { name: "memory", about: "how far memory bends the fibres", min: 0, max: 2.5, default: 1 },
    { name: "unrest", about: "how much a network that is at a loss frays", min: 0, max: 2, default: 1 },
    { name: "leaning", about: "how far an expected drum draws its string", min: 0, max: 2.5, default: 1 },
    { name: "fracture", about: "how far a surprise splits the head", min: 0, max: 2, default: 1 },
    { name: "recall", about: "light of the bar that is remembered of the drummer", min: 0, max: 2, default: 1 },
    { name: "eye", about: "light of the video's eye", min: 0, max: 2, default: 1 },
    { name: "gaze", about: "how far the video moves the viewer", min: 0, max: 1.5, default: 1 },
  ],
};
