import { type Ms, ms } from "../time/units.ts";
import { DRUM_COUNT, drumIndex } from "./drums.ts";
import type { Note, VoiceName } from "./note.ts";

/** How far back everything is remembered, and how much of it at most. */
const PAST_MS = 12_000;
const MOST = 512;

/** A note, and when it was due by the timeline of that moment. */
export interface Landed {
  readonly note: Note;
  readonly at: Ms;
}

/** What was played, as it travels: the notes' `at` is when they were due. */
export interface PastNotes {
  /** The oldest first. */
  readonly notes: readonly Note[];
  /** Hits so far of each voice, these included, by drum in the order of DRUMS. */
  readonly hits: Readonly<Record<VoiceName, readonly number[]>>;
}

/**
 * As much of what was played as it takes to draw the present: everything of the last twelve
 * seconds, the last two hits of each drum of each voice however old, and how often each was hit.
 * A picture that is told of it stands where one stands that has seen everything.
 *
 * @realtime `add`: it allocates one small object.
 */
export class Past {
  #recent: Landed[] = [];
  readonly #lasting = new Map<VoiceName, Landed[][]>();
  readonly #hits = new Map<VoiceName, number[]>();

  /** A note was due at `at`; notes come in the order in which they are due. */
  add(note: Note, at: Ms): void {
    const landed: Landed = { note, at };
    this.#recent.push(landed);
    if (this.#recent.length > 2 * MOST) this.#recent = this.#recent.slice(-MOST);
    const drum = drumIndex(note.drum);
    const last = entryOf(this.#lasting, note.voice, () => Array.from({ length: DRUM_COUNT }, () => []))[drum];
    last?.push(landed);
    if (last !== undefined && last.length > 2) last.shift();
    const hits = entryOf(this.#hits, note.voice, () => new Array<number>(DRUM_COUNT).fill(0));
    hits[drum] = (hits[drum] ?? 0) + 1;
  }

  /** Whether a note is among what is remembered. */
  has(id: number): boolean {
    return this.#recent.some(({ note }) => note.id === id);
  }

  /** What is worth telling at `now`, the oldest first, each once. */
  notes(now: Ms): readonly Landed[] {
    const worth = new Set(this.#recent.slice(-MOST).filter(({ at }) => at >= now - PAST_MS));
    for (const drums of this.#lasting.values()) for (const last of drums) for (const landed of last) worth.add(landed);
    return [...worth].sort((one, other) => one.at - other.at || one.note.id - other.note.id);
  }

  /** The same, to be sent. */
  told(now: Ms): PastNotes {
    return {
      notes: this.notes(now).map(({ note, at }) => (note.at === at ? note : { ...note, at: ms(at) })),
      hits: Object.fromEntries(this.#hits),
    };
  }

  clear(): void {
    this.#recent = [];
    this.#lasting.clear();
    this.#hits.clear();
  }
}

const entryOf = <Value>(map: Map<VoiceName, Value>, name: VoiceName, make: () => Value): Value => {
  let value = map.get(name);
  if (value === undefined) {
    value = make();
    map.set(name, value);
  }
  return value;
};
