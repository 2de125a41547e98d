import type { SceneTraits } from "../../server/core/show/scene-traits.ts";
import { PictureBoard } from "../../server/picture/board/picture-board.ts";
import { NOTHING_KEPT } from "../../server/picture/board/picture-file.ts";
import { Director, type DirectorOptions } from "../../server/picture/director/director.ts";
import { Random } from "../../shared/chance/random.ts";
import type { Report } from "../../shared/events/report.ts";
import type { Cue } from "../../shared/music/cue.ts";
import type { Drum } from "../../shared/music/drums.ts";
import { PALETTES } from "../../shared/picture/palette.ts";
import { COMMON_TIME, type Metre, stepsPerBar } from "../../shared/time/metre.ts";
import { Timeline } from "../../shared/time/timeline.ts";
import { type Beats, beats, beatsOfSteps, bpm, type Ms, ms } from "../../shared/time/units.ts";

/** One hit of a groove: step in the bar, drum, velocity, voice. */
export type Stroke = readonly [step: number, drum: Drum, velocity: number, voice?: string];

/** Twelve scenes all over the range of traits; the odd ones stage the drummer, the even ones the models. */
export const SCENES: readonly [SceneTraits, ...SceneTraits[]] = [
  scene(0),
  ...Array.from({ length: 11 }, (_, i) => scene(i + 1)),
];

function scene(i: number): SceneTraits {
  const stages = i % 2 === 1 ? { drummer: 1, model1: 0.1, model2: 0.1 } : { drummer: 0.1, model1: 1, model2: 1 };
  return { name: `scene${i}`, wildness: (i % 4) / 3, density: Math.floor(i / 4) / 2, stages };
}

/** A cue, and where the music was when it was written. */
export interface Written {
  readonly cue: Cue;
  readonly atBeat: number;
}

/** A director and a transport of one tempo, and what was written. */
export class DirectorRoom {
  readonly director: Director;
  readonly board: PictureBoard;
  /** In force before anything was played; it is not among the written. */
  readonly opening: Cue;
  readonly written: Written[] = [];
  readonly reports: Report[] = [];
  readonly music: {
    playing: boolean;
    timeline: Timeline;
    metre: Metre;
    readonly positionAt: (now: Ms) => Beats;
  };
  #now = 0;
  #step = 0;
  #noteId = 0;

  constructor(options: Partial<DirectorOptions> = {}, metre: Metre = COMMON_TIME) {
    this.music = {
      playing: true,
      timeline: new Timeline(bpm(120), beats(0), ms(0)),
      metre,
      positionAt: (now) => this.music.timeline.toBeats(now),
    };
    const time = { now: (): Ms => ms(this.#now), wake: () => () => {} };
    const onListenerError = (error: unknown): void => {
      throw error;
    };
    this.board = new PictureBoard({
      kept: NOTHING_KEPT,
      keep: () => {},
      parametersOf: () => null,
      longestDelay: () => ms(0),
      time,
      report: (report) => this.reports.push(report),
      onListenerError,
    });
    this.director = new Director({
      voices: ["drummer", "model1", "model2"],
      scenes: SCENES,
      palettes: PALETTES,
      setList: [],
      settings: { held: false, restlessness: 0.5 },
      seed: 1,
      music: this.music,
      time,
      output: { cue: (cue) => this.written.push({ cue, atBeat: this.beat }) },
      report: (report) => this.reports.push(report),
      onListenerError,
      ...options,
    });
    this.opening = this.director.cue;
  }

  get beat(): number {
    return this.music.timeline.toBeats(ms(this.#now));
  }

  get cues(): readonly Cue[] {
    return this.written.map(({ cue }) => cue);
  }

  /** The bar that is about to be played. */
  get bar(): number {
    return this.#step / stepsPerBar(this.music.metre);
  }

  goTo(beat: number): void {
    this.#now = this.music.timeline.toMs(beats(beat));
  }

  /** Plays bars of a groove; `scale` multiplies the velocities. */
  play(groove: readonly Stroke[], bars = 1, scale = 1, surprise: number | null = null): void {
    const length = stepsPerBar(this.music.metre);
    for (let i = 0; i < bars * length; i++) {
      const place = this.#step % length;
      for (const [step, drum, velocity, voice = "drummer"] of groove)
        if (step === place) this.hit(drum, Math.max(1, Math.min(127, velocity * scale)), voice);
      this.goTo(beatsOfSteps(this.#step + 0.5));
      this.director.gauge("model1", surprise);
      this.director.closeStep(this.#step++);
    }
  }

  hit(drum: Drum, velocity: number, voice: string): void {
    this.director.note({
      id: ++this.#noteId,
      voice,
      drum,
      velocity,
      beat: beatsOfSteps(this.#step),
      duration: beats(0.25),
      surprise: null,
      live: voice === "drummer",
    });
  }

  /** The transport begins again from bar 0. */
  restart(): void {
    this.#step = 0;
    this.music.timeline = new Timeline(this.music.timeline.tempo, beats(0), ms(this.#now));
    this.director.reseat();
  }
}

/** A plain groove, a break over hats alone, a roll that fills up, all of 16 steps. */
export const GROOVE: readonly Stroke[] = [
  ...[0, 2, 4, 6, 8, 10, 12, 14].map((step): Stroke => [step, "closed_hat", 70]),
  [0, "kick", 110],
  [10, "kick", 100],
  [4, "snare", 105],
  [12, "snare", 105],
];
export const HATS: readonly Stroke[] = [0, 4, 8, 12].map((step): Stroke => [step, "closed_hat", 55]);
export const FULL: readonly Stroke[] = [
  ...GROOVE.map(([step, drum, velocity]): Stroke => [step, drum, Math.min(127, velocity * 1.15)]),
  [0, "crash", 125],
  [2, "kick", 115],
  [6, "kick", 110],
  [7, "snare", 80],
  [14, "open_hat", 100],
];

/** Bar `i` of `bars` of a snare roll: quarters, eighths, sixteenths, ever louder; no kick. */
export const roll = (i: number, bars: number): readonly Stroke[] => {
  const share = (i + 1) / bars;
  const every = share <= 0.34 ? 4 : share <= 0.67 ? 2 : 1;
  return Array.from({ length: 16 / every }, (_, k): Stroke => [k * every, "snare", 60 + 60 * share]);
};

/** A bar made up by chance, for properties that hold for any playing. */
export const randomBar = (random: Random, length: number): readonly Stroke[] => {
  const busy = random.next();
  const loud = 20 + random.next() * 107;
  const drums: readonly Drum[] = ["kick", "snare", "closed_hat", "crash", "low_tom"];
  const voices = ["drummer", "model1", "model2", "video"];
  return Array.from({ length }, (_, step) => step)
    .filter(() => random.next() < busy)
    .map((step): Stroke => [step, drums[random.integer(5)] ?? "kick", loud, voices[random.integer(4)] ?? "drummer"]);
};

export const randomOf = (seed: number): Random => new Random(seed, "playing");
