import type { Random } from "../../../shared/chance/random.ts";
import { DRUMS } from "../../../shared/music/drums.ts";
import { beats, type Ms } from "../../../shared/time/units.ts";
import type { TakeRecord } from "../../takes/log/record.ts";

const VOICES = ["drummer", "model1", "model2", "video"];
const TEMPO = 120;

/** The kinds of lines that a band of four gives, as often as it does in a show. */
const MIX = ["gauge", "gauge", "gauge", "reply", "reply", "step", "hit", "live", "plan", "plan", "control"] as const;

/** What is the state at the beginning. */
export const firstLine = (at: Ms): TakeRecord => ({
  kind: "transport",
  at,
  playing: true,
  rest: beats(0),
  tempo: TEMPO,
  originBeats: beats(0),
  originMs: at,
  metre: { numerator: 4, denominator: 4 },
  jumped: true,
});

/** Line number `number` of a log like that of a band that plays, at `at`; notes count on with it. */
export const busyLine = (random: Random, number: number, at: Ms): TakeRecord => {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random.next() * from.length)] as T;
  const kind = pick(MIX);
  const voice = pick(VOICES);
  const note = {
    id: number,
    voice,
    drum: pick(DRUMS),
    velocity: 1 + Math.floor(random.next() * 127),
    beat: beats((at * TEMPO) / 60_000),
    duration: beats(0.25),
  };
  switch (kind) {
    case "gauge":
      return { kind, at, voice, density: Math.floor(random.next() * 17) / 16, surprise: random.next() * 9 };
    case "reply":
      return { kind, at, request: number, failed: null };
    case "step":
      return { kind, at, step: number };
    case "hit":
      return { kind, at, source: "MIDI port", hit: { drum: note.drum, velocity: note.velocity, at } };
    case "live":
      return { kind, at, note: { ...note, at, surprise: null, live: true } };
    case "plan":
      return { kind, at, note: { ...note, surprise: random.next() * 9, live: false } };
    case "control":
      return { kind, at, path: `voice/${voice}/temperature`, value: Math.round(random.next() * 100) / 50, by: "desk" };
  }
};
