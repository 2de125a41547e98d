import type { EventEmitter } from "node:events";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";

/** What fails again and again is told this often. */
const AGAIN_MS = 10_000;
const UNCAUGHT = ["uncaughtException", "unhandledRejection"] as const;

/**
 * Sees to it that a failure which no room has caught does not end the show: it is reported, with where it
 * came from, and everything else goes on. Node advises to end a process after one, but the rooms share
 * little, and on a stage silence and a black screen are certain harm. Returns a function that ends this.
 */
export const reportUncaught = (report: Reporter, time: TimeSource, program: EventEmitter = process): (() => void) => {
  let last = "";
  let lastAt = Number.NEGATIVE_INFINITY;
  const tell = (error: unknown): void => {
    const text = `Something failed that nobody had foreseen: ${reasonOf(error)}${stackLineOf(error)}. The show goes on.`;
    // A report may itself be what fails, as when the terminal is gone.
    if (text === last && time.now() - lastAt < AGAIN_MS) return;
    last = text;
    lastAt = time.now();
    report({ room: "app", level: "error", text });
  };
  for (const event of UNCAUGHT) program.on(event, tell);
  return () => {
    for (const event of UNCAUGHT) program.off(event, tell);
  };
};

/** The innermost line of the stack, for whoever will look for the mistake. */
const stackLineOf = (error: unknown): string => {
  const line = error instanceof Error ? error.stack?.split("\n").find((each) => each.trim().startsWith("at ")) : "";
  return line === undefined || line === "" ? "" : ` (${line.trim()})`;
};
