import { readdir, stat, utimes } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { type Finish, finishBeside } from "./finish.ts";
import { giveName } from "./recording-file.ts";

export interface FinishingOptions {
  readonly folder: string;
  /** The time of day, as files are dated. */
  readonly today: () => Date;
  readonly finish?: Finish;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/** A recording that nobody has added to for so long is over, whoever made it: longer than a silent stage is waited for. */
const LEFT_MS = 30_000;
/** How long a server that ends waits; what is finished then goes on. */
const FINISH_WITHIN_MS = 1100;

/** As `datedName` names them: other programs' files are left alone. */
const RECORDING_PART = /^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d.*\.(mp4|webm)\.part$/;

/** Has recordings finished that are over, and those that a crash has left. */
export class Finishing {
  readonly #options: FinishingOptions;
  readonly #going = new Set<Promise<string>>();
  #cancelLook: () => void = () => {};

  constructor(options: FinishingOptions) {
    this.#options = options;
  }

  /** Looks once, in a while, for what a crash has left. */
  lookForLeft(): void {
    const { time } = this.#options;
    this.#cancelLook = time.wake(ms(time.now() + LEFT_MS), () => void this.#finishLeft());
  }

  /** Resolves with what people find it by. `why` says why it had to end, if it had. */
  finish(part: string, why: string, soundEarly: Ms): Promise<string> {
    const going = this.#finish(part, soundEarly, (name) =>
      why === ""
        ? this.#say("info", `Recorded: ${name}.`)
        : this.#say("error", `The recording has ended (${why}); what was recorded until then is in ${name}.`),
    );
    this.#going.add(going);
    void going.finally(() => this.#going.delete(going));
    return going;
  }

  async dispose(): Promise<void> {
    const { time } = this.#options;
    this.#cancelLook();
    let cancel = (): void => {};
    const tooLong = new Promise<void>((resolve) => {
      cancel = time.wake(ms(time.now() + FINISH_WITHIN_MS), resolve);
    });
    await Promise.race([Promise.all(this.#going), tooLong]);
    cancel();
  }

  async #finish(part: string, soundEarly: Ms, tell: (name: string) => void): Promise<string> {
    const { folder, finish = finishBeside } = this.#options;
    const told = await finish(folder, part, soundEarly / 1000);
    // What cannot be finished plays all the same.
    const name = join(basename(folder), told.ok ? told.name : await giveName(folder, part, part).catch(() => part));
    tell(name);
    if (!told.ok)
      this.#say(
        "warning",
        `${name} is as it was recorded, without length and index, so that players may not seek in it: ${told.reason}.`,
      );
    return name;
  }

  async #finishLeft(): Promise<void> {
    const { folder, today } = this.#options;
    try {
      const names = await readdir(folder).catch(() => []);
      for (const part of names.filter((name) => RECORDING_PART.test(name))) {
        const path = join(folder, part);
        if (today().getTime() - (await stat(path)).mtimeMs < LEFT_MS) continue;
        // Another server that looks now takes it for one that grows.
        await utimes(path, today(), today());
        await this.#finish(part, ms(0), (name) =>
          this.#say("info", `A recording that was cut off is finished: ${name}.`),
        );
      }
    } catch (error) {
      this.#say("warning", `Recordings that were cut off could not be finished: ${reasonOf(error)}.`);
    }
  }

  #say(level: "info" | "warning" | "error", text: string): void {
    this.#options.report({ room: "recordings", level, text });
  }
}
