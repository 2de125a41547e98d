import type { Reporter } from "../../../shared/events/report.ts";
import { ms } from "../../../shared/time/units.ts";
import { EVERY_DRUM, SILENCE } from "../../core/music/pattern.ts";
import { monotonicNow, monotonicTime } from "../../core/time/monotonic.ts";
import { RhythmEngine } from "../../music/rhythm/rhythm-engine.ts";
import { withBenchCheckpoint } from "./bench-checkpoint.ts";

const VOICES = 3;
/** 16ths at 120 bpm. */
const STEP_MS = 125;
const ASK = { temperature: 1, topP: 1, allowed: EVERY_DRUM, density: null };

/** Runs `use` while three voices hear and answer a step at every 16th. */
export const withGeneratingVoices = <T>(report: Reporter, use: () => Promise<T>): Promise<T> =>
  withBenchCheckpoint(async (folder) => {
    const engine = await RhythmEngine.start({ report, time: monotonicTime });
    let cancel = (): void => {};
    try {
      const names = Array.from({ length: VOICES }, (_, index) => `voice${index}`);
      const voices = await Promise.all(names.map((name, index) => engine.openVoice(name, folder, index)));
      let step = 0;
      const play = (): void => {
        for (const voice of voices) {
          voice.mark();
          void voice.hear(SILENCE, step, 1);
          void voice.answer(step, ASK);
        }
        step++;
        cancel = monotonicTime.wake(ms(monotonicNow() + STEP_MS), play);
      };
      play();
      return await use();
    } finally {
      cancel();
      await engine.dispose();
    }
  });
