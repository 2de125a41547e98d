import type { Timeline } from "../../../shared/time/timeline.ts";
import { type Beats, type Ms, ms } from "../../../shared/time/units.ts";
import type { RecordOf, TakeRecord } from "../log/record.ts";
import { timelineOf } from "./stretches.ts";

/** A note that sounded, on the server's axis. */
export interface SoundedNote {
  readonly at: Ms;
  readonly note: RecordOf<"plan">["note"] | RecordOf<"live">["note"];
}

/** A cue that took effect, on the server's axis. */
export interface ShownCue {
  readonly at: Ms;
  readonly cue: RecordOf<"cue">["cue"];
}

/** Later than this a note is not sounded any more, as at the outputs (`server/io/output/late-policy.ts`). */
const LATE_MS = 30;

/** Whatever waits for its beat. */
interface Planned {
  readonly beat: Beats;
  readonly land: (at: Ms) => void;
  /** Of a note; null for a cue. */
  readonly id: number | null;
}

/**
 * Follows a log as the outputs did: what was planned waits for its beat, moves with the tempo, is taken back, and is
 * dropped where the beats do not go on. Told of every record in order, it says what sounded and what was shown.
 */
export class SoundedNotes {
  readonly notes: SoundedNote[] = [];
  readonly cues: ShownCue[] = [];
  /** Of the transport, in order. What is true is told again behind a damage of a log, and is no news. */
  readonly changes: RecordOf<"transport">[] = [];
  #newestCue = Number.NEGATIVE_INFINITY;
  #planned: Planned[] = [];
  #timeline: Timeline | null = null;
  #playing = false;

  take(record: TakeRecord): void {
    switch (record.kind) {
      case "live":
        this.notes.push({ at: record.note.at, note: record.note });
        break;
      case "plan":
        this.#plan(record);
        break;
      case "cue":
        this.#cue(record);
        break;
      case "revoke": {
        this.settle(record.at);
        const taken = new Set(record.notes);
        this.#planned = this.#planned.filter(({ id }) => id === null || !taken.has(id));
        break;
      }
      case "order":
        if (record.command.do === "panic") {
          this.settle(record.at);
          this.#planned = [];
        }
        break;
      case "transport":
        this.#follow(record);
        break;
    }
  }

  /** What was due before `at` has happened. */
  settle(at: Ms): void {
    const timeline = this.#timeline;
    if (timeline === null) return;
    this.#planned = this.#planned.filter(({ beat, land }) => {
      const due = timeline.toMs(beat);
      if (due < at) land(due);
      return due >= at;
    });
  }

  #plan({ at, note }: RecordOf<"plan">): void {
    if (!this.#playing || this.#timeline === null) return;
    if (this.#timeline.toMs(note.beat) >= at - LATE_MS)
      this.#planned.push({ beat: note.beat, id: note.id, land: (due) => this.notes.push({ at: due, note }) });
  }

  #cue({ at, cue }: RecordOf<"cue">): void {
    if (cue.id <= this.#newestCue) return;
    this.#newestCue = cue.id;
    if (this.#playing && this.#timeline !== null && cue.at > at)
      this.#planned.push({ beat: cue.beat, id: null, land: (due) => this.cues.push({ at: due, cue }) });
    else this.cues.push({ at: cue.at, cue });
  }

  #follow(record: RecordOf<"transport">): void {
    const before = this.changes.at(-1);
    if (before !== undefined && (record.at < before.at || isSame(record, before))) return;
    this.changes.push(record);
    const goesOn = this.#playing && record.playing && !record.jumped;
    this.settle(record.at);
    if (!goesOn) this.#planned = [];
    this.#playing = record.playing;
    this.#timeline = timelineOf(record);
  }
}

const isSame = (one: RecordOf<"transport">, other: RecordOf<"transport">): boolean =>
  one.at === other.at && one.originMs === other.originMs && one.tempo === other.tempo && one.playing === other.playing;

/** Whatever is planned lands, for the log has ended. */
export const FOREVER = ms(Number.POSITIVE_INFINITY);
