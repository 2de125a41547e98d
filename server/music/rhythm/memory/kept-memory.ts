import { isDeepStrictEqual } from "node:util";
import type { Reporter } from "../../../../shared/events/report.ts";
import type { VoiceName } from "../../../../shared/music/note.ts";
import type { TimeSource } from "../../../../shared/time/time-source.ts";
import { ms } from "../../../../shared/time/units.ts";
import { KeptFile } from "../../../core/files/kept-file.ts";
import { heardFileOf, parseHeardFile } from "./heard-file.ts";
import type { HeardSteps } from "./heard-steps.ts";

/** Between two looks at whether there is more to keep. */
const LOOK_EVERY_MS = 30_000;

/** Who has what was heard of live voices. */
export interface HeardSource {
  /** All that is remembered of the voice; rejects while that cannot be had. */
  heard(voice: VoiceName): Promise<HeardSteps>;
  /** It remembers the voice by these from here on, in place of what it had. */
  load(voice: VoiceName, heard: HeardSteps): void;
}

interface KeptMemoryOptions {
  readonly voice: VoiceName;
  readonly path: string;
  readonly source: HeardSource;
  readonly time: TimeSource;
  readonly report: Reporter;
}

/**
 * What is remembered of a live voice, from one evening to the next: read once, and written every half minute in which
 * there is more of it, when it is forgotten, and at the end. A file that cannot be used is put aside with a sentence, and
 * the voice begins with nothing remembered.
 */
export class KeptMemory {
  readonly #options: KeptMemoryOptions;
  readonly #file: KeptFile;
  /** What the file holds, or will soon. */
  #kept: HeardSteps;
  #cancelLook: () => void = () => {};
  #ended = false;

  private constructor(options: KeptMemoryOptions, file: KeptFile, kept: HeardSteps) {
    this.#options = options;
    this.#file = file;
    this.#kept = kept;
    this.#lookLater();
  }

  /** Reads the file and loads what is in it. Never rejects. */
  static async open(options: KeptMemoryOptions): Promise<KeptMemory> {
    const { voice, path, source, time, report } = options;
    const file = new KeptFile({ path, room: "rhythm", time, report });
    const found = await file.read();
    const heard = found === undefined ? NOTHING : parseHeardFile(found);
    if ("fault" in heard) await file.putAside(heard.fault);
    const kept = "fault" in heard ? NOTHING : heard;
    if (kept.patterns.length > 0) source.load(voice, kept);
    return new KeptMemory(options, file, kept);
  }

  /** Keeps what is new, as after it was forgotten. Resolves when it is on its way; never rejects. */
  async keep(): Promise<void> {
    const { voice, source } = this.#options;
    // What cannot be had now is asked for again.
    const heard = await source.heard(voice).catch(() => null);
    if (heard === null || isDeepStrictEqual(heard, this.#kept)) return;
    this.#kept = heard;
    this.#file.keep(() => heardFileOf(heard));
  }

  /** Keeps the last of it; to be called while the source can still be asked. */
  async dispose(): Promise<void> {
    this.#ended = true;
    this.#cancelLook();
    await this.keep();
    await this.#file.dispose();
  }

  #lookLater(): void {
    const { time } = this.#options;
    this.#cancelLook = time.wake(ms(time.now() + LOOK_EVERY_MS), () => {
      void this.keep().then(() => {
        if (!this.#ended) this.#lookLater();
      });
    });
  }
}

const NOTHING: HeardSteps = {
  patterns: new Uint16Array(),
  stepsInBar: new Uint8Array(),
  lastStepsOfBar: new Uint8Array(),
};
