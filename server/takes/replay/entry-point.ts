import { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, beats, bpm, type Ms } from "../../../shared/time/units.ts";
import type { RecordOf, TakeRecord } from "../log/record.ts";
import type { Take } from "../read-take.ts";

/** What is planned is planned less than this ahead: a bar, at the slowest tempo. */
const PLANNED_AHEAD_MS = 15_000;

/** What is true where one enters a take, and everything after it. */
export interface EntryPoint {
  readonly transport: RecordOf<"transport"> | null;
  /** The newest of each path. */
  readonly controls: readonly RecordOf<"control">[];
  /** The one in force, then those that were ahead. */
  readonly cues: readonly RecordOf<"cue">[];
  /** Planned before for later, and not taken back. */
  readonly planned: readonly RecordOf<"plan">[];
  /** From there on, in order. */
  readonly lines: AsyncIterator<TakeRecord>;
  /** The first of them; null where there is none. */
  readonly first: TakeRecord | null;
}

/** Somebody had everything silenced. */
export const isPanic = (line: TakeRecord): boolean => line.kind === "order" && line.command.do === "panic";

const lineOf = ({ tempo, originBeats, originMs }: RecordOf<"transport">): Timeline =>
  new Timeline(bpm(tempo), originBeats, originMs);

/** The one in force is as old as the place at most, also where beats were counted anew since. */
const fromNowOn = (cues: readonly RecordOf<"cue">[], at: Ms, beat: Beats): readonly RecordOf<"cue">[] => {
  const inForce = cues.findLast(({ cue }) => cue.at <= at);
  const ahead = cues.filter(({ cue }) => cue.at > at);
  if (inForce === undefined) return ahead;
  return [{ ...inForce, cue: { ...inForce.cue, beat: beats(Math.min(inForce.cue.beat, beat)) } }, ...ahead];
};

/** Reads what is true at the moment `at` of a take. Reading a minute takes some milliseconds. */
export const entryPoint = async (take: Pick<Take, "records">, at: Ms): Promise<EntryPoint> => {
  const lines = take.records((at - PLANNED_AHEAD_MS) as Ms);
  const controls = new Map<string, RecordOf<"control">>();
  const planned = new Map<number, RecordOf<"plan">>();
  const cues: RecordOf<"cue">[] = [];
  let transport: RecordOf<"transport"> | null = null;
  for (;;) {
    const next = await lines.next();
    const line = next.done === true ? null : next.value;
    if (line === null || line.at >= at) {
      const music = transport?.playing ? lineOf(transport) : null;
      const ahead = [...planned.values()].filter(({ note }) => music !== null && music.toMs(note.beat) >= at);
      return {
        transport,
        controls: [...controls.values()],
        cues: fromNowOn(cues, at, music === null ? beats(transport?.rest ?? 0) : music.toBeats(at)),
        planned: ahead,
        lines,
        first: line,
      };
    }
    if (line.kind === "transport") {
      transport = line;
      // What was planned for beats that do not come was dropped.
      if (line.jumped || !line.playing) planned.clear();
    } else if (line.kind === "control") controls.set(line.path, line);
    else if (line.kind === "cue") cues.push(line);
    else if (isPanic(line)) planned.clear();
    else if (line.kind === "plan") planned.set(line.note.id, line);
    else if (line.kind === "revoke") for (const id of line.notes) planned.delete(id);
  }
};
