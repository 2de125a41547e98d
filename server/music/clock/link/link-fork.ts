import { spawnProcess } from "../../../core/threads/spawn.ts";
import type { LinkNews, LinkOrder } from "./link-messages.ts";
import type { StartLink } from "./link-source.ts";

/** Starts Ableton Link on this machine: from here on it is heard of by everybody in the network. */
export const forkLink: StartLink = (beginning, { news, ended }) => {
  const child = spawnProcess(new URL("./link-process.ts", import.meta.url), [JSON.stringify(beginning)], {
    execArgv: [],
    // The library writes to standard error when it aborts.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.on("message", (message) => news(message as LinkNews));
  child.on("error", (error) => ended(error.message));
  child.on("exit", (code, signal) => ended(signal ?? `code ${code}`));
  return {
    send: (order: LinkOrder) => {
      // A channel that is closed is an end that is told of in a moment.
      if (child.connected) child.send(order, () => {});
    },
    kill: () => void child.kill("SIGKILL"),
  };
};
