import type { Cue } from "../../../shared/music/cue.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import { NO_PASSES } from "../../../shared/picture/passes.ts";
import { beats, ms } from "../../../shared/time/units.ts";
import { writeTake } from "../../takes/import/write-take.ts";
import type { TakeRecord } from "../../takes/log/record.ts";
import { benchHeader } from "./bench-header.ts";
import { firstLine } from "./busy-band.ts";

const VOICES = ["drummer", "model1", "model2", "video"];
/** A hit of one of the voices, at 120 bpm. */
const HIT_EVERY_BEATS = 0.25;
const BEAT_MS = 500;

/** Writes a take of four voices with one scene on, which glows and has a grain, as on most evenings. */
export const writeFilmTake = async (folder: string, scene: string, seconds: number): Promise<void> => {
  const at = ms(0);
  const cue: Cue = {
    ...{ id: 1, beat: beats(0), at, scene, seed: 1, transition: "cut", transitionBeats: beats(0) },
    ...{ palette: "ember", intensity: 0.7, passes: { ...NO_PASSES, bloom: 0.5, grain: 0.3 } },
  };
  const hits = Array.from({ length: (seconds * 1000) / BEAT_MS / HIT_EVERY_BEATS }, (_, id): TakeRecord => {
    const beat = beats(id * HIT_EVERY_BEATS);
    const voice = VOICES[id % VOICES.length] ?? "";
    const drum = DRUMS[(id * 4) % DRUMS.length] ?? "kick";
    const note = { id, voice, drum, velocity: 60 + ((id * 37) % 60), beat, duration: beats(0.25), surprise: 2 };
    return { kind: "plan", at, note: { ...note, live: false } };
  });
  await writeTake(folder, benchHeader(seconds), [firstLine(at), { kind: "cue", at, cue }, ...hits]);
};
