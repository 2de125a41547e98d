import type { MidiHit } from "../../server/core/midi-file/read-midi.ts";
import { Random } from "../../shared/chance/random.ts";
import { metre, noteOff, noteOn, type TrackEvent, tag, tempo, u32, variable } from "./midi-bytes.ts";

/** Draws for variants: all of it follows from the seed. */
export class Draw {
  readonly #random: Random;

  constructor(seed: number, kind: string) {
    this.#random = new Random(seed, kind);
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + this.#random.integer(to - from + 1);
  }

  chance(share: number): boolean {
    return this.#random.next() < share;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.whole(0, choices.length - 1)]!;
  }

  bytes(count: number, most = 255): number[] {
    return Array.from({ length: count }, () => this.whole(0, most));
  }
}

/** Notes as somebody wrote them down, before they were a file: what a reader must give back. */
export interface Sheet {
  readonly division: number;
  readonly tracks: readonly (readonly MidiHit[])[];
}

/** A few notes on a few tracks, at least one. */
export const drawSheet = (draw: Draw): Sheet => {
  const division = draw.of([1, 24, 96, 120, 192, 480, 960, 32767]);
  const tracks = Array.from({ length: draw.whole(1, 4) }, (_, track) =>
    Array.from({ length: draw.whole(track === 0 ? 1 : 0, 20) }, (): MidiHit => {
      const channel = draw.chance(0.7) ? 10 : draw.whole(1, 16);
      return {
        tick: draw.whole(0, division * 20),
        pitch: draw.whole(0, 127),
        velocity: draw.whole(1, 127),
        channel,
        track,
      };
    }).sort((a, b) => a.tick - b.tick),
  );
  return { division, tracks };
};

/** What a reader must give: all notes in time order, those of one tick in the order of the tracks. */
export const notesOf = ({ tracks }: Sheet): MidiHit[] =>
  tracks.flat().sort((a, b) => a.tick - b.tick || a.track - b.track);

/** How a program wrote the notes down. */
export interface Manner {
  /** How notes end: by a note-off, by a note-on with velocity 0, or not at all. */
  readonly ends: "off" | "zero" | "never";
  /** Whether a status that stays the same is left out, across metas and system exclusives too. */
  readonly running: boolean;
}

export const drawManner = (draw: Draw): Manner => ({
  ends: draw.of(["off", "zero", "never"] as const),
  running: draw.chance(0.5),
});

/** The events of the notes, with what else stands in people's files between them. */
export const eventsOf = (notes: readonly MidiHit[], { ends }: Manner, draw: Draw): TrackEvent[] => {
  const events: TrackEvent[] = [];
  for (const { tick, pitch, velocity, channel } of notes) {
    if (draw.chance(0.3)) events.push({ at: tick, bytes: drawOther(draw) });
    events.push(noteOn(tick, pitch, velocity, channel));
    const end = tick + draw.whole(0, 200);
    if (ends === "off") events.push(noteOff(end, pitch, channel));
    if (ends === "zero") events.push(noteOn(end, pitch, 0, channel));
  }
  return events.sort((a, b) => a.at - b.at);
};

/** An event that is no note: controllers, programs, bends, texts, system exclusives, good tempi and metres. */
const drawOther = (draw: Draw): readonly number[] => {
  const channel = draw.whole(0, 15);
  const text = draw.bytes(draw.chance(0.1) ? 200 : draw.whole(0, 12), 127);
  return draw.of([
    () => [0xb0 + channel, ...draw.bytes(2, 127)],
    () => [0xc0 + channel, ...draw.bytes(1, 127)],
    () => [0xd0 + channel, ...draw.bytes(1, 127)],
    () => [0xe0 + channel, ...draw.bytes(2, 127)],
    () => [0xff, draw.whole(1, 7), ...variable(text.length), ...text],
    () => [0xf0, ...variable(text.length + 1), ...text, 0xf7],
    () => tempo(0, draw.whole(30, 300)).bytes,
    () => metre(0, draw.whole(1, 32), draw.of([2, 4, 8, 16])).bytes,
  ])();
};

export const END_OF_TRACK: readonly number[] = [0xff, 0x2f, 0];

/** The bytes of a track's events, and where each of them ends. */
export const encode = (events: readonly TrackEvent[], running: boolean): { bytes: number[]; ends: number[] } => {
  const bytes: number[] = [];
  const ends: number[] = [];
  let last = 0;
  let status = 0;
  for (const event of events) {
    const first = event.bytes[0]!;
    const same = running && first < 0xf0 && first === status;
    bytes.push(...variable(event.at - last), ...event.bytes.slice(same ? 1 : 0));
    ends.push(bytes.length);
    last = event.at;
    if (first < 0xf0) status = first;
  }
  return { bytes, ends };
};

export const chunk = (name: string, body: readonly number[], told = body.length): number[] => [
  ...tag(name),
  ...u32(told),
  ...body,
];

export const header = (format: number, tracks: number, division: number): number[] =>
  chunk("MThd", [0, format, tracks >> 8, tracks & 255, division >> 8, division & 255]);

/** The body of a track that ends as it should. */
export const bodyOf = (events: readonly TrackEvent[], running = false): number[] => [
  ...encode(events, running).bytes,
  0,
  ...END_OF_TRACK,
];
