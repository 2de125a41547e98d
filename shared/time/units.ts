/**
 * Units of musical and physical time, branded so that the compiler refuses to mix them.
 * A branded number is a plain number at run time: the constructors below cost nothing
 * and may be called on any path.
 */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** Milliseconds: a moment on the server's monotonic axis, or a length of time. */
export type Ms = Unit<"ms">;
/** Quarter notes since the transport's origin, whatever the metre; may be fractional or negative. */
export type Beats = Unit<"beats">;
/** Quarter notes a minute. */
export type Bpm = Unit<"bpm">;

export const ms = (value: number): Ms => value as Ms;
export const beats = (value: number): Beats => value as Beats;
export const bpm = (value: number): Bpm => value as Bpm;

/** Steps in one quarter note: the grid is 16ths throughout (drums_rnn's `steps_per_quarter`); a step is a whole number on it. */
export const STEPS_PER_BEAT = 4;

export const beatsOfSteps = (count: number): Beats => beats(count / STEPS_PER_BEAT);
export const stepsOfBeats = (length: number): number => length * STEPS_PER_BEAT;

/** The tempi the transport accepts; Ableton Link's range is the widest in use (20 to 999). */
export const MIN_BPM = bpm(20);
export const MAX_BPM = bpm(999);
