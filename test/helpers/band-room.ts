import type { FeelTable } from "../../server/core/music/feel-table.ts";
import { drumsOf, type Pattern, patternOf } from "../../server/core/music/pattern.ts";
import { Band, type BandOptions } from "../../server/music/band/band.ts";
import type { ModelFeel } from "../../server/music/band/feel/feel.ts";
import { PLAIN_FEEL } from "../../server/music/band/feel/plain-feel.ts";
import type { Member, NextModel } from "../../server/music/band/member.ts";
import { StepTicker } from "../../server/music/clock/step-ticker.ts";
import { Transport } from "../../server/music/clock/transport.ts";
import { DEFAULT_VOICE_SETTINGS, type VoiceSettings } from "../../shared/controls/band.ts";
import type { Report } from "../../shared/events/report.ts";
import { DRUMS, type Drum } from "../../shared/music/drums.ts";
import type { MindAtStep, MindListener } from "../../shared/music/mind.ts";
import type { Note, PlannedNote } from "../../shared/music/note.ts";
import { COMMON_TIME, type Metre } from "../../shared/time/metre.ts";
import { beatsOfSteps, bpm, ms } from "../../shared/time/units.ts";
import { CopyVoice } from "./copy-voice.ts";
import { settle, VirtualTime } from "./virtual-time.ts";

/** A voice of a band in a test; `lag` is how far back it copies from. */
export interface ChairSpec {
  readonly name: string;
  readonly listensTo?: readonly string[];
  readonly settings?: Partial<VoiceSettings>;
  readonly lag?: number;
  readonly sounds?: boolean;
  /** A plain one unless it is said. */
  readonly feel?: ModelFeel;
}

/** The hands of another model. */
const LOUD: FeelTable = {
  ...PLAIN_FEEL,
  velocityMean: PLAIN_FEEL.velocityMean.map(() => 120),
  velocitySd: PLAIN_FEEL.velocitySd.map(() => 0),
};

/** A band of CopyVoices with the real transport, in virtual time, and what came out of it. */
export class BandRoom {
  readonly time = new VirtualTime(1000);
  readonly transport: Transport;
  readonly ticker: StepTicker;
  readonly band: Band;
  readonly voices = new Map<string, CopyVoice>();
  /** How long it takes to make another model ready; those of a drum's name play nothing but that drum. */
  readingMs = 0;
  readonly live: Note[] = [];
  /** Planned and not taken back, with the moment it was planned. */
  readonly planned = new Map<number, PlannedNote & { readonly decidedAt: number }>();
  readonly revoked: number[] = [];
  readonly minds: MindAtStep[] = [];
  readonly forgotten: { readonly voice: string; readonly step: number }[] = [];
  readonly gauges: { voice: string; density: number; surprise: number | null }[] = [];
  readonly reports: Report[] = [];

  constructor(
    chairs: readonly ChairSpec[],
    tempo = 120,
    metre: Metre = COMMON_TIME,
    seed = 1,
    remembering: Pick<BandOptions, "memories" | "memoryListener"> = {},
  ) {
    const report = (text: Report): void => void this.reports.push(text);
    this.transport = new Transport(this.time, bpm(tempo), metre, report);
    const options: BandOptions = {
      members: chairs.map((chair) => this.#member(chair)),
      music: this.transport,
      time: this.time,
      seed,
      report,
      onListenerError: (error) => {
        throw error;
      },
      output: {
        live: (note) => this.live.push(note),
        plan: (notes) => {
          for (const note of notes) this.planned.set(note.id, { ...note, decidedAt: this.time.now() });
        },
        revoke: (ids) => {
          for (const id of ids) {
            // A note that has sounded cannot be taken back.
            const note = this.planned.get(id);
            if (note === undefined || this.transport.timeline.toMs(note.beat) <= this.time.now()) continue;
            this.planned.delete(id);
            this.revoked.push(id);
          }
        },
        gauge: (voice, density, surprise) => this.gauges.push({ voice, density, surprise }),
      },
    };
    const minds: MindListener = {
      mind: (mind) => this.minds.push(mind),
      forget: (voice, step) => this.forgotten.push({ voice, step }),
    };
    this.band = new Band({ ...options, ...remembering, minds });
    this.ticker = new StepTicker(this.time, this.transport, report);
    this.transport.onChange(({ jumped, playing }) => {
      if (jumped) this.band.reseat();
      else if (!playing) this.band.halt();
    });
    this.ticker.onStep((step) => this.band.closeStep(step));
  }

  #member(chair: ChairSpec): Member {
    const common = {
      name: chair.name,
      sounds: chair.sounds ?? true,
      settings: { ...DEFAULT_VOICE_SETTINGS, ...chair.settings },
      listensTo: chair.listensTo ?? [],
    };
    if (chair.listensTo === undefined) return { ...common, model: null };
    const voice = new CopyVoice(this.time, chair.lag ?? 32);
    this.voices.set(chair.name, voice);
    return {
      ...common,
      model: { name: "copy", voice, feel: chair.feel ?? null, prepare: (model) => this.#prepare(voice, model) },
    };
  }

  async #prepare(voice: CopyVoice, model: string): Promise<NextModel> {
    const ready = ms(this.time.now() + this.readingMs);
    await new Promise<void>((resolve) => this.time.wake(ready, resolve));
    const drum = DRUMS.find((each) => each === model);
    if (drum === undefined) throw new Error(`${model}/config.json: cannot be read`);
    const takeOver = async (): Promise<void> => {
      voice.always = patternOf(drum);
    };
    return { name: model, feel: { table: LOUD, learnt: null }, takeOver };
  }

  voice(name: string): CopyVoice {
    return this.voices.get(name)!;
  }

  /** The moment of a step of the grid. */
  msOf(step: number): number {
    return this.transport.timeline.toMs(beatsOfSteps(step));
  }

  /** Moves to a place on the grid, in steps, fractional. */
  async goTo(step: number): Promise<void> {
    await this.time.advanceTo(this.msOf(step));
  }

  /** Plays `drum` now. */
  hit(drum: Drum, velocity = 100, voice = "drummer"): void {
    this.band.hit(voice, { drum, velocity, at: this.time.now() });
  }

  /** Plays one pattern a step from step `from` on, each a little before or after its step. */
  async play(patterns: readonly Pattern[], from: number, offset = 0, velocity = 100): Promise<void> {
    for (const [i, pattern] of patterns.entries()) {
      await this.goTo(from + i + offset);
      for (const drum of drumsOf(pattern)) this.hit(drum, velocity);
    }
    await settle();
  }

  /** What a voice has planned, in the order it sounds. */
  notesOf(voice: string): (PlannedNote & { readonly decidedAt: number })[] {
    return [...this.planned.values()].filter((note) => note.voice === voice).sort((a, b) => a.beat - b.beat);
  }

  /** The steps of the grid in which a voice has planned notes. */
  stepsOf(voice: string): number[] {
    return [...new Set(this.notesOf(voice).map((note) => Math.round(note.beat * 4)))];
  }

  /** The moment a note is due by the timeline in force. */
  due(note: PlannedNote): number {
    return this.transport.timeline.toMs(note.beat);
  }

  now(): number {
    return ms(this.time.now());
  }
}
