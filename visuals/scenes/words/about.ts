import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "words",
  about: "A poster of the show's words: each voice has a field and a line of its own, and every drum does type to it.",
  gestures: {
    kick: "the line swells to its heaviest weight; the video's pushes the whole page nearer",
    snare: "the line is cut through and its halves shifted; the video's cuts the page in two",
    closed_hat: "one letter after the other jumps, a tick beside it; the video's sets crosses on the grid",
    open_hat: "the letters narrow and the spaces open; the video's opens the gutters between the fields",
    low_tom: "the left third of the line slides down; the video's turns the page to the left",
    mid_tom: "the middle third slides up and down; the video's brings the page nearer until another tom",
    high_tom: "the right third slides up; the video's turns the page to the right",
    crash: "the letters fall apart and come back; the video's throws the fields apart",
    ride: "the line is echoed in outlines, row behind row; the video's sends rules across the columns",
  },
  parameters: [
    { name: "weight", about: "how heavy the letters are", min: -1, max: 1, default: 0 },
    { name: "paper", about: "from dark pages through both to white ones", min: 0, max: 1, default: 0.5 },
    { name: "bars", about: "for how many bars a page stays", min: 1, max: 16, default: 4 },
    { name: "gestures", about: "how far the drums move the letters", min: 0, max: 1.6, default: 1 },
    { name: "move", about: "how far the video moves the page", min: 0, max: 1.5, default: 1 },
    { name: "score", about: "how well one sees the ticks of what is coming", min: 0, max: 1, default: 1 },
  ],
};
