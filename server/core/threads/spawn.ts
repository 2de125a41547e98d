import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { reasonOf } from "../../../shared/events/report.ts";

/**
 * Starts a worker from a module of this project. `module` names the TypeScript source, as in
 * `new URL("./output-worker.ts", import.meta.url)`: from a build its compiled neighbour is run,
 * from the sources (tests, `npm run dev`) the source itself, through tsx.
 */
export const spawnWorker = (module: URL, options: WorkerOptions = {}): Worker => {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL(module.href.replace(/\.ts$/, ".js")), options);
  return new Worker(module, { ...options, execArgv: [...(options.execArgv ?? []), "--import", registerTsx()] });
};

/** Resolves with the reason when a worker has ended, however it came. */
export const endOf = (worker: Worker): Promise<string> =>
  new Promise((resolve) => {
    let error: unknown;
    worker.on("error", (thrown) => {
      error = thrown;
    });
    worker.once("exit", (code) => resolve(error === undefined ? `it ended with code ${code}` : reasonOf(error)));
  });

/** The same as spawnWorker, for a process of its own. */
export const spawnProcess = (module: URL, args: readonly string[], options: ForkOptions = {}): ChildProcess => {
  if (!import.meta.url.endsWith(".ts")) return fork(fileURLToPath(module).replace(/\.ts$/, ".js"), args, options);
  return fork(fileURLToPath(module), args, {
    ...options,
    execArgv: [...(options.execArgv ?? []), "--import", import.meta.resolve("tsx")],
  });
};

/** `--import tsx` takes effect in the main thread only, so the worker registers it by itself. */
const registerTsx = (): string => {
  const api = import.meta.resolve("tsx/esm/api");
  return `data:text/javascript,import{register}from${encodeURIComponent(JSON.stringify(api))};register();`;
};
