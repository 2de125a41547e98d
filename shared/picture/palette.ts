/** The colours of a picture, as `#rrggbb` in sRGB. Scenes use them as light. */
export interface Palette {
  readonly name: string;
  /** 0 cool and calm to 1 hot and wild: what the director chooses by. */
  readonly heat: number;
  /** The darkest ground: what a projector shows as night. */
  readonly night: string;
  /** The glow at the edge of the ground. */
  readonly horizon: string;
  /** What belongs to no voice: the light of the picture itself. */
  readonly light: string;
  /** For the rare thing that must be seen against everything else. */
  readonly accent: string;
  /** One for each sounding voice in the show's order (drummer, model1, model2, ...); more voices begin again from the first. */
  readonly voices: readonly [string, ...string[]];
  /** The voice whose notes are gestures of the picture. */
  readonly video: string;
}

/**
 * The house's palettes. In each of them the drummer, the first two models and the video are far
 * apart in normal sight and with each of the three kinds of colour blindness.
 */
export const PALETTES: readonly [Palette, ...Palette[]] = [
  {
    name: "ember",
    heat: 0.7,
    night: "#05040a",
    horizon: "#3a2350",
    light: "#ffe9cf",
    accent: "#fff15c",
    voices: ["#ff8a2a", "#35c3ff", "#d6336c", "#ffe08a", "#8f6bff"],
    video: "#f4fbff",
  },
  {
    name: "aurora",
    heat: 0.25,
    night: "#020807",
    horizon: "#0f6a63",
    light: "#dcfff0",
    accent: "#ff5fd2",
    voices: ["#ffd23f", "#14b888", "#6a55e8", "#ff6f91", "#4fd8ff"],
    video: "#e8fff6",
  },
  {
    name: "bone",
    heat: 0.35,
    night: "#070605",
    horizon: "#5a4636",
    light: "#fff7ea",
    accent: "#e8ff5a",
    voices: ["#ffae52", "#f7f3e8", "#b03a26", "#8a7a66", "#c8a0b4"],
    video: "#7fa8c0",
  },
  {
    name: "violet",
    heat: 0.6,
    night: "#05030c",
    horizon: "#4a1f80",
    light: "#ffdff7",
    accent: "#d8ff3e",
    voices: ["#ff6a5a", "#5f6bff", "#ee98ff", "#45e3ff", "#ffc24f"],
    video: "#fff4cf",
  },
  {
    name: "tide",
    heat: 0.1,
    night: "#02060d",
    horizon: "#0d4f78",
    light: "#dff1ff",
    accent: "#ff7ad9",
    voices: ["#ffb347", "#2d7dd2", "#22cdb4", "#ff6b6b", "#b5c4ff"],
    video: "#f6faff",
  },
  {
    name: "acid",
    heat: 1,
    night: "#050704",
    horizon: "#2f4a10",
    light: "#f4ffd9",
    accent: "#fffb00",
    voices: ["#a8ea00", "#ff2f8f", "#3a7bff", "#ff9f1c", "#7affd0"],
    video: "#ffffff",
  },
  {
    name: "rust",
    heat: 0.85,
    night: "#080403",
    horizon: "#5f2313",
    light: "#ffe3c4",
    accent: "#7dfcff",
    voices: ["#ff6b2c", "#4db3aa", "#97406a", "#ffc680", "#5583b8"],
    video: "#fff3e2",
  },
  {
    name: "glacier",
    heat: 0,
    night: "#03060a",
    horizon: "#274b6b",
    light: "#eef7ff",
    accent: "#ff8a5c",
    voices: ["#ffc45e", "#6cc6f5", "#4157c9", "#a5e6cf", "#d77bb5"],
    video: "#ffffff",
  },
  {
    name: "orchid",
    heat: 0.5,
    night: "#080309",
    horizon: "#5c1a56",
    light: "#ffe6f8",
    accent: "#b6ff4a",
    voices: ["#ffb638", "#c13cc9", "#2fbdb0", "#ff7f9f", "#6c7bff"],
    video: "#fff5fc",
  },
  {
    name: "noir",
    heat: 0.45,
    night: "#040405",
    horizon: "#33343a",
    light: "#f2f2f0",
    accent: "#ffe14a",
    voices: ["#ff6a4d", "#f7f7f5", "#626876", "#ffd24a", "#4f86d6"],
    video: "#a9c6e2",
  },
];

/** The palette of that name among `palettes`; an unknown name gives the first of the house, so that the picture goes on. */
export const paletteNamed = (name: string, palettes: readonly Palette[] = PALETTES): Palette =>
  palettes.find((known) => known.name === name) ?? PALETTES[0];
