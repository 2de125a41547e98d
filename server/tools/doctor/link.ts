import { createRequire } from "node:module";
import type { Check } from "./check.ts";

/** Only looks whether it is there: loading it would announce this machine, and it aborts at exit. */
export const checkLink: Check = async () => {
  try {
    createRequire(import.meta.url).resolve("abletonlink");
    return [
      { subject: "Ableton Link", state: "fine", text: "installed; off unless a show or --clock link asks for it" },
    ];
  } catch {
    const text = `optional and not installed; with a C++ compiler "npm install abletonlink" builds it`;
    return [{ subject: "Ableton Link", state: "missing", text }];
  }
};
