import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const LOOPBACK = resolve("../shared/tools/loopback-net");

const isInstalled = (): boolean => {
  try {
    createRequire(import.meta.url).resolve("abletonlink");
    return true;
  } catch {
    return false;
  }
};

/** Why Link, which is heard by a whole network and so is only ever started where there is none, cannot be tested here; empty if it can. */
export const linkSkipped = !existsSync(LOOPBACK)
  ? " (skipped: no ../shared)"
  : isInstalled()
    ? ""
    : " (skipped: abletonlink is not installed)";

/** Runs a file of tests in a network of its own, and gives what it printed and its exit code. */
export const runInLoopbackNet = (file: string): { readonly code: number | null; readonly output: string } => {
  const vitest = resolve("node_modules/vitest/vitest.mjs");
  const { status, stdout, stderr } = spawnSync(
    LOOPBACK,
    ["--", process.execPath, vitest, "run", "--project", "loopback", "--reporter", "verbose", file],
    { encoding: "utf8", timeout: 280_000 },
  );
  return { code: status, output: stdout + stderr };
};

/** Processes that we started and that run Link, by their id. */
export const linkProcesses = (): readonly number[] =>
  readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      try {
        return (
          readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("link-process") &&
          readFileSync(`/proc/${pid}/status`, "utf8").includes(`\nPPid:\t${process.pid}\n`)
        );
      } catch {
        // It is none, or has ended since.
        return false;
      }
    });

/** What the other program in a session reads. */
export interface PeerReading {
  readonly at: number;
  readonly beat: number;
  readonly bpm: number;
  readonly isPlaying: boolean;
  readonly numPeers: number;
}

/** Another program in a Link session. */
export class LinkPeer {
  readonly readings: PeerReading[] = [];
  readonly #child: ChildProcess;

  constructor(tempo: number) {
    const script = fileURLToPath(new URL("../fixtures/link/peer.js", import.meta.url));
    this.#child = spawn(process.execPath, [script, String(tempo)], { stdio: ["pipe", "pipe", "ignore"] });
    createInterface({ input: this.#child.stdout! }).on("line", (line) => this.readings.push(JSON.parse(line)));
  }

  order(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  get last(): PeerReading | undefined {
    return this.readings.at(-1);
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }
}
