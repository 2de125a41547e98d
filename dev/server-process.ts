import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** An editor or git writes several files at once; they count as one change. */
const SETTLE_MS = 100;
/** So long it may take to end its notes. */
const PATIENCE_MS = 5000;

/** The server from its sources: begun anew when told to, and not by itself when it has ended by itself. */
export class ServerProcess {
  readonly #args: readonly string[];
  #child: ChildProcess | null = null;
  #settling: NodeJS.Timeout | undefined;
  #stopped = false;

  /** `args` are those of `antiphon play`. */
  constructor(args: readonly string[]) {
    this.#args = args;
  }

  start(): void {
    const args = ["--import", "tsx", "server/main.ts", "play", ...this.#args];
    // Its standard output would name another address than the one to open.
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
    this.#child = child;
    child.once("close", () => {
      if (this.#child !== child) return;
      this.#child = null;
      if (!this.#stopped) process.stderr.write("The server has ended; it begins again with the next save.\n");
    });
  }

  /** Something it is made of has changed. */
  restart(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(async () => {
      await this.#end();
      if (this.#stopped) return;
      process.stderr.write("The server begins anew ...\n");
      this.start();
    }, SETTLE_MS);
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#settling);
    await this.#end();
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    const closed = once(child, "close");
    const tooLong = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    child.kill("SIGTERM");
    await closed;
    clearTimeout(tooLong);
  }
}
