import { beats, type Ms, ms } from "../time/units.ts";
import { DRUM_COUNT, DRUMS, drumIndex } from "./drums.ts";
import type { Note, VoiceName } from "./note.ts";

/** How far back everything is remembered, and how much of it at most. */
export const RECENT_MS = ms(12_000);
const MOST_RECENT = 512;
/** How far back there is something to be told to a scene that asks for it, and how much of it at most. */
const LONG_MS = 180_000;
const MOST = 4096;

/** A note, and when it was due by the timeline of that moment. */
export interface Landed {
  readonly note: Note;
  readonly at: Ms;
}

/** A note of some time ago, short, for there are many: `voice` is a place in `voices`, `drum` one in DRUMS. */
export type OlderNote = readonly [
  id: number,
  voice: number,
  drum: number,
  velocity: number,
  at: number,
  beat: number,
  surprise: number | null,
  live: 0 | 1,
];

/** What was played, as it travels: the notes' `at` is when they were due. */
export interface PastNotes {
  /** The oldest first. */
  readonly notes: readonly Note[];
  /** Hits so far of each voice, these included, by drum in the order of DRUMS. */
  readonly hits: Readonly<Record<VoiceName, readonly number[]>>;
  /** What was played before `notes`, some minutes back, the oldest first. */
  readonly older?: { readonly voices: readonly VoiceName[]; readonly notes: readonly OlderNote[] };
}

/**
 * As much of what was played as it takes to draw the present: everything of the last twelve
 * seconds, the last two hits of each drum of each voice however old, and how often each was hit.
 * A picture that is told of it stands where one stands that has seen everything. For scenes that
 * show more, what was played in the last three minutes is remembered as well.
 *
 * @realtime `add`: it allocates one small object.
 */
export class Past {
  #recent: Landed[] = [];
  readonly #ids = new Set<number>();
  readonly #lasting = new Map<VoiceName, Landed[][]>();
  readonly #hits = new Map<VoiceName, number[]>();

  /** A note was due at `at`; notes come in the order in which they are due. */
  add(note: Note, at: Ms): void {
    const landed: Landed = { note, at };
    this.#recent.push(landed);
    this.#ids.add(note.id);
    if (this.#recent.length > 2 * MOST) {
      for (const { note: forgotten } of this.#recent.slice(0, -MOST)) this.#ids.delete(forgotten.id);
      this.#recent = this.#recent.slice(-MOST);
    }
    const drum = drumIndex(note.drum);
    const last = entryOf(this.#lasting, note.voice, () => Array.from({ length: DRUM_COUNT }, () => []))[drum];
    last?.push(landed);
    if (last !== undefined && last.length > 2) last.shift();
    const hits = entryOf(this.#hits, note.voice, () => new Array<number>(DRUM_COUNT).fill(0));
    hits[drum] = (hits[drum] ?? 0) + 1;
  }

  /** Whether a note is among what is remembered. */
  has(id: number): boolean {
    return this.#ids.has(id);
  }

  /** What is worth telling at `now` to whom looks so far `back`, the oldest first, each once. */
  notes(now: Ms, back: Ms = RECENT_MS): readonly Landed[] {
    const most = back > RECENT_MS ? MOST : MOST_RECENT;
    const worth = new Set(this.#recent.slice(-most).filter(({ at }) => at >= now - Math.min(back, LONG_MS)));
    for (const drums of this.#lasting.values()) for (const last of drums) for (const landed of last) worth.add(landed);
    return [...worth].sort((one, other) => one.at - other.at || one.note.id - other.note.id);
  }

  /** All there is to tell, to be sent. */
  told(now: Ms): PastNotes {
    const recent = this.notes(now);
    const known = new Set(recent);
    const older = this.notes(now, ms(LONG_MS)).filter((landed) => !known.has(landed));
    const voices = [...this.#hits.keys()];
    return {
      notes: recent.map(({ note, at }) => (note.at === at ? note : { ...note, at: ms(at) })),
      hits: Object.fromEntries(this.#hits),
      older: { voices, notes: older.map((landed) => shortened(landed, voices)) },
    };
  }

  clear(): void {
    this.#recent = [];
    this.#ids.clear();
    this.#lasting.clear();
    this.#hits.clear();
  }
}

/** All that was told of, the oldest first. */
export const notesOf = ({ notes, older }: PastNotes): readonly Note[] => {
  if (older === undefined || older.notes.length === 0) return notes;
  const all = [...older.notes.map((row) => lengthened(row, older.voices)), ...notes];
  return all.sort((one, other) => one.at - other.at || one.id - other.id);
};

const shortened = ({ note, at }: Landed, voices: readonly VoiceName[]): OlderNote => {
  const { id, voice, drum, velocity, beat, surprise, live } = note;
  const short = surprise === null ? null : Math.round(surprise * 100) / 100;
  const place = voices.indexOf(voice);
  return [id, place, drumIndex(drum), velocity, Math.round(at), Math.round(beat * 1000) / 1000, short, live ? 1 : 0];
};

const lengthened = (row: OlderNote, voices: readonly VoiceName[]): Note => {
  const [id, voice, drum, velocity, at, beat, surprise, live] = row;
  return {
    id,
    voice: voices[voice] ?? "",
    drum: DRUMS[drum] ?? DRUMS[0],
    velocity,
    beat: beats(beat),
    duration: beats(0.25),
    at: ms(at),
    surprise,
    live: live === 1,
  };
};

const entryOf = <Value>(map: Map<VoiceName, Value>, name: VoiceName, make: () => Value): Value => {
  let value = map.get(name);
  if (value === undefined) {
    value = make();
    map.set(name, value);
  }
  return value;
};
