import { execFileSync } from "node:child_process";

/** Before a run against the program as it is started: builds what of it is not built, which the program does itself. */
export default (): void => {
  execFileSync(process.execPath, ["antiphon.js", "play", "--help"], { stdio: ["ignore", "ignore", "inherit"] });
};
