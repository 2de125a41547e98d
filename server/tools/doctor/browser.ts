import { reasonOf } from "../../../shared/events/report.ts";
import { findChromium } from "../browser/find-chromium.ts";
import type { Check } from "./check.ts";

export const checkBrowser: Check = async () => {
  try {
    const path = findChromium();
    if (path !== undefined) return [{ subject: "browser", state: "fine", text: path }];
    const text = "no Chromium or Chrome found here; any recent browser that reaches this machine will do for the pages";
    return [{ subject: "browser", state: "missing", text }];
  } catch (error) {
    return [{ subject: "browser", state: "missing", text: reasonOf(error) }];
  }
};
