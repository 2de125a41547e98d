import { reasonOf } from "../../../shared/events/report.ts";
import { findChromium } from "../browser/find-chromium.ts";
import { type Check, finding } from "./check.ts";

export const checkBrowser: Check = async () => {
  try {
    const path = findChromium();
    if (path !== undefined) return [finding("browser", "fine", path)];
    const text = "no Chromium or Chrome found here; any recent browser that reaches this machine will do for the pages";
    return [finding("browser", "missing", text)];
  } catch (error) {
    return [finding("browser", "missing", reasonOf(error))];
  }
};
