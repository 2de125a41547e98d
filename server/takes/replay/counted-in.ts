import { beatsPerBar } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, beats, bpm, type Ms } from "../../../shared/time/units.ts";
import type { RecordOf } from "../log/record.ts";

/** A place this near to a bar line is on it: beats computed from milliseconds are not exact. */
const EPSILON = 1e-6;

/** What of a line of a take says where the music is. */
export type TransportLine = Pick<RecordOf<"transport">, "tempo" | "originBeats" | "originMs" | "playing" | "metre">;

/** The bars that are counted in before a place in a take. */
export interface CountedIn {
  /** Beats below 0, at which everybody clicks, that lead into the place's own place in its bar; in the take's time. */
  readonly transport: TransportLine;
  /** In milliseconds of the take. */
  readonly length: number;
}

/** So many bars before the moment `at`, where the music is by `transport`; null where there are none, or it stands there. */
export const countedIn = (transport: TransportLine | null, at: Ms, bars: number): CountedIn | null => {
  if (transport === null || !transport.playing || bars === 0) return null;
  const { tempo, metre } = transport;
  const line = new Timeline(bpm(tempo), transport.originBeats, transport.originMs);
  const bar = beatsPerBar(metre);
  const length = bar * bars * line.msPerBeat;
  return {
    transport: { tempo, metre, playing: true, originBeats: below0(line.toBeats(at), bar), originMs: at },
    length,
  };
};

/** The newest beat up to 0 at the same place in its bar. */
const below0 = (beat: Beats, bar: Beats): Beats => {
  const inBar = beat - Math.floor(beat / bar + EPSILON) * bar;
  return beats(inBar < EPSILON * bar ? 0 : inBar - bar);
};
