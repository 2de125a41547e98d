import { isSameMetre, type Metre, phaseInBar } from "../../../shared/time/metre.ts";
import { Timeline } from "../../../shared/time/timeline.ts";
import { beats, bpm, type Ms, ms, STEPS_PER_BEAT } from "../../../shared/time/units.ts";
import type { RecordOf } from "../log/record.ts";

/** A part of a take in which beats are counted on without a jump, in one metre. */
export interface Stretch {
  /** On the server's axis. */
  readonly from: Ms;
  readonly metre: Metre;
  /** The transport's lines, the first in force from `from` on, each until the next. */
  readonly lines: readonly { readonly from: Ms; readonly timeline: Timeline }[];
}

/** A jump this little behind a bar line of its new beats was meant for it: timers are late, and so are hands. */
const GRACE_MS = 40;

export const timelineOf = ({ tempo, originBeats, originMs }: RecordOf<"transport">): Timeline =>
  new Timeline(bpm(tempo), originBeats, originMs);

/**
 * The stretches of a take from `from` to `to`, at least one; `changes` in the order in which they were told, those
 * before `from` too. One that is shorter than half a 16th belongs to its neighbour.
 */
export const stretchesOf = (changes: readonly RecordOf<"transport">[], from: Ms, to: Ms): readonly Stretch[] => {
  const stretches: { from: Ms; metre: Metre; lines: { from: Ms; timeline: Timeline }[] }[] = [];
  for (const change of changes) {
    if (change.at >= to) break;
    const timeline = timelineOf(change);
    const { metre } = change;
    const last = stretches.at(-1);
    const begun = ms(Math.max(change.at, from));
    if (last !== undefined && change.at > from && !change.jumped && isSameMetre(metre, last.metre)) {
      last.lines.push({ from: begun, timeline });
      continue;
    }
    const phase = phaseInBar(timeline.toBeats(change.at), metre) * timeline.msPerBeat;
    const start = ms(Math.max(phase <= GRACE_MS ? change.at - phase : change.at, from));
    // What is older than another that begins with it, or hardly before it, counts for nothing.
    while (stretches.length > 0 && start - stretches.at(-1)!.from < halfAStep(stretches.at(-1)!)) stretches.pop();
    const first = stretches.length === 0 ? from : start;
    stretches.push({ from: first, metre, lines: [{ from: first, timeline }] });
  }
  return stretches.length > 0 ? stretches : [UNKNOWN(from)];
};

const halfAStep = ({ lines }: Stretch): number => lines[0]!.timeline.msPerBeat / STEPS_PER_BEAT / 2;

/** As the transport is before anybody has said anything. */
const UNKNOWN = (from: Ms): Stretch => ({
  from,
  metre: { numerator: 4, denominator: 4 },
  lines: [{ from, timeline: new Timeline(bpm(120), beats(0), from) }],
});
