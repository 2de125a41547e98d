import type { SceneAbout } from "../../../shared/picture/scene-about.ts";

export const about: SceneAbout = {
  name: "clips",
  about: "Your own videos and images on a wall of cut screens, one a voice, chopped like a break by what it plays.",
  gestures: {
    kick: "the voice's screen cuts to the next slice and swells; the video's punches the whole wall nearer",
    snare: "it cuts to another clip through a slash of the old one; the video's rebuilds the wall in another layout",
    closed_hat: "it stutters in 32nds under shards of itself; the video's cuts every screen into blinds",
    open_hat: "it runs backwards, screen within screen; the video's draws the screens apart",
    low_tom: "the film is scratched back; the video's swings the wall to the left",
    mid_tom: "the film is held and squeezed; the video's draws the films nearer",
    high_tom: "the film is scratched forward; the video's swings the wall to the right",
    crash: "its bright parts are laid over everything; the video's lays one picture over all screens",
    ride: "its outlines glow in the voice's colour; the video's tilts the wall",
  },
  parameters: [
    { name: "grade", about: "from the clips' own colours to the palette's", min: 0, max: 1, default: 0.8 },
    { name: "chop", about: "how far scratches and stutters go through the film", min: 0, max: 2, default: 1 },
    { name: "wall", about: "from one picture behind everything to separate screens", min: 0, max: 1, default: 1 },
    { name: "layers", about: "how strongly crashes lay clips over one another", min: 0, max: 1.5, default: 1 },
    { name: "tear", about: "how far surprise tears the film", min: 0, max: 2, default: 1 },
    { name: "move", about: "how far the video moves the wall", min: 0, max: 1.5, default: 1 },
  ],
};
