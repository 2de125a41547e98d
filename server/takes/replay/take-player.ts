import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { Cue } from "../../../shared/music/cue.ts";
import type { Hit, Note, PlannedNote } from "../../../shared/music/note.ts";
import type { ReplayState } from "../../../shared/protocol/replay.ts";
import type { Metre } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { bpm, type Ms, ms } from "../../../shared/time/units.ts";
import type { RecordOf, TakeRecord } from "../log/record.ts";
import type { Take } from "../read-take.ts";
import { type EntryPoint, entryPoint } from "./entry-point.ts";

/** The house a take is played in. All moments and tempi are the house's; beats are the take's. */
export interface ReplayHouse {
  /** From now on the music is on this line, or stands; `jumped`: its beats do not go on in those before. */
  turn(music: {
    readonly playing: boolean;
    readonly jumped: boolean;
    readonly timeline: Timeline;
    readonly metre: Metre;
  }): void;
  live(note: Note): void;
  plan(notes: readonly PlannedNote[]): void;
  revoke(noteIds: readonly number[]): void;
  cue(cue: Cue): void;
  gauge(voice: string, density: number, surprise: number | null): void;
  /** The drummer plays. */
  hit(hit: Hit): void;
  /** A setting has this value; `first` where that is so from the beginning. */
  control(path: string, value: unknown, first: boolean): void;
  /** The take is over. */
  ended(): void;
}

interface TakePlayerOptions {
  readonly take: Take;
  readonly manner: ReplayState["manner"];
  readonly speed: number;
  readonly house: ReplayHouse;
  readonly time: TimeSource;
  readonly report: Reporter;
  /** `state` is another. */
  readonly onChange: () => void;
}

/** A line is handed on so long before its moment, since timers are up to 2 ms late; as it is with everybody who plays from a score. */
const LEAD_MS = 4;
/** From what was read to what is heard. */
const BREATH_MS = 40;
/** The first number of its notes: those of the house stay below. */
const FIRST_ID = 1e9;
/** More notes than any take has: each time it is entered its notes have other numbers. */
const IDS_A_PASS = 1e8;

/**
 * Plays a take into a house, line by line at its moment: as it was, or its drummer alone. It can be entered anywhere,
 * as fast as one likes, and part of it over and over without a gap.
 */
export class TakePlayer {
  readonly #options: TakePlayerOptions;
  #speed: number;
  #loop: { readonly from: Ms; readonly to: Ms } | null = null;
  /** Counts the times it was entered; whatever belongs to an earlier one is over. */
  #pass = 0;
  /** The moment `take` of the take is the moment `house` of the house. */
  #anchor: { readonly take: Ms; readonly house: Ms };
  #cancelWake: () => void = () => {};
  #over = false;

  constructor(options: TakePlayerOptions) {
    this.#options = options;
    this.#speed = options.speed;
    this.#anchor = { take: options.take.header.from, house: options.time.now() };
  }

