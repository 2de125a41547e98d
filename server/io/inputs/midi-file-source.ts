import type { Reporter } from "../../../shared/events/report.ts";
import { beatsPerBar } from "../../../shared/time/metre.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, beats, bpm, type Ms } from "../../../shared/time/units.ts";
import { passedOverClause } from "../../core/midi-file/passed-over.ts";
import type { PitchMap } from "../../core/music/pitch-table.ts";
import { DrumMapper } from "./drum-mapper.ts";
import type { DrumPart } from "./drum-part.ts";
import { HitSource } from "./hit-source.ts";
import { type PlannedHit, type Score, ScorePlayer, type ScoreTransport, type Stretch } from "./score-player.ts";

export interface MidiFileOptions {
  /** Over and over, in whole bars, or once: with the transport's tempo, once each time it starts. */
  readonly loop: boolean;
  /**
   * own: at the file's tempo map from now on, whatever the transport does.
   * transport: beat by beat along the transport, from its next bar line on.
   */
  readonly tempo: "own" | "transport";
}

/** Plays the drums of a MIDI file as if somebody played them now, and says how. */
export class MidiFileSource extends HitSource {
  readonly #player: ScorePlayer;

  constructor(
    part: DrumPart,
    options: MidiFileOptions,
    transport: ScoreTransport,
    pitches: PitchMap,
    time: TimeSource,
    report: Reporter,
  ) {
    super(`MIDI file "${part.name}"`, report);
    const own = options.tempo === "own";
    const mapper = new DrumMapper(this.name, pitches, report);
    const stretch: Stretch = {
      hits: part.hits.flatMap((hit): PlannedHit | [] => {
        const drum = mapper.drumOf(hit.pitch);
        return drum === undefined ? [] : { beat: own ? seconds(hit.at) : hit.beat, drum, velocity: hit.velocity };
      }),
      length: own ? seconds(part.duration) : part.length,
    };
    const score: Score = { next: (_metre, first) => (first || options.loop ? stretch : null) };
    const place = own ? new SecondsTransport(time) : transport;
    this.#player = new ScorePlayer(time, place, score, (hit) => this.emit(hit));
    this.#player.enter();
    report({
      room: "inputs",
      level: "info",
      text: `${this.name}, ${lengthOf(part)}, is the drummer: ${mannerOf(part, options)}.`,
    });
    if (part.passedOver.length > 0) {
      const text = `${this.name} is played as far as it can be read; ${passedOverClause(part.passedOver)}.`;
      report({ room: "inputs", level: "warning", text });
    }
  }

  dispose(): void {
    this.#player.dispose();
  }
}

const lengthOf = ({ length, metre }: DrumPart): string => {
  const bars = length / beatsPerBar(metre);
  return bars === 1 ? "1 bar" : `${bars} bars`;
};

/** How often and how fast it plays, and the way out. */
const mannerOf = ({ tempo }: DrumPart, options: MidiFileOptions): string => {
  const own = options.tempo === "own";
  const often = options.loop ? "it repeats" : own ? "it plays once" : "it plays once each time the transport starts";
  const written = `${Math.round(tempo * 10) / 10} bpm`;
  return own
    ? `${often} and keeps its own tempo, which begins at ${written}, whatever that of the show is`
    : `${often} and follows the show's tempo; --own-tempo keeps the file's, which begins at ${written}`;
};

/** A tempo map is followed by counting seconds instead of beats: at 60 bpm one is the other. */
const seconds = (at: Ms): Beats => beats(at / 1000);

class SecondsTransport implements ScoreTransport {
  readonly playing = true;
  readonly timeline: Timeline;
  readonly metre = { numerator: 1, denominator: 4 };

  constructor(time: TimeSource) {
    this.timeline = new Timeline(bpm(60), beats(0), time.now());
  }

  onChange(): () => void {
    return () => {};
  }
}
