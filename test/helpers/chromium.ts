import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const USUAL_PATHS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/snap/bin/chromium",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/microsoft-edge",
  ],
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/** What Debian calls the browser and the software renderer that draws the stage without a graphics card. */
const DEBIAN_PACKAGES = ["chromium", "libegl1", "libgl1-mesa-dri", "fonts-dejavu-core"];

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--autoplay-policy=no-user-gesture-required",
  // Without a graphics card WebGL runs on Mesa, through ANGLE.
  ...(process.platform === "linux" ? ["--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist"] : []),
];

/** The browser's path: `CHROMIUM` in the environment, one of the usual places, or playwright's own; undefined without one. */
export const findChromium = (): string | undefined => {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM names "${named}", which does not exist; set it to a Chromium or Chrome, or unset it.`);
  }
  return [...(USUAL_PATHS[process.platform] ?? []), chromium.executablePath()].find((path) => existsSync(path));
};

/** Finds Chromium, or installs it where this is root on Debian, or throws one line that says what to install. */
export const ensureChromium = (): string => {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const install = (...words: readonly string[]): unknown =>
      execFileSync("apt-get", ["-qq", ...words], { stdio: ["ignore", "ignore", "inherit"], env: environment });
    install("update");
    install("install", "-y", "--no-install-recommends", ...DEBIAN_PACKAGES);
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "The browser tests need Chromium: install it (Debian: apt-get install chromium libegl1 libgl1-mesa-dri; elsewhere: Google Chrome), or set CHROMIUM to its path.",
  );
};

/** Starts the browser; the caller closes it. */
export const launchChromium = (extraArguments: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: ensureChromium(), args: [...ARGUMENTS, ...extraArguments] });
