import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Health } from "../../../shared/protocol/health.ts";
import { projectFolder } from "../../core/files/project-folder.ts";
import { freePort } from "./loopback.ts";

/** The built program as its user starts it, on ports of its own. */
export class Program {
  readonly url: string;
  /** Rejects when it ends. */
  readonly ended: Promise<never>;
  readonly #process: ChildProcess;

  private constructor(port: number, options: readonly string[]) {
    this.url = `http://127.0.0.1:${port}`;
    const words = [join(projectFolder, "antiphon.js"), "play", "--port", `${port}`, "--osc-in", "0", ...options];
    this.#process = spawn(process.execPath, words, { stdio: "ignore" });
    this.ended = endOf(this.#process);
    this.ended.catch(() => {});
  }

  /** `options` are those of `antiphon play`. */
  static async start(...options: readonly string[]): Promise<Program> {
    return new Program(await freePort(), options);
  }

  /** Resolves when it serves its pages; rejects if it ends before. */
  async ready(): Promise<void> {
    while (!(await this.health().catch(() => null))) await this.playOn(50);
  }

  async health(): Promise<Health> {
    const answer = await fetch(`${this.url}/health`);
    return (await answer.json()) as Health;
  }

  /** Waits, in milliseconds; rejects if it ends meanwhile. */
  async playOn(length: number): Promise<void> {
    await Promise.race([sleep(length), this.ended]);
  }

  kill(): void {
    this.#process.kill();
  }
}

const endOf = async (program: ChildProcess): Promise<never> => {
  await once(program, "exit");
  throw new Error(`the program ended with code ${program.exitCode}; run "npm start" to see why`);
};
