import { clamp01 } from "../../shared/math/numbers.ts";
import type { TransportState, VoiceState } from "../../shared/protocol/state.ts";
import { barOf, beatsPerBar, type Metre, phaseInBar, stepsPerBar } from "../../shared/time/metre.ts";
import { Timeline } from "../../shared/time/timeline.ts";
import { type Beats, beats, bpm, type Ms, ms, stepsOfBeats } from "../../shared/time/units.ts";

/** Where the music is, as people count. */
export interface Position {
  /** From 1; 0 and below before the first bar. */
  readonly bar: number;
  /** From 1 to the metre's numerator. */
  readonly count: number;
  /** 0 at the bar line to 1 at the next. */
  readonly phase: number;
}

export const timelineOf = (transport: TransportState): Timeline =>
  new Timeline(bpm(transport.tempo), beats(transport.originBeats), ms(transport.originMs));

export const positionAt = (beat: Beats, metre: Metre): Position => {
  const phase = phaseInBar(beat, metre) / beatsPerBar(metre);
  return { bar: barOf(beat, metre) + 1, count: Math.floor(phase * metre.numerator) + 1, phase };
};

/** What a voice does now, for people, and how much of it is done. */
interface Progress {
  readonly text: string;
  /** 0 to 1. */
  readonly done: number;
}

/** `at` on the server's axis. */
export const progressOf = (voice: VoiceState, transport: TransportState, at: Ms): Progress => {
  if (voice.phase === "idle" || voice.phaseFrom === null) return { text: "idle", done: 0 };
  const bar = stepsPerBar(transport);
  const step = stepsOfBeats(timelineOf(transport).toBeats(at)) - voice.phaseFrom;
  if (voice.settings.mode === "along") return { text: "playing along", done: clamp01((step / bar) % 1) };
  const { callBars } = voice.settings;
  const bars =
    voice.phaseUntil !== null ? (voice.phaseUntil - voice.phaseFrom) / bar : callBars === "auto" ? null : callBars;
  const now = Math.max(1, Math.floor(step / bar) + 1);
  const doing = voice.phase === "listening" ? "listening" : "answering";
  if (bars === null) return { text: `${doing}, bar ${now}`, done: clamp01((step / bar) % 1) };
  const total = Math.ceil(bars);
  return { text: `${doing}, bar ${Math.min(now, total)} of ${total}`, done: clamp01(step / (bars * bar)) };
};
