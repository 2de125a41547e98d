import { Random } from "../../../../shared/chance/random.ts";
import { DEFAULT_VOICE_SETTINGS, samplingOf } from "../../../../shared/controls/band.ts";
import { stepsPerBar } from "../../../../shared/time/metre.ts";
import { EVERY_DRUM, type Pattern } from "../../../core/music/pattern.ts";
import type { Ask } from "../../../core/music/voice.ts";
import { Feel, type ModelFeel } from "../../../music/band/feel/feel.ts";
import { Phrasing } from "../../../music/band/phrasing.ts";
import type { DrumModel } from "../../../music/rhythm/network/drum-model.ts";
import { PatternGenerator } from "../../../music/rhythm/pattern-generator.ts";
import type { FileRecord, Split } from "../dataset/record.ts";
import { type FeltPiece, feltPieces, placeOf } from "./felt-pieces.ts";

/** Bars of a call and of its answer. */
const BARS = 2;
const SEED = 2017;

/** How often a drum has more hits in a step than its first. */
interface Ornamented {
  /** Drums that sound, counted once a step. */
  readonly hits: number;
  /** Their further hits in the same step. */
  readonly further: number;
  /** The one by the other. */
  readonly share: number;
}

export interface OrnamentReport {
  /** In what was played. */
  readonly played: Ornamented;
  /** In what the model answers. */
  readonly answered: Ornamented;
}

/**
 * How many double hits the model has in its answers, beside those of the data: two bars of a piece are heard, two are
 * answered in place of the piece's own, and so on through the split. The model's settings are those a show begins with.
 */
export const answeredOrnaments = (
  model: DrumModel,
  feel: ModelFeel,
  records: readonly FileRecord[],
  split: Split,
): OrnamentReport | null => {
  const played = new Tally();
  const answered = new Tally();
  for (const piece of feltPieces(records, split)) {
    for (const { hits } of piece.steps)
      for (const { ornament } of hits) played.add(1, ornament === null ? 0 : ornament.length / 2);
    answer(model, feel, piece, answered);
  }
  if (played.hits === 0 || answered.hits === 0) return null;
  return { played: played.report, answered: answered.report };
};

const answer = (model: DrumModel, modelFeel: ModelFeel, { metre, steps }: FeltPiece, tally: Tally): void => {
  const generator = new PatternGenerator(model, new Random(SEED, "answers"));
  const feel = new Feel(modelFeel);
  let id = 0;
  const phrasing = new Phrasing("answers", feel, SEED, () => ++id);
  const played = new Map(steps.map((each) => [each.place.step, each]));
  const turn = BARS * stepsPerBar(metre);
  const ask: Ask = {
    ...samplingOf(DEFAULT_VOICE_SETTINGS),
    allowed: EVERY_DRUM,
    remembers: null,
    stepsPerBar: stepsPerBar(metre),
  };
  const end = (steps.at(-1)?.place.step ?? 0) + 1;
  for (let from = 0; from + turn <= end; from += 2 * turn) {
    for (let step = from; step < from + turn; step++) {
      const hits = played.get(step)?.hits ?? [];
      generator.hear(hits.reduce((pattern, { drum }) => pattern | (1 << drum), 0) as Pattern, step, 1);
      feel.learn(placeOf(step, metre), hits);
    }
    phrasing.answerTo(steps.filter(({ place }) => place.step >= from && place.step < from + turn));
    for (let step = from + turn; step < from + 2 * turn; step++) {
      const wish = { moment: (step - from) / turn - 1, ornaments: 1, onTheLine: step === from + turn };
      const intention = phrasing.intend(step, metre, wish);
      const notes = phrasing.phrase(intention, generator.answer(step, ask).pattern, null);
      const drums = new Set(notes.map(({ drum }) => drum)).size;
      tally.add(drums, notes.length - drums);
    }
  }
};

class Tally {
  hits = 0;
  #further = 0;

  add(hits: number, further: number): void {
    this.hits += hits;
    this.#further += further;
  }

  get report(): Ornamented {
    return { hits: this.hits, further: this.#further, share: this.#further / this.hits };
  }
}
