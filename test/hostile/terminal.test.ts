import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { readFile, writeFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { freePort } from "../../server/tools/bench/loopback.ts";
import { oscMessage } from "../helpers/osc-bytes.ts";
import { print } from "../helpers/siege.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { Witness } from "../helpers/witness.ts";

const PACKETS = 4000;
const AT_ONCE = 40;
const STOP = "\u0013";
/** Fills whatever the output is, until it takes nothing more, before the program begins. */
const FILL = "yes & a=$!; yes >&2 & b=$!; sleep 1; kill $a $b";
/** Of util-linux: runs a program on a terminal of its own. */
const hasScript = spawnSync("script", ["--version"]).status === 0;

describe("a terminal that nobody reads, full before the show begins", () => {
  const folder = temporaryFolder();
  const children: ChildProcess[] = [];
  const pids: number[] = [];
  let witness: Witness | null = null;
  afterEach(() => {
    witness?.close();
    for (const pid of pids.splice(0)) if (isThere(pid)) process.kill(pid, "SIGKILL");
    for (const child of children.splice(0)) child.kill("SIGKILL");
  });

  /** Plays while nothing of what the program prints is taken, complains of everything, and ends it. */
  const playThere = async (what: string, start: (command: string) => ChildProcess): Promise<void> => {
    const [port, oscPort, show, file] = [
      await freePort(),
      await freePort(),
      folder.path("show.json"),
      folder.path(what),
    ];
    await writeFile(show, JSON.stringify({ inputs: { demo: false } }));
    const play = `exec "${process.execPath}" antiphon.js play "${show}" --fresh --port ${port} --osc-in ${oscPort}`;
    children.push(start(`${FILL}; echo $$ > "${file}"; ${play}`));
    const health = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${port}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(health, { timeout: 90_000 }).toBe(true);
    const pid = Number(await readFile(file, "utf8"));
    pids.push(pid);
    witness = new Witness(port);
    await witness.ready();
    const heard = await witness.during(async () => {
      const socket = createSocket("udp4");
      for (let i = 0; i < PACKETS; i++) {
        socket.send(oscMessage(`/antiphon/nothing/${i}`, ["s", "x".repeat(1000)]), oscPort, "127.0.0.1");
        if (i % AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      }
      socket.close();
    });
    expect(await health()).toBe(true);
    await witness.ready();
    print(
      `${PACKETS} complaints on ${what} that is full; the witness p99 ${heard.p99.toFixed(1)} ms, ${heard.hits} hits`,
    );
    process.kill(pid, "SIGTERM");
    await expect.poll(() => isThere(pid), { timeout: 20_000 }).toBe(false);
  };

  it("stops nobody as a pipe", async () => {
    await playThere("a pipe", (command) => spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "pipe"] }));
    await expect.poll(() => children[0]?.exitCode).toBe(0);
  });

  it.skipIf(!hasScript)("stops nobody as a terminal stopped by Ctrl-S", async () => {
    await playThere("a terminal", (command) => {
      const child = spawn("script", ["-qfec", `sleep 1; ${command}`, "/dev/null"], { stdio: ["pipe", "pipe", "pipe"] });
      child.stdin!.write(STOP);
      return child;
    });
  });
});

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
