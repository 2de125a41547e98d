import { spawnProcess } from "../../core/threads/spawn.ts";

/** What became of it. */
export type Finished = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly reason: string };

/**
 * Makes of the recording `part` in `folder` a file with length and index, in which sound that comes
 * too early by so many seconds does not. Resolves when that is there under its own name, and the part
 * gone; or with the reason, and the part is as it was. Never rejects.
 */
export type Finish = (folder: string, part: string, soundEarly: number) => Promise<Finished>;

/** In a process of its own, which goes on when the server ends. */
export const finishBeside: Finish = (folder, part, soundEarly) =>
  new Promise((resolve) => {
    const words = [folder, part, String(soundEarly)];
    const worker = spawnProcess(new URL("./finish-process.ts", import.meta.url), words, { stdio: "ignore" });
    worker.once("message", (told) => resolve(told as Finished));
    worker.once("error", ({ message }) => resolve({ ok: false, reason: message }));
    // It comes after the last message, where "exit" may come before.
    worker.once("disconnect", () => resolve({ ok: false, reason: "the process that finishes it was stopped" }));
  });
