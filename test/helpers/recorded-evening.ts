import { ensembleCommands } from "../../server/app/ensemble/commands.ts";
import { Ensemble } from "../../server/app/ensemble/ensemble.ts";
import type { EnsembleOrder, EnsembleOutput } from "../../server/app/ensemble/input.ts";
import { journalOf } from "../../server/app/ensemble/lines.ts";
import { openMembers } from "../../server/app/open-voices.ts";
import { projectFolder } from "../../server/core/files/project-folder.ts";
import { PITCH_TABLES, PitchMap } from "../../server/core/music/pitch-table.ts";
import { Show } from "../../server/core/show/show.ts";
import { resolvePath } from "../../server/core/show/show-file.ts";
import { monotonicTime } from "../../server/core/time/monotonic.ts";
import { readDrumPart } from "../../server/io/inputs/drum-part.ts";
import { MidiFileSource } from "../../server/io/inputs/midi-file-source.ts";
import { StepTicker } from "../../server/music/clock/step-ticker.ts";
import { Transport } from "../../server/music/clock/transport.ts";
import type { HeardSteps } from "../../server/music/rhythm/memory/heard-steps.ts";
import { RhythmEngine } from "../../server/music/rhythm/rhythm-engine.ts";
import { HOUSE_SCENES } from "../../server/picture/scenes/house-scenes.ts";
import type { TakeRecord } from "../../server/takes/log/record.ts";
import type { Report } from "../../shared/events/report.ts";
import { bpm } from "../../shared/time/units.ts";
import { settle, VirtualTime } from "./virtual-time.ts";

/** Something that is ordered at a moment of the evening, in seconds. */
export type Ordered = readonly [
  at: number,
  order: EnsembleOrder | { readonly tempo: number } | { readonly stop: true } | { readonly start: true },
];

interface EveningOptions {
  /** Of the show; the voices that play are the default ones. */
  readonly show?: unknown;
  readonly seed: number;
  readonly seconds: number;
  /** The drummer's MIDI file. */
  readonly file: string;
  readonly orders: readonly Ordered[];
  /** What is remembered of the drummer since another evening. */
  readonly heard?: HeardSteps;
  /** Whether the networks are given the time to reply, at a moment in seconds; where not, they are late as they will. */
  readonly waits?: (second: number) => boolean;
}

/** What was played, and all that is needed to play it again. */
export interface RecordedEvening {
  readonly show: Show;
  readonly seed: number;
  readonly lines: readonly TakeRecord[];
  readonly reports: readonly Report[];
}

/** Finds a model of the project. */
export const placeOf = (model: string): string => resolvePath(model, null, projectFolder);

const NOWHERE: EnsembleOutput = { live: () => {}, plan: () => {}, revoke: () => {}, gauge: () => {}, cue: () => {} };

/** Band and director with the networks there are, a MIDI file as drummer, in virtual time: what their journal says. */
export const recordEvening = async (options: EveningOptions): Promise<RecordedEvening> => {
  const { seed, seconds, file, orders, waits = () => true } = options;
  const show = Show.parse(options.show ?? {});
  const time = new VirtualTime(5000.123_456);
  const reports: Report[] = [];
  const report = (text: Report): void => void reports.push(text);
  const lines: TakeRecord[] = [];
  const engine = await RhythmEngine.start({ report, time: monotonicTime });
  if (options.heard !== undefined) engine.memories.load("drummer", options.heard);
  const members = await openMembers({ show, engine, seed, place: placeOf, report });
  const transport = new Transport(time, bpm(show.tempo), show.metre, report);
  const [first, ...others] = HOUSE_SCENES;
  const onListenerError = (error: unknown): void => {
    throw error;
  };
  const ensemble = new Ensemble({
    show,
    members,
    scenes: [first, ...others],
    change: transport.change,
    backend: engine.backend.name,
    time,
    seed,
    output: NOWHERE,
    memories: engine.memories,
    // As a file keeps it.
    journal: journalOf((line) => lines.push(JSON.parse(JSON.stringify(line)))),
    report,
    onListenerError,
  });
  let replies = 0;
  engine.postBy({
    replied: (number, refused, settle) => {
      replies++;
      ensemble.replied(number, refused, settle);
    },
    lost: () => ensemble.lost(),
  });
  const part = await readDrumPart(file);
  const pitches = new PitchMap(PITCH_TABLES[show.pitches.table], show.pitches.overrides);
  const drummer = new MidiFileSource(part, { loop: true, tempo: "transport" }, transport, pitches, time, report);
  drummer.onHit((hit) => ensemble.hit(hit, drummer.name));
  transport.onChange((change) => ensemble.setTransport(change));
  const ticker = new StepTicker(time, transport, report);
  ticker.onStep((step) => ensemble.closeStep(step));
  ensemble.open();
  const commands = ensembleCommands(ensemble, String) as unknown as Record<string, (order: unknown) => unknown>;
  const carryOut = async (order: Ordered[1]): Promise<void> => {
    if ("tempo" in order) transport.setTempo(bpm(order.tempo));
    else if ("stop" in order) transport.stop();
    else if ("start" in order) transport.start();
    else if (order.do === "panic") ensemble.order(order);
    // What cannot be done is refused, again and again.
    else await (async () => commands[order.do]?.(order))().catch(() => {});
  };

  transport.start();
  const begin = time.now();
  const waiting = [...orders];
  for (let second = 0; second < seconds; second += 1 / 64) {
    await time.advanceTo(begin + second * 1000);
    while (waiting[0] !== undefined && waiting[0][0] <= second) void carryOut(waiting.shift()![1]);
    if (!waits(second)) continue;
    while (replies < engine.requests) await settle();
  }
  while (replies < engine.requests) await settle();
  ticker.dispose();
  drummer.dispose();
  transport.dispose();
  ensemble.dispose();
  await engine.dispose();
  return { show, seed, lines, reports };
};
