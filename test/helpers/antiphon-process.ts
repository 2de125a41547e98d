import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { io, type Socket } from "socket.io-client";
import type { ClientToServer, ServerToClient } from "../../shared/protocol/socket.ts";

/** The program as its user starts it, and what it printed. */
export class AntiphonProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  output = "";
  errors = "";

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, ["antiphon.js", ...args], { stdio: ["ignore", "pipe", "pipe"] });
    this.child.stdout!.on("data", (data: Buffer) => {
      this.output += data;
    });
    this.child.stderr!.on("data", (data: Buffer) => {
      this.errors += data;
    });
    this.exited = once(this.child, "close").then(() => this.child.exitCode);
  }

  /** Resolves when `text` was printed; rejects with all that was printed when the program ends before. */
  async printed(text: string): Promise<void> {
    const ended = this.exited.then((code) => {
      throw new Error(`ended with ${code}: ${this.output}${this.errors}`);
    });
    ended.catch(() => {});
    while (!this.output.includes(text) && !this.errors.includes(text))
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))]);
  }

  /** Ends it as a terminal does and gives the exit code. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    this.child.kill(signal);
    return this.exited;
  }
}

/** A program that speaks the protocol; the caller closes it. */
export const connectTo = (port: number, auth: Record<string, unknown> = {}): Socket<ServerToClient, ClientToServer> =>
  io(`http://127.0.0.1:${port}`, { transports: ["websocket"], auth });
