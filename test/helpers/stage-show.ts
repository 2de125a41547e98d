import { KeptFile } from "../../server/core/files/kept-file.ts";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import type { StageContent } from "../../server/io/stage/stage-server.ts";
import { StageSink } from "../../server/io/stage/stage-sink.ts";
import { readProjectors } from "../../server/picture/projectors/projector-file.ts";
import { Projectors } from "../../server/picture/projectors/projectors.ts";
import { Random } from "../../shared/chance/random.ts";
import { reasonOf } from "../../shared/events/report.ts";
import type { Cue } from "../../shared/music/cue.ts";
import { DRUMS, type Drum } from "../../shared/music/drums.ts";
import type { Note, VoiceName } from "../../shared/music/note.ts";
import type { PictureState } from "../../shared/protocol/picture.ts";
import type { ProjectorsState } from "../../shared/protocol/projectors.ts";
import type { Snapshot } from "../../shared/protocol/state.ts";
import { COMMON_TIME } from "../../shared/time/metre.ts";
import { Timeline } from "../../shared/time/timeline.ts";
import { beats, bpm, ms } from "../../shared/time/units.ts";
import { isProjectorOrder, order, type ProjectorOrder } from "./projector-orders.ts";
import { snapshot, voiceState } from "./snapshot.ts";
import { openStageRoom, type StageRoom } from "./stage-room.ts";
import { controlsOf, ToldControls } from "./told-controls.ts";

/** How long before its moment a generated note is told. */
const KNOWN_AHEAD_MS = 1500;
const TICK_MS = 10;
/** Bars that are written at a time. */
const PHRASE_BARS = 2;
const STEPS = 16;

export interface StageShowOptions {
  readonly pages: string;
  readonly port?: number;
  readonly seed?: number;
  readonly tempo?: number;
  /** Nobody plays until told to. */
  readonly silent?: boolean;
  /** Where projectors are kept; without it there are none to set up. */
  readonly projectorFile?: string;
  /** What else the server does, and the snapshot says. */
  readonly server?: Partial<StageContent>;
  readonly told?: () => Partial<Snapshot>;
}

/**
 * The real StageServer and StageSink with a band of four that plays a seeded, written-out
 * performance: the drummer live, the models answering, the video after them. What a stage is tested with.
 */
export class StageShow {
  readonly #options: StageShowOptions;
  readonly #random: Random;
  readonly #timeline: Timeline;
  readonly #controls = new ToldControls(() => this.#state());
  #room: StageRoom | null = null;
  #sink: StageSink | null = null;
  #timer: NodeJS.Timeout | null = null;
  #projectors: Projectors | null = null;
  #projectorFile: KeptFile | null = null;
  #written = 0;
  #id = 1;
  #cueId = 1;
  #waiting: Note[] = [];
  #picture: PictureState | undefined;
  /** Every note that was sent. */
  readonly sent: Note[] = [];

  constructor(options: StageShowOptions) {
    this.#options = options;
    this.#random = new Random(options.seed ?? 1, "stage show");
    this.#timeline = new Timeline(bpm(options.tempo ?? 120), beats(0), ms(monotonicTime.now() + 300));
  }

  get url(): string {
    return this.#opened.url;
  }

  get room(): StageRoom {
    return this.#opened;
  }

