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
  /** All that is remembered of the voice. */
  heard(voice: VoiceName): HeardSteps;
  /** It remembers the voice by these from here on, in place of what it had. */
  load(voice: VoiceName, heard: HeardSteps): void;
}

interface StoredMemoryOptions {
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
export class StoredMemory {
  readonly #options: StoredMemoryOptions;
  readonly #file: KeptFile;
  /** What the file holds, or will soon. */
  #kept: HeardSteps;
  #cancelLook: () => void = () => {};

  private constructor(options: StoredMemoryOptions, file: KeptFile, kept: HeardSteps) {
    this.#options = options;
    this.#file = file;
    this.#kept = kept;
    this.#lookLater();
  }

  /** Reads the file and loads what is in it. Never rejects. */
  static async open(options: StoredMemoryOptions): Promise<StoredMemory> {
    const { voice, path, source, time, report } = options;
    const file = new KeptFile({ path, room: "rhythm", time, report });
    const found = await file.read();
    const heard = found === undefined ? NOTHING : parseHeardFile(found);
    if ("fault" in heard) await file.putAside(heard.fault);
    const kept = "fault" in heard ? NOTHING : heard;
    if (kept.patterns.length > 0) source.load(voice, kept);
    return new StoredMemory(options, file, kept);
  }

  /** Keeps what is new, as after it was forgotten. */
  keep(): void {
    const { voice, source } = this.#options;
    const heard = source.heard(voice);
    if (isDeepStrictEqual(heard, this.#kept)) return;
    this.#kept = heard;
    this.#file.keep(() => heardFileOf(heard));
  }

  /** Keeps the last of it. */
  async dispose(): Promise<void> {
    this.#cancelLook();
    this.keep();
    await this.#file.dispose();
  }

  #lookLater(): void {
    const { time } = this.#options;
    this.#cancelLook = time.wake(ms(time.now() + LOOK_EVERY_MS), () => {
      this.keep();
      this.#lookLater();
    });
  }
}

const NOTHING: HeardSteps = {
  patterns: new Uint16Array(),
  stepsInBar: new Uint8Array(),
  lastStepsOfBar: new Uint8Array(),
};
