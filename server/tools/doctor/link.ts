import { createRequire } from "node:module";
import { type Check, finding } from "./check.ts";

/** Only looks whether it is there: loading it would announce this machine, and it aborts at exit. */
export const checkLink: Check = async () => {
  try {
    createRequire(import.meta.url).resolve("abletonlink");
    return [finding("Ableton Link", "fine", "installed; off unless a show or --clock link asks for it")];
  } catch {
    const text = `optional and not installed; with a C++ compiler "npm install abletonlink" builds it`;
    return [finding("Ableton Link", "missing", text)];
  }
};
