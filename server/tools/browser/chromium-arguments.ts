/** What Chromium is started with that draws the stage: nothing but that. */
export const CHROMIUM_ARGUMENTS: readonly string[] = [
  // It refuses to run for root otherwise.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // Without a graphics card WebGL runs on Mesa, through ANGLE.
  ...(process.platform === "linux" ? ["--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist"] : []),
];
