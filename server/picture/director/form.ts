import { clamp } from "../../../shared/math/numbers.ts";
import type { Form } from "../../../shared/protocol/picture.ts";
import { activityOf, type BarSummary, together } from "./bar-summary.ts";

/** A bar quieter than this is silence. */
const SILENT = 0.02;
/** How many bars before the newest it is measured against. */
const REFERENCE_BARS = 8;
/** A build-up: so many bars, the newest included, that rise by so much of level a bar; steep ones show sooner. */
const STEEP_BARS = 4;
const STEEP_RISE = 0.045;
const LONG_BARS = 8;
const LONG_RISE = 0.013;
/** The share of its steps that go up. Nobody gets louder evenly. */
const RISING_STEPS = 0.65;
/** A single step counts for this many rises at most: one bar does not make a build-up. */
const LARGEST_STEP = 3;
/** A roll at its top may fall back by this much. */
const PLATEAU = 0.03;
/** A bar below this share of the bars before it is a break. */
const BREAK_BELOW = 0.6;
/** A groove without its kick is a break already at this share. */
const KICKLESS_BREAK_BELOW = 0.85;
/** The kick has a part in the music from this share of its energy on. */
const KICK_PRESENT = 0.08;
/** A break is over when the level is back at this share of what it was before. */
const BACK_ABOVE = 0.8;
/** Out of the quiet, a drop is a step up by this much within one bar. */
const DROP_STEP = 0.12;
/** A drop lasts this many bars, then it is how things are. */
const DROP_BARS = 2;

export interface FormState {
  readonly form: Form;
  /** Bars the form has lasted, the newest included. */
  readonly bars: number;
  /** The level that a break or a build-up began from. */
  readonly before: number;
}

export const NO_FORM: FormState = { form: "silence", bars: 0, before: 0 };

/**
 * What the music is doing in `bar`, after `past` (the newest last) and from where it stood. A break
 * is a fall below what was usual, or the kick gone; a build-up rises over bars; a drop is the step
 * up that ends either, or the kick or a crash that ends a build-up. Pure: it can be asked about a
 * bar that is not over yet.
 */
export const formAfter = (state: FormState, past: readonly BarSummary[], bar: BarSummary): FormState => {
  const form = nextForm(state, past, bar);
  const stays = form === state.form;
  return {
    form,
    bars: stays ? state.bars + 1 : 1,
    before: isUsual(form) ? activityOf(bar) : stays || !isUsual(state.form) ? state.before : reference(past),
  };
};

const isUsual = (form: Form): boolean => form === "steady" || form === "drop";

export const isQuiet = (form: Form): boolean => form === "break" || form === "silence";

const reference = (past: readonly BarSummary[]): number => activityOf(together(past.slice(-REFERENCE_BARS)));

const nextForm = (state: FormState, past: readonly BarSummary[], bar: BarSummary): Form => {
  const level = activityOf(bar);
  const last = past.at(-1);
  if (level < SILENT) return "silence";
  if (last === undefined) return "steady";
  const usual = together(past.slice(-REFERENCE_BARS));
  const step = level - activityOf(last);

  if (state.form === "build" && isRelease(past.slice(-STEEP_BARS), bar, level)) return "drop";
  if (isQuiet(state.form) && state.before >= SILENT && step >= DROP_STEP && level >= BACK_ABOVE * state.before) {
    // Where there is a kick, nothing has dropped until it is back: the rest may be a roll.
    if (bar.crashed || bar.kick >= KICK_PRESENT || together(past).kick < KICK_PRESENT) return "drop";
  }
  if (state.form === "drop" && state.bars < DROP_BARS && level >= BREAK_BELOW * activityOf(last)) return "drop";

  const kickless = usual.kick >= KICK_PRESENT && bar.kick < KICK_PRESENT / 2;
  if (isRising(past, level, STEEP_BARS, STEEP_RISE) || isRising(past, level, LONG_BARS, LONG_RISE)) return "build";
  if (level < BREAK_BELOW * activityOf(usual)) return "break";
  if (kickless && level < KICKLESS_BREAK_BELOW * activityOf(usual)) return "break";
  if (state.form === "break" && level < BACK_ABOVE * state.before && bar.kick < KICK_PRESENT) return "break";
  // A roll that has reached its top still builds: it waits for its end.
  if (state.form === "build" && level >= activityOf(last) - PLATEAU && bar.kick < KICK_PRESENT) return "build";
  return "steady";
};

/** What ends a build-up: the kick is back, or a crash on the line. */
const isRelease = (build: readonly BarSummary[], bar: BarSummary, level: number): boolean => {
  const during = together(build);
  if (level < BREAK_BELOW * activityOf(during)) return false;
  return (bar.crashed && !during.crashed) || (bar.kick >= KICK_PRESENT && during.kick < bar.kick / 2);
};

/** Over `bars` bars it went up by `rise` a bar on the whole, in most of them, and not down in the newest. */
const isRising = (past: readonly BarSummary[], level: number, bars: number, rise: number): boolean => {
  if (past.length < bars - 1) return false;
  const levels = [...past.slice(1 - bars).map(activityOf), level];
  const steps = levels.slice(1).map((value, i) => value - (levels[i] ?? 0));
  const largest = LARGEST_STEP * rise;
  const total = steps.reduce((sum, step) => sum + clamp(step, -largest, largest), 0);
  const rising = steps.filter((step) => step >= rise / 2).length;
  return total >= rise * steps.length && rising >= RISING_STEPS * steps.length && (steps.at(-1) ?? 0) >= 0;
};
