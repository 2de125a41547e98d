import { randomBytes } from "node:crypto";
import { basename, join } from "node:path";
import { reasonOf } from "../../../shared/events/report.ts";
import { type OnListenerError, Signal } from "../../../shared/events/signal.ts";
import {
  RECORDING_KINDS,
  type RecordingState,
  type RecordOrder,
  type RecordReply,
} from "../../../shared/protocol/recording.ts";
import { type Ms, ms } from "../../../shared/time/units.ts";
import { datedName } from "../../core/files/dated-name.ts";
import { type LookForRoom, lackOf, lookForRoom } from "../../core/files/disk-room.ts";
import type { FilmKind } from "./film.ts";
import { Finishing, type FinishingOptions } from "./finishing.ts";
import { type Chunks, checkedPiece, PieceRefused } from "./piece.ts";
import { type OpenRecording, openRecording, type RecordingFile } from "./recording-file.ts";

/** A stage that is connected. */
interface RecordingStage {
  readonly id: string;
  readonly projector: string;
}

/** The folder is made when it is needed. */
interface RecordingsOptions extends FinishingOptions {
  readonly show: string;
  /** The stages that are connected, the first to come first. */
  readonly stages: () => readonly RecordingStage[];
  /** Tells a stage to record; rejects when it does not answer. */
  readonly ask: (stage: string, order: RecordOrder) => Promise<RecordReply>;
  readonly openFile?: OpenRecording;
  readonly lookForRoom?: LookForRoom;
  readonly onListenerError: OnListenerError;
}

/** What became of a piece that was handed over; the numbers are HTTP's. */
interface Receipt {
  readonly status: 200 | 400 | 404 | 409 | 413 | 415 | 429 | 507;
  readonly text: string;
}

/** A stage that has handed nothing over for so long is gone. */
const SILENT_MS = 20_000;
/** How long the rest of a recording is waited for when it is ended. */
const REST_MS = 5000;
/** How long a server that ends waits for all of this. */
const END_WITHIN_MS = 1100;
/** Above three hours of the finest picture there is. */
const LARGEST_RECORDING = 64 * 1024 ** 3;

const UNKNOWN: Receipt = { status: 404, text: "Nothing is recorded under this address." };

/** What a stage says with the last piece. */
export interface LastWords {
  /** Why it had to end; empty when it was asked to. */
  readonly complaint: string;
  /** How much earlier than its picture sound comes in what was handed over. */
  readonly soundEarly: Ms;
}

/** The one recording that goes on. */
interface Run {
  readonly id: number;
  readonly token: string;
  readonly file: RecordingFile;
  readonly kind: FilmKind;
  /** The next piece. */
  next: number;
  /** A piece is being written. */
  busy: boolean;
  /** Fires when the stage has been silent for too long. */
  cancelWatch: () => void;
  readonly over: Promise<void>;
  readonly end: () => void;
}

/**
 * Recordings of a stage: one at a time, made by the stage's own browser, which hands it over piece by
 * piece in order; here they become a file, which is finished when it is complete. Whatever happens,
 * what was handed over stays.
 */
export class Recordings {
  readonly #options: RecordingsOptions;
  #state: RecordingState | null = null;
  #run: Run | null = null;
  /** A stage was asked, and its file is not yet there. */
  #beginning: { readonly token: string; readonly done: Promise<void> } | null = null;
  #count = 0;
  readonly #finishing: Finishing;

  readonly changed: Signal<void>;

  constructor(options: RecordingsOptions) {
    this.#options = options;
    this.changed = new Signal(options.onListenerError);
    this.#finishing = new Finishing(options);
  }

  /** What goes on, or was last; null before the first. */
  get state(): RecordingState | null {
    return this.#state;
  }

  /** Finishes, in a while, what a crash has left. */
  begin(): void {
    this.#finishing.lookForLeft();
  }

