import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { spawnProcess } from "../../core/threads/spawn.ts";

/** How far a film is. */
export interface RenderProgress {
  /** From 0 to 1. */
  readonly done: number;
  readonly secondsLeft: number | null;
}

/** How it ended; what is made of one that did not come to its end is kept beside it. */
export type RenderEnd =
  | { readonly how: "done" }
  | { readonly how: "stopped" }
  | { readonly how: "failed"; readonly reason: string };

/** Starts a film by these words, which follow "render" on its command line. */
export type Render = (
  words: readonly string[],
  onProgress: (progress: RenderProgress) => void,
) => Pick<RenderProcess, "ended" | "stop">;

/** `antiphon render` in a process of its own, of the lowest priority, which ends with the one that began it. */
export class RenderProcess {
  readonly #child: ChildProcess;
  #complaint = "";
  #stopped = false;

  /** Never rejects. */
  readonly ended: Promise<RenderEnd>;

  /** `words` follow "render" on its command line. */
  constructor(words: readonly string[], onProgress: (progress: RenderProgress) => void) {
    this.#child = spawnProcess(new URL("../../main.ts", import.meta.url), ["render", ...words, "--json"], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const { stdout, stderr } = this.#child;
    if (stdout !== null)
      createInterface({ input: stdout }).on("line", (line) => {
        const progress = progressIn(line);
        if (progress !== null) onProgress(progress);
      });
    if (stderr !== null)
      createInterface({ input: stderr }).on("line", (line) => {
        const [, complaint] = /^error: (.*)$/.exec(line) ?? [];
        if (complaint !== undefined) this.#complaint = complaint;
      });
    this.ended = new Promise((resolve) => {
      this.#child.once("error", ({ message }) => resolve({ how: "failed", reason: `It does not start: ${message}.` }));
      // "close" comes when all it said is heard.
      this.#child.once("close", (code) => resolve(this.#endBy(code)));
    });
  }

  /** What is made is kept. */
  stop(): void {
    this.#stopped = true;
    this.#child.kill("SIGTERM");
  }

  #endBy(code: number | null): RenderEnd {
    if (code === 0) return { how: "done" };
    if (this.#stopped || code === 130) return { how: "stopped" };
    return { how: "failed", reason: this.#complaint || `It ended with code ${code}.` };
  }
}

const progressIn = (line: string): RenderProgress | null => {
  try {
    const { done, secondsLeft = null } = JSON.parse(line) as Partial<RenderProgress>;
    return done === undefined ? null : { done, secondsLeft };
  } catch {
    return null;
  }
};
