import { setImmediate } from "node:timers/promises";
import type { Reporter } from "../../../shared/events/report.ts";
import type { TimeSource } from "../../../shared/time/time-source.ts";
import type { Ms } from "../../../shared/time/units.ts";
import type { Show } from "../../core/show/show.ts";
import type { TransportChange } from "../../music/clock/transport.ts";
import { parseHeardFile } from "../../music/rhythm/memory/heard-file.ts";
import { RhythmEngine } from "../../music/rhythm/rhythm-engine.ts";
import type { TakeRecord } from "../../takes/log/record.ts";
import { Ensemble } from "../ensemble/ensemble.ts";
import type { Beginning, EnsembleOutput, Input } from "../ensemble/input.ts";
import { inputOf, journalOf } from "../ensemble/lines.ts";
import { openMembers, type PlaceOfModel } from "../open-voices.ts";
import { Comparison, type Difference } from "./comparison.ts";
import { HeldReplies } from "./held-replies.ts";
import { ReplayTime } from "./replay-time.ts";

export interface AgainOptions {
  readonly show: Show;
  readonly seed: number;
  /** Everything that came in and went out, from the start of the server on. */
  readonly lines: AsyncIterable<TakeRecord>;
  /** From here on notes and cues are counted; what went before is computed and compared all the same. */
  readonly from: Ms;
  readonly place: PlaceOfModel;
  /** The machine's, for the networks' thread. */
  readonly time: TimeSource;
  /** Told of the moment of each step, now and then. */
  readonly onProgress?: (at: Ms) => void;
  /** Told of every line that comes out. */
  readonly onLine?: (line: TakeRecord) => void;
}

export interface AgainResult {
  /** Notes and cues that are the same. */
  readonly notes: number;
  readonly cues: number;
  /** Hits that came in. */
  readonly hits: number;
  readonly difference: Difference | null;
  /** What was told of the transport last. */
  readonly music: TransportChange;
}

/**
 * Plays a performance again from what came from outside: the models, their memories and the director are asked anew, as
 * fast as they can, and what they give is compared with what they gave. What hung on the machine, as when a network
 * replied and when it was too late, is as it was. Rejects with a sentence where that cannot be computed here.
 */
export const playAgain = async (options: AgainOptions): Promise<AgainResult> => {
  const { lines, from, onProgress = () => {}, onLine = () => {} } = options;
  const comparison = new Comparison(from);
  const journal = journalOf((line) => {
    comparison.is(line);
    onLine(line);
  });
  const time = new ReplayTime();
  const replies = new HeldReplies();
  let stage: Stage | null = null;
  let hits = 0;
  let last = from;
  let music: TransportChange | null = null;
  try {
    for await (const line of lines) {
      const input = inputOf(line);
      if (input === null) {
        comparison.was(line);
        continue;
      }
      last = input.at;
      time.goTo(last);
      if (input.kind === "transport") music = input.change;
      if (input.kind === "begin") {
        music = input.beginning.change;
        stage = await open(options, input.beginning, time, journal, replies);
      } else if (stage !== null && !(await feed(stage, input))) comparison.unasked(line);
      if (input.kind === "hit" && input.at >= from) hits++;
      if (input.kind === "step") onProgress(input.at);
      if (comparison.difference !== null) break;
    }
    if (stage === null || music === null)
      throw new Error("its log does not say how it began, so it cannot be computed again; as it was it still plays");
    comparison.end(last);
    const { notes, cues, difference } = comparison;
    return { notes, cues, hits, difference, music };
  } finally {
    await stage?.engine?.dispose();
  }
};

interface Stage {
  readonly ensemble: Ensemble;
  readonly engine: RhythmEngine | null;
  readonly time: ReplayTime;
  readonly replies: HeldReplies;
}

const NOWHERE: EnsembleOutput = { live: () => {}, plan: () => {}, revoke: () => {}, gauge: () => {}, cue: () => {} };

const open = async (
  { show, seed, place, time: machine }: AgainOptions,
  { scenes, change, silent, backend, remembered }: Beginning,
  time: ReplayTime,
  journal: ReturnType<typeof journalOf>,
  replies: HeldReplies,
): Promise<Stage> => {
  const failures: string[] = [];
  const report: Reporter = ({ level, text }) => (level === "error" ? failures.push(text) : undefined);
  const engine = backend === null ? null : await RhythmEngine.start({ report, time: machine, backend });
  for (const { voice, heard } of remembered) {
    const known = parseHeardFile(heard);
    if ("fault" in known)
      throw new Error(`what was remembered of ${voice} at its beginning cannot be read: ${known.fault}`);
    engine?.memories.load(voice, known);
  }
  const wereThere = show.voices.filter(({ kind, name }) => kind !== "live" && !silent.includes(name));
  const members = await openMembers({ show, engine, seed, place, report, silent });
  const gone = wereThere.flatMap(({ name }) => failures.filter((text) => text.startsWith(`${name} is silent: `)));
  if (gone.length > 0) {
    await engine?.dispose();
    throw new Error(gone.join(" "));
  }
  const onListenerError = (error: unknown): void => {
    throw error;
  };
  const common = { time, seed, output: NOWHERE, journal, report: () => {}, onListenerError };
  const memories = engine?.memories ?? null;
  const ensemble = new Ensemble({ show, members, scenes, change, backend, memories, ...common });
  engine?.postBy(replies);
  return { ensemble, engine, time, replies };
};

/** False for a reply that was not asked for, or a wake: then it has gone another way before. */
const feed = async ({ ensemble, engine, time, replies }: Stage, input: Input): Promise<boolean> => {
  if (input.kind === "lost")
    throw new Error("its rhythm worker crashed there, and what came of that hung on the machine");
  if (input.kind === "wake") return time.fire(input.number);
  if (input.kind === "reply") {
    const { number, refused } = input;
    if (number > (engine?.requests ?? 0)) return false;
    const reply = await replies.take(number);
    if (refused === null && reply.refused !== null) throw new Error(reply.refused);
    ensemble.replied(number, refused, () => reply.settle(refused ?? undefined));
  } else obey(ensemble, input);
  await setImmediate();
  return true;
};

/** An order that was refused then is refused again. */
const obey = (ensemble: Ensemble, input: Input): void => {
  try {
    const outcome = ensemble.enter(input);
    if (outcome instanceof Promise) outcome.catch(() => {});
  } catch (error) {
    if (input.kind !== "order") throw error;
  }
};