  /** Begins one; rejects with one sentence when it cannot. */
  async start(projector?: string): Promise<void> {
    if (this.#run !== null || this.#beginning !== null) throw new Error("A recording goes on already; end it first.");
    const stage = this.#stageFor(projector);
    const token = randomBytes(18).toString("base64url");
    const beginning = this.#begin(stage, token);
    this.#beginning = { token, done: beginning.catch(() => {}) };
    try {
      await beginning;
    } finally {
      this.#beginning = null;
    }
  }

  /** Ends; resolves when all of it is kept. Finishing the file may take a little longer. */
  async stop(): Promise<void> {
    await this.#beginning?.done;
    const run = this.#run;
    if (run === null) throw new Error("Nothing is being recorded.");
    if (this.#state?.ending === true) return run.over;
    this.#tell({ ending: true });
    run.cancelWatch();
    run.cancelWatch = this.#after(REST_MS, () => this.#give(run, "the stage did not hand over the rest"));
    return run.over;
  }

  /**
   * Takes piece number `index` of the recording, which is written as it comes: only the piece that is next is read,
   * and one at a time. The same piece may come again, when the answer to it was lost; the one with the `last` words
   * ends the recording, and so does what is no film, too much, or more than the disk has room for.
   */
  async take(token: string, index: number, chunks: Chunks, last: LastWords | null = null): Promise<Receipt> {
    if (token === this.#beginning?.token) await this.#beginning.done;
    const run = this.#run;
    if (run === null || run.token !== token) return UNKNOWN;
    if (run.busy) return { status: 429, text: "One piece at a time." };
    if (index < run.next) return { status: 200, text: "It is here already." };
    if (index > run.next) return { status: 409, text: `Piece ${run.next} is next.` };
    run.busy = true;
    try {
      const refusal = await this.#add(run, chunks);
      if (refusal !== null) return refusal;
    } finally {
      run.busy = false;
    }
    if (last !== null) await this.#close(run, last);
    else if (this.#state?.ending !== true) this.#watch(run);
    return { status: 200, text: "Here." };
  }

  /** Ends what goes on, without the rest, and waits a little for what is being finished. */
  async dispose(): Promise<void> {
    let cancel = (): void => {};
    const tooLong = new Promise<void>((resolve) => {
      cancel = this.#after(END_WITHIN_MS, resolve);
    });
    await Promise.race([this.#end(), tooLong]);
    cancel();
  }

  async #end(): Promise<void> {
    await this.#beginning?.done;
    if (this.#run !== null) await this.#give(this.#run, "");
    await this.#finishing.dispose();
  }

  /** Adds a piece to what goes on; resolves with null, or why not. */
  async #add(run: Run, chunks: Chunks): Promise<Receipt | null> {
    const before = this.#state?.bytes ?? 0;
    const lack = await this.#lack();
    if (lack !== null) {
      await this.#give(run, lack);
      return { status: 507, text: `The recording has ended: ${lack}.` };
    }
    try {
      const kind = before === 0 ? run.kind : null;
      const added = await run.file.append(checkedPiece(chunks, LARGEST_RECORDING - before, kind));
      if (this.#run !== run) return UNKNOWN;
      run.next++;
      this.#tell({ bytes: before + added });
      return null;
    } catch (error) {
      if (this.#run !== run) return UNKNOWN;
      const reason = reasonOf(error);
      const isRefused = error instanceof PieceRefused;
      if (!isRefused || error.isFatal) await this.#give(run, reason);
      return isRefused
        ? { status: error.status, text: `It is not taken: ${reason}.` }
        : { status: 507, text: `It could not be written: ${reason}.` };
    }
  }

  async #lack(): Promise<string | null> {
    const { folder, lookForRoom: look = lookForRoom } = this.#options;
    return lackOf(await look(folder));
  }

  #stageFor(projector: string | undefined): RecordingStage {
    const stages = this.#options.stages();
    const stage = projector === undefined ? stages[0] : stages.find((one) => one.projector === projector);
    if (stage !== undefined) return stage;
    const named = projector === undefined ? "" : ` for the projector "${projector}"`;
    throw new Error(`No stage is open${named}: open /stage in a browser, which then records.`);
  }

  async #begin(stage: RecordingStage, token: string): Promise<void> {
    const { folder, show, today, time } = this.#options;
    const lack = await this.#lack();
    if (lack !== null) throw new Error(`Nothing can be recorded in ${folder}: ${lack}.`);
    const id = ++this.#count;
    const reply = await this.#options.ask(stage.id, { id, token });
    if (!reply.ok) throw new Error(reply.reason);
    const stem = datedName(today(), show);
    let file: RecordingFile;
    try {
      file = await (this.#options.openFile ?? openRecording)(folder, stem, RECORDING_KINDS[reply.type]);
    } catch (error) {
      throw new Error(`Nothing can be recorded in ${folder}: ${reasonOf(error)}.`, { cause: error });
    }
    let end = (): void => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const run: Run = { id, token, file, kind: reply.type, next: 0, busy: false, cancelWatch: () => {}, over, end };
    this.#run = run;
    const name = join(basename(folder), file.name);
    this.#state = {
      id,
      file: name,
      since: time.now(),
      until: null,
      bytes: 0,
      stage: stage.projector,
      ending: false,
    };
    this.changed.emit();
    this.#watch(run);
    if (!reply.sound)
      this.#say(
        "warning",
        `${name} is silent: the browser of stage "${stage.projector}" gives no sound until its page was clicked once.`,
      );
  }

  /** A stage that hands nothing over is gone. */
  #watch(run: Run): void {
    run.cancelWatch();
    run.cancelWatch = this.#after(SILENT_MS, () => this.#give(run, "the stage that recorded is gone"));
  }

  #after(length: number, act: () => unknown): () => void {
    const { time } = this.#options;
    return time.wake(ms(time.now() + length), () => void act());
  }

  #give(run: Run, complaint: string): Promise<void> {
    return this.#close(run, { complaint, soundEarly: ms(0) });
  }

  async #close(run: Run, { complaint, soundEarly }: LastWords): Promise<void> {
    if (this.#run !== run) return run.over;
    this.#run = null;
    run.cancelWatch();
    let why = complaint;
    const isThere = await run.file.end().catch((error: unknown) => {
      why ||= reasonOf(error);
      return true;
    });
    this.#tell({ ...(isThere ? {} : { file: "" }), until: this.#options.time.now(), ending: false });
    if (isThere) void this.#finish(run, why, soundEarly);
    else this.#say("error", `Nothing was recorded (${why || "the stage handed nothing over"}).`);
    run.end();
  }

  async #finish({ id, file }: Run, complaint: string, soundEarly: Ms): Promise<void> {
    const name = await this.#finishing.finish(file.name, complaint, soundEarly);
    if (this.#state?.id === id) this.#tell({ file: name });
  }

  #tell(news: Partial<RecordingState>): void {
    if (this.#state === null) return;
    this.#state = { ...this.#state, ...news };
    this.changed.emit();
  }

  #say(level: "info" | "warning" | "error", text: string): void {
    this.#options.report({ room: "recordings", level, text });
  }
}
