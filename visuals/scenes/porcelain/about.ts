import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "porcelain",
  about: "Three glazed bodies with light inside stand before a window of light; drums dent, split and melt them.",
  gestures: {
    kick: "the body is squashed and springs back; the video's swells the window and thrusts the viewer forward",
    snare: "the body is cut through and glows from the cut; the video's tilts the room",
    closed_hat: "the glaze shivers in fine beads; the video's draws bars of shadow over the window",
    open_hat: "a mouth opens in the body and shows its light; the video's opens the window wide",
    low_tom: "the body's foot swells to one side; the video's leads the viewer to the left",
    mid_tom: "the body's waist twists; the video's raises the viewer",
    high_tom: "the body's head leaps up on a thin neck; the video's leads the viewer to the right",
    crash: "the body flies apart into drops that melt together again; the video's breaks the window into rings",
    ride: "a ring of light turns around the body; the video's moves the lamp on, and all shadows with it",
  },
  parameters: [
    { name: "melt", about: "how softly the parts of a body run into one another", min: 0.4, max: 2.5, default: 1 },
    { name: "glaze", about: "how much the glaze mirrors", min: 0, max: 2, default: 1 },
    { name: "inside", about: "light inside the bodies", min: 0, max: 2.5, default: 1 },
    { name: "window", about: "light of the window behind them", min: 0.2, max: 2, default: 1 },
    { name: "hits", about: "how far hits deform the bodies", min: 0, max: 1.6, default: 1 },
    { name: "camera", about: "how far the video moves the viewer", min: 0, max: 1.5, default: 1 },
  ],
};
