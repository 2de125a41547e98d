import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../fixtures/hostile/witness.ts", import.meta.url));

/** How long hits were on their way to the server and back to who played them, in milliseconds. */
export interface Measured {
  readonly hits: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

type Told = { readonly heard: number } | { readonly cutOff: string } | { readonly waiting: readonly number[] };

/** Plays and hears, a hundred hits a second, in a process of its own. The caller closes it. */
export class Witness {
  readonly #child: ChildProcess;
  readonly #heard: number[] = [];
  readonly #cutOff: string[] = [];
  #onWaiting: ((waiting: readonly number[]) => void) | null = null;

  constructor(port: number) {
    this.#child = fork(PROGRAM, [String(port)], { execArgv: ["--import", "tsx"] });
    this.#child.on("message", (told: Told) => {
      if ("heard" in told) this.#heard.push(told.heard);
      else if ("cutOff" in told) this.#cutOff.push(told.cutOff);
      else this.#onWaiting?.(told.waiting);
    });
  }

  /** Why the server ended its connection, each time. */
  get cutOff(): readonly string[] {
    return this.#cutOff;
  }

  /** Resolves when it hears itself. */
  async ready(): Promise<void> {
    const before = this.#heard.length;
    while (this.#heard.length === before) {
      if (this.#child.exitCode !== null) throw new Error("the witness has ended");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** What it hears while `something` is done; what it has not heard by then counts as long as it waited. */
  async during(something: () => Promise<void>): Promise<Measured> {
    this.#heard.length = 0;
    await something();
    const waiting = await new Promise<readonly number[]>((resolve) => {
      this.#onWaiting = resolve;
      this.#child.send("waiting");
    });
    const sorted = [...this.#heard, ...waiting].sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    return { hits: sorted.length, p50: at(0.5), p99: at(0.99), longest: at(1) };
  }

  close(): void {
    this.#child.kill("SIGKILL");
  }
}
