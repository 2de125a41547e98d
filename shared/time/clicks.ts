import { beatsPerBar, type Metre, startOfBar } from "./metre.ts";
import { type Beats, beats } from "./units.ts";

/** A place this little behind a click counts as it: beats computed from milliseconds are not exact. */
const EPSILON = 1e-6;

/** From one click of a metronome to the next: the note value of the metre. */
export const clickLength = ({ denominator }: Metre): Beats => beats(4 / denominator);

/** The first click that is not before `beat`, and whether it begins a bar. @realtime yes, allocates one object */
export const clickFrom = (beat: Beats, metre: Metre): { readonly beat: Beats; readonly isBarLine: boolean } => {
  const length = clickLength(metre);
  // Never −0.
  const click = Math.ceil(beat / length - EPSILON) + 0;
  return { beat: beats(click * length), isBarLine: click % metre.numerator === 0 };
};

/** Which of the beats that are counted `beat` lies in: from 1 to the metre's numerator. @realtime yes */
export const countAt = (beat: Beats, metre: Metre): number => {
  const bar = Math.floor(beat / beatsPerBar(metre) + EPSILON);
  return 1 + Math.max(0, Math.floor((beat - startOfBar(bar, metre)) / clickLength(metre) + EPSILON));
};

/** Whether a click sounds there: while the metronome is on, and always while the music is counted in. */
export const clicks = (beat: Beats, metronome: boolean): boolean => metronome || beat < -EPSILON;
