import { join } from "node:path";
import { DEFAULT_VOICE_SETTINGS, type VoiceSettings } from "../../../shared/controls/band.ts";
import { type Reporter, reasonOf } from "../../../shared/events/report.ts";
import type { PlannedNote } from "../../../shared/music/note.ts";
import type { Metre } from "../../../shared/time/metre.ts";
import { bpm, ms } from "../../../shared/time/units.ts";
import { modelOf } from "../../app/open-voices.ts";
import { projectFolder } from "../../core/files/project-folder.ts";
import { monotonicNow, monotonicTime } from "../../core/time/monotonic.ts";
import { Band } from "../../music/band/band.ts";
import type { Member } from "../../music/band/member.ts";
import { StepTicker } from "../../music/clock/step-ticker.ts";
import { Transport } from "../../music/clock/transport.ts";
import { RhythmEngine } from "../../music/rhythm/rhythm-engine.ts";
import { type Figure, figure, type Measure } from "./measure.ts";

const TEMPI = [60, 120, 174, 240] as const;
/** Short bars, so that there are many bar lines a minute. */
const METRE: Metre = { numerator: 2, denominator: 4 };
const VOICES = 4;
/** Responses of each voice at each tempo. */
const ROUNDS = 13;

/** Every step sounds, so that every response has a hit on its bar line. */
const SETTINGS: VoiceSettings = { ...DEFAULT_VOICE_SETTINGS, callBars: 1, responseBars: 1, density: 1 };

interface Responses {
  readonly count: number;
  /** First hits that lie exactly on the bar line and were decided before it. */
  readonly onTime: number;
  /** The shortest time between the decision and the bar line. */
  readonly leastLead: number;
  /** The furthest from the bar line that a first hit was planned. */
  readonly largestError: number;
}

/** How far ahead of its bar line the first hit of each response was decided, with real networks in real time. */
export const barLine: Measure = {
  name: "bar-line",
  about: `the first hit of ${VOICES * ROUNDS * TEMPI.length} responses at ${TEMPI.join(", ")} bpm (about two minutes)`,
  run: async (report) => {
    const engine = await RhythmEngine.start({ report, time: monotonicTime });
    try {
      const figures: Figure[] = [];
      for (const tempo of TEMPI) figures.push(...figuresOf(tempo, await play(engine, tempo, report)));
      return figures;
    } finally {
      await engine.dispose();
    }
  },
};

const play = async (engine: RhythmEngine, tempo: number, report: Reporter): Promise<Responses> => {
  const transport = new Transport(monotonicTime, bpm(tempo), METRE, report);
  const firsts = new Map<string, { readonly decidedAt: number; readonly due: number }>();
  let largestError = 0;
  const plan = (notes: readonly PlannedNote[]): void => {
    for (const { voice, beat } of notes) {
      // Calls and responses take turns of a bar: responses begin on every other bar line.
      const nearest = Math.round((beat - 2) / 4) * 4 + 2;
      if (Math.abs(beat - nearest) > 0.1) continue;
      largestError = Math.max(largestError, Math.abs(beat - nearest) * transport.timeline.msPerBeat);
      firsts.set(`${voice} ${nearest}`, { decidedAt: monotonicNow(), due: transport.timeline.toMs(beat) });
    }
  };
  const members: Member[] = [{ name: "drummer", sounds: true, settings: SETTINGS, listensTo: [], model: null }];
  for (let i = 0; i < VOICES; i++) {
    const voice = await engine.openVoice(`voice${i}`, join(projectFolder, "models/groove"), i);
    const model = modelOf("groove", voice, (place) => place);
    members.push({ name: voice.name, sounds: true, settings: SETTINGS, listensTo: ["drummer"], model });
  }
  const onListenerError = (error: unknown): void => report({ room: "bench", level: "error", text: reasonOf(error) });
  const output = { live: () => {}, plan, revoke: () => {}, gauge: () => {} };
  const band = new Band({ members, music: transport, time: monotonicTime, output, seed: 1, report, onListenerError });
  const ticker = new StepTicker(monotonicTime, transport, report);
  let bars = 0;
  await new Promise<void>((resolve) => {
    ticker.onStep((step) => {
      // The drummer hits every fourth step of the calls, as late as a hit of that step may be.
      if (step % 16 < 8 && step % 4 === 0)
        band.hit("drummer", { drum: "snare", velocity: 100, at: ms(monotonicNow()) });
      band.closeStep(step);
      if (step % 16 === 15 && ++bars === ROUNDS) resolve();
    });
    transport.start();
  });
  const count = band.states().reduce((sum, state) => sum + state.responses, 0);
  ticker.dispose();
  band.dispose();
  transport.dispose();
  const leads = [...firsts.values()].map(({ decidedAt, due }) => due - decidedAt);
  return {
    count,
    onTime: leads.filter((lead) => lead > 0).length,
    leastLead: Math.min(...leads),
    largestError,
  };
};

const figuresOf = (tempo: number, { count, onTime, leastLead, largestError }: Responses): Figure[] => {
  const share = (100 * onTime) / count;
  return [
    figure(`${count} responses at ${tempo} bpm on time`, share, "%", "100", share === 100),
    figure(`${tempo} bpm: planned error`, largestError, "ms", "0", largestError === 0),
    figure(`${tempo} bpm: least time left`, leastLead, "ms", "> 0", leastLead > 0),
  ];
};
