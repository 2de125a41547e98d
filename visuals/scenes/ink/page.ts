import type { VoiceTrace } from "../../scene-api/frame.ts";

/** Bars on one line of the page. */
const LINE_BARS = 2;
/** Heights on the page are counted anew after so many lines: the graphics card counts in single precision. */
const SHEET_LINES = 256;
/** From the middle of the page to where a line begins and ends, for a picture of 16 by 9; heights are 1. */
export const MARGIN = 1.5;

/** How the voices' rows lie on the page. */
export interface Layout {
  readonly rows: number;
  readonly spacing: number;
  /** From one line of the page to the next. */
  readonly lineHeight: number;
  /** Length of a bar and of a line, in beats. */
  readonly barBeats: number;
  readonly lineBeats: number;
}

export const layoutFor = (voices: readonly VoiceTrace[], barBeats: number): Layout => {
  const rows = Math.max(1, voices.filter((voice) => voice.sounds).length);
  const spacing = Math.min(0.56, 1.5 / rows);
  return { rows, spacing, lineHeight: rows * spacing + 0.2, barBeats, lineBeats: LINE_BARS * barBeats };
};

/** Height of a voice's row within its line, from the line's middle. @realtime yes */
export const rowOf = (layout: Layout, place: number): number => ((layout.rows - 1) / 2 - place) * layout.spacing;

/** @realtime yes */
export const lineOf = ({ lineBeats }: Layout, beat: number): number => Math.floor(beat / lineBeats + 0.0001);

/** Height of the middle of the line of a beat, on the sheet that is written on at the beat `now`. @realtime yes */
export const middleOf = (layout: Layout, beat: number, now: number): number => {
  const first = Math.floor(lineOf(layout, now) / SHEET_LINES) * SHEET_LINES;
  return (first - lineOf(layout, beat)) * layout.lineHeight;
};

/** Where along its line a beat lies. @realtime yes */
export const alongLine = (layout: Layout, beat: number): number =>
  ((beat / layout.lineBeats - lineOf(layout, beat)) * 2 - 1) * MARGIN;