  get state(): ReplayState {
    const { take, manner } = this.#options;
    const { from, to } = take.header;
    const seconds = (at: Ms): number => (at - from) / 1000;
    return {
      take: take.name,
      manner,
      seconds: seconds(this.#anchor.take),
      at: this.#anchor.house,
      speed: this.#speed,
      paused: false,
      length: to === null ? null : seconds(to),
      loop: this.#loop && { from: seconds(this.#loop.from), to: seconds(this.#loop.to) },
    };
  }

  /** Goes on from the moment `at` of the take. Resolves when it plays there. */
  async enter(at: Ms): Promise<void> {
    const pass = this.#interrupt();
    const point = await entryPoint(this.#options.take, at);
    if (pass === this.#pass) this.#begin(point, at, ms(this.#options.time.now() + BREATH_MS));
  }

  /** Plays what lies between two moments over and over, beginning now; null: no more. */
  async loop(range: { readonly from: Ms; readonly to: Ms } | null): Promise<void> {
    this.#loop = range;
    if (range === null) await this.enter(this.position);
    else await this.enter(range.from);
  }

  /** From where it is. */
  async setSpeed(speed: number): Promise<void> {
    const { position } = this;
    this.#speed = speed;
    await this.enter(position);
  }

  /** Where it is now. */
  get position(): Ms {
    const { take, time } = this.#options;
    const { from, to } = take.header;
    const at = this.#anchor.take + (time.now() - this.#anchor.house) * this.#speed;
    return ms(Math.max(from, Math.min(at, to ?? at)));
  }

  /** Plays nothing any more. */
  stop(): void {
    this.#over = true;
    this.#interrupt();
  }

  #interrupt(): number {
    this.#cancelWake();
    return ++this.#pass;
  }

  #houseAt(at: Ms): Ms {
    return ms(this.#anchor.house + (at - this.#anchor.take) / this.#speed);
  }

  #begin(point: EntryPoint, at: Ms, house: Ms): void {
    const { house: into, manner, onChange } = this.#options;
    this.#anchor = { take: at, house };
    const { transport, controls, cues, planned } = point;
    for (const { path, value } of controls) into.control(path, value, true);
    if (transport !== null) this.#turn(transport, true);
    if (manner === "as-it-was") {
      for (const cue of cues) this.#play(cue);
      const music = transport === null ? null : lineOf(transport);
      for (const line of planned) if (music !== null && music.toMs(line.note.beat) >= at) this.#play(line);
    }
    onChange();
    void this.#run(point, this.#pass);
  }

  async #run({ lines, first }: EntryPoint, pass: number): Promise<void> {
    const { take, house, report } = this.#options;
    const loop = this.#loop;
    // Read while the pass before it plays, so that there is no gap.
    const again = loop === null ? null : entryPoint(take, loop.from);
    const end = loop?.to ?? null;
    try {
      for (let line = first; line !== null; ) {
        if (end !== null && line.at >= end) break;
        await this.#until(ms(this.#houseAt(line.at) - LEAD_MS));
        if (pass !== this.#pass || this.#over) return;
        this.#play(line);
        const next = await lines.next();
        line = next.done === true ? null : next.value;
      }
      const to = end ?? take.header.to;
      if (to !== null) await this.#until(ms(this.#houseAt(to) - (loop === null ? 0 : LEAD_MS)));
    } catch (error) {
      report({
        room: "takes",
        level: "error",
        text: `The take ${take.name} is played no further: ${reasonOf(error)}.`,
      });
    }
    if (pass !== this.#pass || this.#over) return;
    if (again === null || loop === null) house.ended();
    else {
      const point = await again;
      if (pass !== this.#pass) return;
      this.#pass++;
      this.#begin(point, loop.from, this.#houseAt(loop.to));
    }
  }

  #until(at: Ms): Promise<void> {
    const { time } = this.#options;
    if (at <= time.now()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#cancelWake = time.wake(at, resolve);
    });
  }

  #play(line: TakeRecord): void {
    const { house, manner } = this.#options;
    if (line.kind === "transport") this.#turn(line, line.jumped);
    else if (manner === "drummer") {
      if (line.kind === "hit") house.hit({ ...line.hit, at: this.#houseAt(line.hit.at) });
    } else if (line.kind === "live")
      house.live({ ...line.note, id: this.#idOf(line.note.id), at: this.#houseAt(line.note.at) });
    else if (line.kind === "plan") house.plan([{ ...line.note, id: this.#idOf(line.note.id) }]);
    else if (line.kind === "revoke") house.revoke(line.notes.map((id) => this.#idOf(id)));
    else if (line.kind === "cue") house.cue({ ...line.cue, at: this.#houseAt(line.cue.at) });
    else if (line.kind === "gauge") house.gauge(line.voice, line.density, line.surprise);
    else if (line.kind === "control") house.control(line.path, line.value, false);
  }

  #turn(line: RecordOf<"transport">, jumped: boolean): void {
    const { tempo, originBeats, originMs } = line;
    const timeline = new Timeline(bpm(tempo * this.#speed), originBeats, this.#houseAt(originMs));
    this.#options.house.turn({ playing: line.playing, jumped, timeline, metre: line.metre });
  }

  #idOf(id: number): number {
    return FIRST_ID + this.#pass * IDS_A_PASS + id;
  }
}

const lineOf = ({ tempo, originBeats, originMs }: RecordOf<"transport">): Timeline =>
  new Timeline(bpm(tempo), originBeats, originMs);
