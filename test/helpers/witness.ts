import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../fixtures/hostile/witness.ts", import.meta.url));

/** How long hits were on their way to the server and back to who played them, in milliseconds. */
export interface Measured {
  readonly hits: number;
  readonly p50: number;
  readonly p99: number;
  /** The 99th percentile of how late the witness's own timers came: what the machine does to everybody. */
  readonly machine: number;
}

type Told =
  | { readonly heard: number }
  | { readonly late: number }
  | { readonly cutOff: string }
  | { readonly waiting: readonly number[] };

/** Plays and hears, a hundred hits a second, in a process of its own. The caller closes it. */
export class Witness {
  readonly #child: ChildProcess;
  readonly #heard: number[] = [];
  readonly #late: number[] = [];
  readonly #cutOff: string[] = [];
  #onWaiting: ((waiting: readonly number[]) => void) | null = null;

  constructor(port: number) {
    this.#child = fork(PROGRAM, [String(port)], { execArgv: ["--import", "tsx"] });
    this.#child.on("message", (told: Told) => {
      if ("heard" in told) this.#heard.push(told.heard);
      else if ("late" in told) this.#late.push(told.late);
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
    this.#late.length = 0;
    await something();
    const waiting = await new Promise<readonly number[]>((resolve) => {
      this.#onWaiting = resolve;
      this.#child.send("waiting");
    });
    const times = [...this.#heard, ...waiting];
    return {
      hits: times.length,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
      machine: percentile(this.#late, 0.99),
    };
  }

  close(): void {
    this.#child.kill("SIGKILL");
  }
}

const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
};
