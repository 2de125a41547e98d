// What the scenes on the emulated machine share: the programs that play in them, and the built server among these. Each
// writes what it printed into the folder of the scene's first argument.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const folder = process.argv[2];
export const children = [];

export const start = (name, command, args) => {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.pipe(createWriteStream(join(folder, `${name}.txt`)));
  child.stderr.pipe(createWriteStream(join(folder, `${name}.err.txt`)));
  children.push(child);
  return child;
};

/** What `ready` gives, as soon as it gives something. */
export const until = async (what, ready) => {
  for (let i = 0; i < 1500; i++) {
    const found = await ready();
    if (found) return found;
    await sleep(200);
  }
  throw new Error(`${what} did not happen within five minutes`);
};

/** `antiphon play` with the built server; resolves when it serves its pages. */
export const startServer = async (port, ...words) => {
  const server = start("server", process.execPath, ["dist/server/main.js", "play", "--port", String(port), ...words]);
  const address = `http://127.0.0.1:${port}`;
  await until("the server's start", () =>
    fetch(`${address}/health`).then(
      (answer) => answer.ok,
      () => false,
    ),
  );
  return { server, address };
};
