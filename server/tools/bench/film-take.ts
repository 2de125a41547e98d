import type { Cue } from "../../../shared/music/cue.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import { NO_PASSES } from "../../../shared/picture/passes.ts";
import { PROTOCOL_VERSION } from "../../../shared/protocol/version.ts";
import { beats, ms } from "../../../shared/time/units.ts";
import { projectVersion } from "../../core/files/project-folder.ts";
import { Show } from "../../core/show/show.ts";
import { writeTake } from "../../takes/import/write-take.ts";
import type { TakeRecord } from "../../takes/log/record.ts";
import { TAKE_VERSION, type TakeHeader } from "../../takes/take-header.ts";
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
  const header: TakeHeader = {
    ...{ take: "antiphon", version: TAKE_VERSION, antiphon: projectVersion(), protocol: PROTOCOL_VERSION },
    ...{ show: Show.parse({}), showFile: null, seed: 1, run: 1, began: new Date().toISOString() },
    ...{ from: at, to: ms(1000 * seconds), whole: false, logAt: null, models: [], scenes: [], tempi: [], marks: [] },
    ...{ counts: { hits: 0, notes: 0, cues: 0, orders: 0 }, bytes: 0 },
  };
  await writeTake(folder, header, [firstLine(at), { kind: "cue", at, cue }, ...hits]);
};
