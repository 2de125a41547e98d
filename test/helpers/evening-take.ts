import { LOG_VERSION, type TakeRecord } from "../../server/takes/log/record.ts";
import type { TakeHeader } from "../../server/takes/take-header.ts";
import { Random } from "../../shared/chance/random.ts";
import type { Drum } from "../../shared/music/drums.ts";
import { beats, ms } from "../../shared/time/units.ts";
import { aCue } from "./cue.ts";
import { HEADER } from "./seeded-take.ts";

const FROM = 10_000;
const BPM = 120;
const MS_PER_STEP = 60_000 / BPM / 4;
const SCENES = ["antiphony", "ink", "flow", "terrain"];

/** Lines and header of a take that looks as an evening does: calls of four bars, answers of four bars, scenes, marks. */
export const eveningTake = (
  seed: number,
  seconds: number,
): { readonly header: TakeHeader; readonly records: readonly TakeRecord[] } => {
  const random = new Random(seed, "evening");
  const end = FROM + seconds * 1000;
  const records: TakeRecord[] = [];
  let id = 0;
  const note = (voice: string, drum: Drum, velocity: number, step: number, off: number): void => {
    const live = voice === "drummer";
    const at = ms(FROM + step * MS_PER_STEP + off);
    const whole = {
      id: ++id,
      voice,
      drum,
      velocity,
      beat: beats(step / 4 + off / MS_PER_STEP / 4),
      duration: beats(0.25),
    };
    if (live) records.push({ kind: "live", at, note: { ...whole, at, surprise: null, live: true } });
    else
      records.push({
        kind: "plan",
        at: ms(Math.max(FROM - 50, at - 900)),
        note: { ...whole, surprise: 3 * random.next(), live: false },
      });
  };
  const play = (voice: string, step: number, fullness: number): void => {
    const soft = (): number => 30 + random.integer(50);
    const off = voice === "drummer" ? 16 * (random.next() - 0.4) : 0;
    if (step % 8 === 0 || random.next() < 0.1 * fullness) note(voice, "kick", 90 + random.integer(30), step, off);
    if (step % 8 === 4 || random.next() < 0.08 * fullness) note(voice, "snare", 80 + random.integer(40), step, off);
    if (step % 2 === 0 || random.next() < 0.2 * fullness) note(voice, "closed_hat", soft(), step, off);
    if (step % 64 === 0) note(voice, "crash", 112, step, off);
    if (step % 64 > 55 && random.next() < 0.5)
      note(voice, (["low_tom", "mid_tom", "high_tom"] as const)[step % 3]!, 100, step, off);
  };
  for (let step = 0; step * MS_PER_STEP < seconds * 1000 - 100; step++) {
    const phrase = Math.floor(step / 64) % 2;
    if (phrase === 0 || random.next() < 0.3) play("drummer", step, 1);
    if (phrase === 1) play("model1", step, 1.5);
    if (random.next() < 0.2)
      note("video", (["kick", "snare", "ride", "crash"] as const)[random.integer(4)]!, 80, step, 0);
    const at = ms(FROM + (step + 1) * MS_PER_STEP);
    for (const voice of ["model1", "video"])
      records.push({ kind: "gauge", at, voice, density: 0.5, surprise: 1 + Math.sin(step / 40) ** 2 + random.next() });
    if (step % 128 === 127)
      records.push({
        kind: "answered",
        at,
        voice: "model1",
        callSurprise: 2 + random.next(),
        responseSurprise: 1.6 + random.next(),
        callSurpriseWithMemory: 1.5 + random.next(),
        responseSurpriseWithMemory: 1.1 + random.next(),
        logLikelihood: -90,
      });
    if (step % 192 === 0) {
      const cue = aCue({ id: step + 1, beat: beats(step / 4), at, scene: SCENES[(step / 192) % SCENES.length]! });
      records.push({ kind: "cue", at, cue: { ...cue, seed: step } });
    }
    if (step === 300 || step === 700) records.push({ kind: "mark", at, words: step === 300 ? "the fill" : "solo" });
  }
  const tempo = (at: number, bpm: number, jumped: boolean): TakeRecord => ({
    kind: "transport",
    at: ms(at),
    playing: true,
    rest: beats(0),
    tempo: bpm,
    originBeats: beats(0),
    originMs: ms(FROM),
    metre: { numerator: 4, denominator: 4 },
    jumped,
  });
  records.sort((one, other) => one.at - other.at);
  const header = { ...HEADER(FROM, end), version: LOG_VERSION };
  return { header, records: [tempo(FROM - 100, BPM, true), ...records] };
};
