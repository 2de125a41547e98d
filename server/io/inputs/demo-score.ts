import { Random } from "../../../shared/chance/random.ts";
import { clamp } from "../../../shared/math/numbers.ts";
import { beatsPerBar, COMMON_TIME, isSameMetre, type Metre } from "../../../shared/time/metre.ts";
import { type Beats, type Bpm, beats } from "../../../shared/time/units.ts";
import { PITCH_TABLES, PitchMap } from "../../core/music/pitch-table.ts";
import type { DrumPart } from "./drum-part.ts";
import type { PlannedHit, Score, Stretch } from "./score-player.ts";

/** How far a player's hand strays from what was written: standard deviations. */
const STRAY_VELOCITY = 4;
const STRAY_BEATS = 0.006;

/** After a phrase: how often the groove stays, and how often there is room for the others. */
const STAYS = 0.35;
const RESTS = 0.25;
const REST_BARS: readonly number[] = [1, 2, 2, 4];

/** Grooves fit a tempo within about this ratio of their own (in octaves); none is quite ruled out. */
const TEMPO_SPREAD = 0.4;
const LEAST_WEIGHT = 0.03;

/** A hit this little before a bar line was meant for that line. */
const ANTICIPATION = beats(0.06);

const PITCHES = new PitchMap(PITCH_TABLES["note-seq"]);

/**
 * A drummer who knows some grooves: plays one for a phrase, then stays, changes or rests. It prefers
 * grooves whose own tempo is near the transport's, plays only those in its metre, and cuts 4/4 to
 * size when it knows none. Velocity and timing are a little different each time. Everything is
 * drawn from the seed: the same seed and the same bars give the same playing.
 */
export class DemoScore implements Score {
  readonly #grooves: readonly DrumPart[];
  readonly #tempo: () => Bpm;
  readonly #chance: Random;
  #groove: DrumPart | null = null;
  #rested = true;

  /** `tempo`: the transport's, now. There must be at least one groove. */
  constructor(grooves: readonly DrumPart[], tempo: () => Bpm, seed: number) {
    if (grooves.length === 0) throw new RangeError("the demo drummer knows no grooves");
    this.#grooves = grooves;
    this.#tempo = tempo;
    this.#chance = new Random(seed, "demo drummer");
  }

  next(metre: Metre, first: boolean): Stretch {
    if (!first && !this.#rested && this.#chance.next() < RESTS) {
      this.#rested = true;
      const bars = REST_BARS[this.#chance.integer(REST_BARS.length)]!;
      return { hits: [], length: beats(bars * beatsPerBar(metre)) };
    }
    this.#rested = false;
    this.#groove = this.#choose(metre);
    return this.#phrase(this.#groove, metre);
  }

  #choose(metre: Metre): DrumPart {
    const fitting = this.#inMetre(metre);
    const last = this.#groove;
    if (last !== null && fitting.includes(last) && (fitting.length === 1 || this.#chance.next() < STAYS)) return last;
    const others = fitting.filter((groove) => groove !== last);
    const weights = others.map((groove) => {
      const octaves = Math.log2(this.#tempo() / groove.tempo);
      return LEAST_WEIGHT + Math.exp(-((octaves / TEMPO_SPREAD) ** 2));
    });
    let drawn = this.#chance.next() * weights.reduce((sum, weight) => sum + weight, 0);
    return (
      others.find((_, i) => {
        drawn -= weights[i]!;
        return drawn < 0;
      }) ?? others[0]!
    );
  }

  /** The grooves of this metre, else those with bars as long, else those of 4/4, else all. */
  #inMetre(metre: Metre): readonly DrumPart[] {
    const ways: readonly ((groove: Metre) => boolean)[] = [
      (groove) => isSameMetre(groove, metre),
      (groove) => beatsPerBar(groove) === beatsPerBar(metre),
      (groove) => isSameMetre(groove, COMMON_TIME),
    ];
    for (const fits of ways) {
      const grooves = this.#grooves.filter((groove) => fits(groove.metre));
      if (grooves.length > 0) return grooves;
    }
    return this.#grooves;
  }

  #phrase(groove: DrumPart, metre: Metre): Stretch {
    const bar = beatsPerBar(metre);
    const bars = Math.round(groove.length / beatsPerBar(groove.metre));
    const hits = fitted(groove, bar).flatMap(({ beat, pitch, velocity }): PlannedHit | [] => {
      const drum = PITCHES.drumOf(pitch);
      if (drum === undefined) return [];
      return { beat: this.#stray(beat), drum, velocity: this.#strayVelocity(velocity) };
    });
    return { hits: hits.sort((a, b) => a.beat - b.beat), length: beats(bars * bar) };
  }

  #stray(beat: Beats): Beats {
    const by = clamp(this.#chance.gaussian(), -2, 2) * STRAY_BEATS;
    return beats(Math.max(0, beat + by));
  }

  #strayVelocity(velocity: number): number {
    return clamp(Math.round(velocity + STRAY_VELOCITY * this.#chance.gaussian()), 1, 127);
  }
}

interface Written {
  readonly beat: Beats;
  readonly pitch: number;
  readonly velocity: number;
}

/** The groove in bars of `bar` beats: what is too long is cut, what is too short begins its bar again. */
const fitted = (groove: DrumPart, bar: Beats): readonly Written[] => {
  const own = beatsPerBar(groove.metre);
  if (own === bar) return groove.hits;
  return groove.hits.flatMap(({ beat, pitch, velocity }) => {
    const index = Math.floor((beat + ANTICIPATION) / own);
    const written: Written[] = [];
    for (let phase = beat - index * own; phase < bar - ANTICIPATION; phase += own)
      written.push({ beat: beats(Math.max(0, index * bar + phase)), pitch, velocity });
    return written;
  });
};
