import { availableParallelism } from "node:os";
import { type Check, finding } from "./check.ts";

/** Vite and the code itself need this much. */
const OLDEST = [20, 19] as const;

export const checkNode: Check = async () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const cores = availableParallelism();
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    return [finding("Node", "broken", `${process.version} is too old; install ${OLDEST.join(".")} or newer.`)];
  const text = `${process.version} on ${process.platform}, ${cores} cores`;
  if (cores < 2) return [finding("Node", "missing", `${text}; two or more keep the output on time.`)];
  return [finding("Node", "fine", text)];
};
