import { execFileSync } from "node:child_process";

/** Before the first system test of a run: builds the server once, as it is installed. */
export default (): void => {
  execFileSync("npm", ["run", "--silent", "build:server"], { stdio: "inherit" });
};
