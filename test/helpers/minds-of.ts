import { fileURLToPath } from "node:url";
import { type Pattern, SILENCE, withDrum } from "../../server/core/music/pattern.ts";
import { readCheckpoint } from "../../server/music/rhythm/checkpoint/read-checkpoint.ts";
import { likelihoodOf } from "../../server/music/rhythm/likelihood.ts";
import { mindOf } from "../../server/music/rhythm/mind.ts";
import { openBackend } from "../../server/music/rhythm/network/backends.ts";
import { DrumModel } from "../../server/music/rhythm/network/drum-model.ts";
import type { Note } from "../../shared/music/note.ts";
import type { MindMessage } from "../../shared/protocol/mind.ts";
import { stepInBar } from "../../shared/time/metre.ts";
import { beatsOfSteps, ms } from "../../shared/time/units.ts";

const BAR = 16;
/** At 120 bpm. */
const STEP_MS = 125;
/** Who listens to whom in the band of four. */
const LISTENS = { model1: "drummer", model2: "model1", video: "model2" } as const;
const GROOVE = fileURLToPath(new URL("../../models/groove", import.meta.url));

/**
 * What goes on in the models of the band of four at 120 bpm from `start` while `notes` are played: the
 * real states of models/groove. In a bar in which a voice plays it plays; otherwise it listens.
 */
export const mindsOf = async (notes: readonly Note[], start: number, steps: number): Promise<MindMessage[]> => {
  await openBackend();
  const model = new DrumModel(await readCheckpoint(GROOVE), GROOVE);
  const patterns = new Map<string, Pattern>();
  const patternAt = (voice: string, step: number): Pattern => patterns.get(`${voice} ${step}`) ?? SILENCE;
  for (const { voice, drum, beat } of notes) {
    const step = Math.round(beat * 4);
    patterns.set(`${voice} ${step}`, withDrum(patternAt(voice, step), drum));
  }
  const minds = Object.entries(LISTENS).flatMap(([voice, other]) => {
    const state = model.network.newState();
    return Array.from({ length: steps }, (_, step): MindMessage => {
      const from = step - stepInBar(step, { numerator: 4, denominator: 4 });
      const bar = Array.from({ length: BAR }, (__, i) => patternAt(voice, from + i));
      const played = bar.some((pattern) => pattern !== SILENCE);
      const pattern = patternAt(played ? voice : other, step);
      const { surprise } = likelihoodOf(model.network.logits(state), pattern, 1);
      model.step(state, pattern, step);
      const { cells, ...mind } = mindOf(state, model.network.logits(state));
      const beat = beatsOfSteps(played ? step : step + 0.5);
      const at = ms(start + beat * 4 * STEP_MS);
      return { ...mind, voice, step, beat, at, played, surprise, cells: Buffer.from(cells).toString("base64") };
    });
  });
  model.dispose();
  return minds;
};