  async open(port = this.#options.port ?? 0): Promise<void> {
    const { pages, projectorFile } = this.#options;
    if (projectorFile !== undefined) await this.#openProjectors(projectorFile);
    const room = await openStageRoom({
      ...this.#options.server,
      pages,
      port,
      snapshot: () => ({ ...this.#state(), controls: controlsOf(this.#state()) }),
      onStage: (stage, there, lost) => {
        this.#projectors?.connectionsChanged();
        this.#options.server?.onStage?.(stage, there, lost);
      },
      onDesk: (command, origin, here) => {
        try {
          if (!isProjectorOrder(command)) return this.#options.server?.onDesk?.(command, origin, here) ?? { ok: true };
          this.project(command);
          return { ok: true };
        } catch (error) {
          return { ok: false, reason: reasonOf(error) };
        }
      },
    });
    this.#room = room;
    this.#sink = new StageSink(this.#room.server.tell, ms(4000), monotonicTime, () => ({
      source: "internal",
      sourceState: "locked",
    }));
    this.#sink.send({
      kind: "transport",
      at: ms(monotonicTime.now()),
      playing: true,
      timeline: this.#timeline,
      metre: COMMON_TIME,
      jumped: true,
    });
    if (this.#options.silent !== true) this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Ends the server and begins it anew on the same port. */
  async restart(): Promise<void> {
    const { port } = this.#opened;
    await this.close();
    await this.open(port);
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#room?.close();
    await this.#projectorFile?.dispose();
    this.#room = null;
    this.#projectors = null;
  }

  /** Something that can be turned has changed. */
  tellControls(): void {
    this.#room?.server.tell.controls(this.#controls.news());
  }

  /** Before there is a page: one that comes is told of them. */
  async #openProjectors(path: string): Promise<void> {
    const file = new KeptFile({ path, room: "projectors", time: monotonicTime, report: () => {} });
    const projectors = new Projectors({
      kept: await readProjectors(file),
      file,
      connected: () => this.#room?.server.connected.projectors ?? new Map(),
      time: monotonicTime,
      onListenerError: () => {},
    });
    projectors.changed.on(() => {
      this.#room?.server.tell.projectors(projectors.state);
      this.tellControls();
    });
    this.#projectorFile = file;
    this.#projectors = projectors;
  }

  /** One note of a voice, due in `inMs`; live ones are due now. */
  play(voice: VoiceName, drum: Drum, velocity: number, inMs: number): Note {
    const at = ms(monotonicTime.now() + inMs);
    const note = this.#note(voice, drum, velocity, this.#timeline.toBeats(at));
    this.#send(note);
    return note;
  }

  revoke(ids: readonly number[]): void {
    this.#sink?.revoke(ids);
  }

  panic(): void {
    this.#sink?.panic();
  }

  cue(fields: Pick<Cue, "scene"> & Partial<Cue>, inMs = 0): void {
    const at = ms(monotonicTime.now() + inMs);
    this.#sink?.send({
      kind: "cue",
      at,
      cue: {
        id: this.#cueId++,
        beat: this.#timeline.toBeats(at),
        at,
        seed: 1,
        transition: "crossfade",
        transitionBeats: beats(2),
        palette: "ember",
        intensity: 0.6,
        passes: { trails: 0, kaleidoscope: 0, glitch: 0, "chromatic-shift": 0, bloom: 0.6, grade: 0.3, grain: 0.2 },
        ...fields,
      },
    });
  }

  /** Orders something of a projector. */
  project(command: ProjectorOrder): void {
    if (this.#projectors !== null) order(this.#projectors, command);
  }

  get projectors(): ProjectorsState | undefined {
    return this.#projectors?.state;
  }

  /** What is laid over the picture by hand. */
  set picture(picture: PictureState) {
    this.#picture = picture;
    this.#opened.server.tell.picture(picture);
  }

  #tick(): void {
    const now = monotonicTime.now();
    while (this.#timeline.toMs(beats(this.#written * 4)) < now + 6000) {
      this.#write(this.#written);
      this.#written += PHRASE_BARS;
    }
    const ready = this.#waiting.filter((note) => note.at <= (note.live ? now : now + KNOWN_AHEAD_MS));
    if (ready.length === 0) return;
    this.#waiting = this.#waiting.filter((note) => !ready.includes(note));
    for (const note of ready) this.#send(note);
  }

  /** A phrase: the drummer asks, then the models answer over the drummer's time, and the video after them. */
  #write(bar: number): void {
    const turn = (bar / PHRASE_BARS) % 3;
    const groove = (voice: VoiceName, fullness: number): void => this.#groove(voice, bar, fullness);
    groove("drummer", turn === 0 ? 1 : 0.45);
    if (turn !== 0) groove("model1", turn === 1 ? 1 : 0.5);
    if (turn === 2) groove("model2", 1.2);
    for (let step = 0; step < PHRASE_BARS * STEPS; step++)
      if (this.#random.next() < 0.28)
        this.#wait(
          "video",
          DRUMS[this.#random.integer(DRUMS.length)] ?? "kick",
          60 + this.#random.integer(67),
          bar,
          step,
        );
  }

  #groove(voice: VoiceName, bar: number, fullness: number): void {
    const chance = (p: number): boolean => this.#random.next() < p * fullness;
    const loud = (base: number): number => Math.min(127, base + this.#random.integer(40));
    for (let step = 0; step < PHRASE_BARS * STEPS; step++) {
      const inBar = step % STEPS;
      if (inBar % 8 === 0 || chance(0.08)) this.#wait(voice, "kick", loud(86), bar, step);
      if (inBar % 8 === 4 || chance(0.06)) this.#wait(voice, "snare", loud(80), bar, step);
      if (step % 2 === 0) this.#wait(voice, chance(0.12) ? "open_hat" : "closed_hat", loud(48), bar, step);
      if (chance(0.1)) this.#wait(voice, DRUMS[4 + this.#random.integer(3)] ?? "low_tom", loud(64), bar, step);
      if (chance(0.08)) this.#wait(voice, "ride", loud(60), bar, step);
      if (step === 0 && chance(0.7)) this.#wait(voice, "crash", 112, bar, step);
    }
  }

  #wait(voice: VoiceName, drum: Drum, velocity: number, bar: number, step: number): void {
    this.#waiting.push(this.#note(voice, drum, velocity, bar * 4 + step / 4));
  }

  #note(voice: VoiceName, drum: Drum, velocity: number, beat: number): Note {
    const live = voice === "drummer";
    return {
      id: this.#id++,
      voice,
      drum,
      velocity,
      beat: beats(beat),
      duration: beats(0.25),
      at: this.#timeline.toMs(beats(beat)),
      surprise: live ? null : 6 * this.#random.next() ** 2,
      live,
    };
  }

  #send(note: Note): void {
    this.sent.push(note);
    this.#sink?.send({ kind: "note", at: note.at, note });
  }

  #state(): Snapshot {
    const base = snapshot();
    const { tempo, originBeats, originMs } = this.#timeline;
    return {
      ...base,
      now: monotonicTime.now(),
      seed: this.#options.seed ?? 1,
      scene: "antiphony",
      transport: { ...base.transport, tempo, originBeats, originMs },
      voices: [
        voiceState("drummer", { kind: "live", model: null }),
        voiceState("model1", { listensTo: ["drummer"] }),
        voiceState("model2", { listensTo: ["model1"] }),
        voiceState("video", { listensTo: ["model2"], sounds: false }),
      ],
      upcoming: this.#sink?.upcoming ?? [],
      ...(this.#sink === null ? {} : { past: this.#sink.past }),
      cue: this.#sink?.cue ?? null,
      ...(this.#picture === undefined ? {} : { picture: this.#picture }),
      ...this.#options.told?.(),
      ...(this.#projectors === null ? {} : { projectors: this.#projectors.state }),
    };
  }

  get #opened(): StageRoom {
    if (this.#room === null) throw new Error("the show is not open");
    return this.#room;
  }
}
