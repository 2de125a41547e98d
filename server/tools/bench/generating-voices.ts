import type { Reporter } from "../../../shared/events/report.ts";
import { EVERY_DRUM, SILENCE } from "../../core/music/pattern.ts";
import type { Ask } from "../../core/music/voice.ts";
import { monotonicTime } from "../../core/time/monotonic.ts";
import { RhythmEngine } from "../../music/rhythm/rhythm-engine.ts";
import { withBenchCheckpoint } from "./bench-checkpoint.ts";

const VOICES = 3;
/** 16ths at 120 bpm. */
const STEP_MS = 125;
/** How the bench asks for a step: nothing is wished for. */
export const PLAIN_ASK: Ask = {
  temperature: 1,
  topP: 1,
  allowed: EVERY_DRUM,
  density: null,
  remembers: null,
  memory: 0,
  similarity: 0,
  stepsPerBar: 16,
};

/** Runs `use` with three voices on the bench's checkpoint; what it is given has each mark, hear and answer a step. */
export const withVoices = <T>(report: Reporter, use: (playStep: (step: number) => void) => Promise<T>): Promise<T> =>
  withBenchCheckpoint(async (folder) => {
    const engine = await RhythmEngine.start({ report, time: monotonicTime });
    try {
      const names = Array.from({ length: VOICES }, (_, index) => `voice${index}`);
      const voices = await Promise.all(names.map((name, index) => engine.openVoice(name, folder, index)));
      return await use((step) => {
        for (const voice of voices) {
          voice.mark();
          void voice.hear(SILENCE, step, 1);
          void voice.answer(step, PLAIN_ASK);
        }
      });
    } finally {
      await engine.dispose();
    }
  });

/** Runs `use` while three voices hear and answer a step at every 16th. */
export const withGeneratingVoices = <T>(report: Reporter, use: () => Promise<T>): Promise<T> =>
  withVoices(report, async (playStep) => {
    let step = 0;
    const timer = setInterval(() => playStep(step++), STEP_MS);
    return use().finally(() => clearInterval(timer));
  });
