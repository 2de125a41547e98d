import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "antiphony",
  about: "Three bodies of light on dark water throw the music to one another; the video is the eclipse above them.",
  gestures: {
    kick: "the body's foot swells and a ring runs over the water; the video's thrusts the viewer forward",
    snare: "the body cracks and flashes white; the video's throws the horizon over",
    closed_hat: "a tick of light at the top; the video's makes stars fall and the water shiver",
    open_hat: "the top opens and shimmers; the video's lights up the horizon",
    low_tom: "the body bends low; the video's walks the viewer to the left",
    mid_tom: "the body bends in the middle; the video's lifts the viewer",
    high_tom: "the body bends high; the video's walks the viewer to the right",
    crash: "the body bursts open in sparks; the video's breaks the eclipse",
    ride: "the top precesses; the video's turns the rays of the eclipse",
  },
  parameters: [
    { name: "glow", about: "light in the air around the bodies", min: 0, max: 2, default: 1 },
    { name: "sparks", about: "sparks that fly from a hit", min: 0, max: 2, default: 1 },
    { name: "waves", about: "how rough the water is", min: 0, max: 3, default: 1 },
    { name: "camera", about: "how far the video moves the viewer", min: 0, max: 1.5, default: 1 },
  ],
};
