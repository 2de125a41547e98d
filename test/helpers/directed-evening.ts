import { HOUSE_SCENES } from "../../server/picture/scenes/house-scenes.ts";
import type { Note } from "../../shared/music/note.ts";
import { beats, ms } from "../../shared/time/units.ts";
import type { Told } from "../studio/evening.ts";
import { DirectorRoom, FULL, GROOVE, HATS, randomBar, randomOf, type Stroke } from "./director-room.ts";
import { START } from "./scene-room.ts";

/** At 120 bpm. */
const BEAT_MS = 500;
const BAR_MS = 4 * BEAT_MS;
const STEPS = 16;
/** How long before its moment a page is told of a bar. */
const AHEAD_MS = 1500;

/** A band of four plays, and the director, at its most restless, writes its cues: all that a page is told of it. */
export const directedEvening = (minutes: number, seed: number): Told[] => {
  const room = new DirectorRoom({
    seed,
    scenes: HOUSE_SCENES,
    settings: { held: false, restlessness: 1 },
  });
  const random = randomOf(seed);
  const told: Told[] = [];
  let id = 0;
  const bars = Math.round((minutes * 60_000) / BAR_MS);
  for (let bar = 0; bar < bars; bar++) {
    const form = bar % 16;
    const strokes: Stroke[] =
      form < 6 ? [...GROOVE] : form < 12 ? [...randomBar(random, STEPS)] : form < 14 ? [...HATS] : [...FULL];
    // The video plays in every bar, and one of the models does.
    for (const voice of ["video", bar % 4 < 2 ? "model1" : "model2"])
      strokes.push(...randomBar(random, STEPS).map(([step, drum, loud]): Stroke => [step, drum, loud, voice]));
    const before = room.written.length;
    room.play(strokes);
    for (const { cue, atBeat } of room.written.slice(before))
      told.push({ at: atBeat * BEAT_MS, notes: [], cue: { ...cue, at: ms(START + cue.at) } });
    const notes = strokes.map(([step, drum, velocity, voice = "drummer"]): Note => {
      const beat = bar * 4 + step / 4;
      const surprise = voice === "drummer" ? null : 5 * random.next();
      const at = ms(START + beat * BEAT_MS);
      const loud = Math.max(1, Math.round(velocity));
      return {
        id: ++id,
        voice,
        drum,
        velocity: loud,
        beat: beats(beat),
        duration: beats(0.25),
        at,
        surprise,
        live: false,
      };
    });
    told.push({ at: Math.max(0, bar * BAR_MS - AHEAD_MS), notes: notes.sort((a, b) => a.at - b.at), cue: null });
  }
  return told.sort((one, other) => one.at - other.at);
};
