import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { CHROMIUM_ARGUMENTS } from "../../server/tools/browser/chromium-arguments.ts";
import { findChromium } from "../../server/tools/browser/find-chromium.ts";

/** What Debian calls the browser and the software renderer that draws the stage without a graphics card. */
const DEBIAN_PACKAGES = ["chromium", "libegl1", "libgl1-mesa-dri", "fonts-dejavu-core"];

const ARGUMENTS = ["--no-sandbox", ...CHROMIUM_ARGUMENTS, "--autoplay-policy=no-user-gesture-required"];

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

/** A busy machine is slow, not wrong: so long a page may take for what is waited for. */
const PAGE_TIMEOUT_MS = 90_000;

/** Starts the browser, whose pages are waited for with patience; the caller closes it. */
export const launchChromium = async (extraArguments: readonly string[] = []): Promise<Browser> => {
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...ARGUMENTS, ...extraArguments] });
  const newPage = browser.newPage.bind(browser);
  browser.newPage = async (options) => {
    const page = await newPage(options);
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    return page;
  };
  return browser;
};
