import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Before the first system test of a run: builds the server once, as it is installed. */
export default (): void => {
  if (existsSync("../shared/tools/alsa-vm"))
    execFileSync("npm", ["run", "--silent", "build:server"], { stdio: "inherit" });
  else console.log("The tests on a real ALSA sequencer are skipped: no ../shared");
};
