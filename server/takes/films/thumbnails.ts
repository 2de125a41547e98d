import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Reporter } from "../../../shared/events/report.ts";
import { reasonOf } from "../../../shared/events/report.ts";
import { THUMBNAIL } from "../../../shared/protocol/thumbnail.ts";
import { writeWhole } from "../../core/files/write-whole.ts";
import { THUMBNAIL_FILE } from "../library.ts";
import type { Render } from "./render-process.ts";

/** A take whose picture is wanted. */
interface Wanted {
  readonly folder: string;
  /** Its length. */
  readonly seconds: number;
}

interface ThumbnailsOptions {
  readonly render: Render;
  readonly report: Reporter;
}

const FRAMES = ".thumbnail";
/** What moves is drawn for so long before its picture is taken, with so many frames a second. */
const MOVING_S = 2;
const FPS = 10;

/** Makes the pictures of takes, one after the other, while nobody else needs the machine: the middle of each. */
export class Thumbnails {
  readonly #options: ThumbnailsOptions;
  readonly #wanted = new Map<string, Wanted>();
  /** Not tried again in this run. */
  readonly #failed = new Set<string>();
  #process: ReturnType<Render> | null = null;
  #working: Promise<void> | null = null;
  #rests = false;

  constructor(options: ThumbnailsOptions) {
    this.#options = options;
  }

  /** Makes one when its turn has come; asking again is harmless. */
  want(wanted: Wanted): void {
    if (this.#failed.has(wanted.folder)) return;
    this.#wanted.set(wanted.folder, wanted);
    this.#work();
  }

  /** Resolves when none is being made; the one that was comes later. */
  async rest(): Promise<void> {
    this.#rests = true;
    this.#process?.stop();
    await this.#working;
  }

  goOn(): void {
    this.#rests = false;
    this.#work();
  }

  #work(): void {
    this.#working ??= this.#makeAll().finally(() => {
      this.#working = null;
    });
  }

  async #makeAll(): Promise<void> {
    for (const wanted of this.#wanted.values()) {
      if (this.#rests) return;
      const reason = await this.#make(wanted).catch(reasonOf);
      if (reason === "stopped") return;
      this.#wanted.delete(wanted.folder);
      // A take that was renamed or deleted meanwhile is asked for anew by its name, or not at all.
      if (reason === null || !existsSync(wanted.folder)) continue;
      if (this.#failed.size === 0)
        this.#options.report({ room: "takes", level: "warning", text: `A take has no picture: ${reason}` });
      this.#failed.add(wanted.folder);
    }
  }

  /** Resolves with null, "stopped", or why there is none. */
  async #make({ folder, seconds }: Wanted): Promise<string | null> {
    const frames = join(folder, FRAMES);
    const to = Math.min(seconds, seconds / 2 + MOVING_S / 2);
    const words = ["--frames", frames, "--size", `${THUMBNAIL.width}x${THUMBNAIL.height}`, "--fps", String(FPS)];
    const stretch = ["--from", Math.max(0, to - MOVING_S).toFixed(3), "--to", to.toFixed(3)];
    const process = this.#options.render([folder, ...words, ...stretch], () => {});
    this.#process = process;
    try {
      const end = await process.ended;
      if (end.how !== "done") return end.how === "stopped" ? "stopped" : end.reason;
      const last = (await readdir(frames)).sort().at(-1) ?? "";
      await writeWhole(join(folder, THUMBNAIL_FILE), [await readFile(join(frames, last))]);
      return null;
    } finally {
      this.#process = null;
      for (const path of [frames, `${frames}.parts`]) await rm(path, { recursive: true, force: true }).catch(() => {});
    }
  }
}
