import { describe, expect, it } from "vitest";
import { type MidiHit, readMidi } from "../../../server/core/midi-file/read-midi.ts";
import { metre, type TrackEvent, tag, u32 } from "../../helpers/midi-bytes.ts";
import {
  bodyOf,
  chunk,
  Draw,
  drawManner,
  drawSheet,
  END_OF_TRACK,
  encode,
  eventsOf,
  header,
  notesOf,
  type Sheet,
} from "../../helpers/midi-variants.ts";

/** A file, the notes that went into it, and the kinds of things that must be told of it. */
interface Variant {
  readonly bytes: readonly number[];
  readonly notes: readonly MidiHit[];
  readonly told: readonly string[];
}

/** One kind of file: makes another one for every draw. */
type Kind = (sheet: Sheet, draw: Draw) => Variant;

const bodiesOf = ({ tracks }: Sheet, draw: Draw): number[][] => {
  const manner = drawManner(draw);
  return tracks.map((notes) => bodyOf(eventsOf(notes, manner, draw), manner.running));
};
const headerOf = ({ tracks, division }: Sheet, told = tracks.length, format = tracks.length > 1 ? 1 : 0): number[] =>
  header(format, told, division);
const tracksOf = (bodies: readonly number[][]): number[][] => bodies.map((body) => chunk("MTrk", body));
const plain = (sheet: Sheet, draw: Draw): number[] => [...headerOf(sheet), ...tracksOf(bodiesOf(sheet, draw)).flat()];

/** The file with these events in one of its tracks besides. */
const withEvents = (sheet: Sheet, draw: Draw, others: readonly TrackEvent[], mayRun = true): number[] => {
  const manner = drawManner(draw);
  const { ends, running } = { ...manner, running: manner.running && mayRun };
  const where = draw.whole(0, sheet.tracks.length - 1);
  const bodies = sheet.tracks.map((notes, track) => {
    const events = eventsOf(notes, { ends, running }, draw);
    return bodyOf(track === where ? [...events, ...others].sort((a, b) => a.at - b.at) : events, running);
  });
  return [...headerOf(sheet), ...tracksOf(bodies).flat()];
};

const alien = (draw: Draw): number[] =>
  chunk(draw.of(["XFIH", "XFKM", "CASM", "SEM1", "    "]), draw.bytes(draw.whole(0, 60)));

const KINDS: Readonly<Record<string, Kind>> = {
  "as it should be": (sheet, draw) => ({ bytes: plain(sheet, draw), notes: notesOf(sheet), told: [] }),

  "with chunks of other kinds": (sheet, draw) => {
    const bytes = [...headerOf(sheet), ...alien(draw)];
    for (const track of tracksOf(bodiesOf(sheet, draw))) bytes.push(...track, ...(draw.chance(0.5) ? alien(draw) : []));
    return { bytes, notes: notesOf(sheet), told: ["chunks that are no tracks"] };
  },

  "with a wrong number of tracks": (sheet, draw) => {
    const count = sheet.tracks.length;
    const told = draw.of([0, count + 1, count + draw.whole(1, 60000), ...(count > 1 ? [count - 1] : [])]);
    const bytes = [...headerOf(sheet, told), ...tracksOf(bodiesOf(sheet, draw)).flat()];
    return { bytes, notes: notesOf(sheet), told: ["a wrong number of tracks"] };
  },

  "with wrong lengths of tracks": (sheet, draw) => {
    const bodies = bodiesOf(sheet, draw);
    const wrong = bodies.map((body, track) => {
      const next = bodies[track + 1];
      const told = draw.of([0, draw.whole(0, body.length - 1), body.length + draw.whole(1, 4000), 0xffffffff]);
      return chunk("MTrk", body, next !== undefined && draw.chance(0.3) ? body.length + 8 + next.length : told);
    });
    return { bytes: [...headerOf(sheet), ...wrong.flat()], notes: notesOf(sheet), told: ["wrong track lengths"] };
  },

  "within RIFF": (sheet, draw) => {
    const file = plain(sheet, draw);
    const little = (value: number): number[] => u32(value).reverse();
    const riffChunk = (name: string, data: readonly number[], told = data.length): number[] => {
      return [...tag(name), ...little(told), ...data, ...(data.length % 2 === 1 ? [0] : [])];
    };
    const list = (): number[] =>
      riffChunk("LIST", [...tag("INFO"), ...riffChunk("INAM", draw.bytes(draw.whole(1, 30)))]);
    const before = draw.chance(0.3) ? list() : [];
    const after = draw.chance(0.3) ? list() : [];
    const data = [...before, ...riffChunk("data", file), ...after];
    const bytes = [...tag("RIFF"), ...little(4 + data.length), ...tag("RMID"), ...data];
    return { bytes, notes: notesOf(sheet), told: [] };
  },

  "behind and before bytes of others": (sheet, draw) => {
    const before = draw.bytes(draw.of([0, 1, 3, 128, draw.whole(0, 500)]));
    const between = draw.bytes(draw.whole(0, 20));
    const after = draw.bytes(draw.of([1, 2, draw.whole(1, 500)]));
    const [first = [], ...others] = tracksOf(bodiesOf(sheet, draw));
    const bytes = [...before, ...headerOf(sheet), ...first, ...between, ...others.flat(), ...after];
    return { bytes, notes: notesOf(sheet), told: ["bytes outside of its chunks"] };
  },

  "with metas of odd lengths": (sheet, draw) => {
    const others = Array.from({ length: draw.whole(1, 5) }, (): TrackEvent => {
      const [type, least] = draw.of([
        [0x51, 3],
        [0x58, 2],
        [0x59, 0],
        [0x54, 0],
        [0x21, 0],
        [0x7f, 0],
      ] as const);
      const data = [5, 2, 0, ...draw.bytes(20)].slice(0, draw.whole(least, 23));
      return { at: draw.whole(0, 2000), bytes: [0xff, type, data.length, ...data] };
    });
    return { bytes: withEvents(sheet, draw, others), notes: notesOf(sheet), told: [] };
  },

  "with tempi of no use": (sheet, draw) => {
    const bytes = draw.of([
      [0xff, 0x51, 3, 0, 0, 0],
      [0xff, 0x51, 3, 0, 0, draw.whole(1, 255)],
      [0xff, 0x51, 2, 7, 161],
    ]);
    const others = [{ at: draw.whole(0, 2000), bytes }];
    return { bytes: withEvents(sheet, draw, others), notes: notesOf(sheet), told: ["tempi of no use"] };
  },

  "with metres of no use": (sheet, draw) => {
    const [numerator, denominator] = draw.of([
      [0, 4],
      [33, 4],
      [4, 64],
      [255, 2],
      [3, 1],
      [5, 2 ** 100],
    ] as const);
    const others = [metre(draw.whole(0, 2000), numerator, denominator)];
    return { bytes: withEvents(sheet, draw, others), notes: notesOf(sheet), told: ["metres of no use"] };
  },

  "with messages that belong on a cable": (sheet, draw) => {
    const bytes = draw.of([[0xf8], [0xfa], [0xfe], [0xf6], [0xf1, 3], [0xf2, 1, 2], [0xf3, 4]]);
    const others = [{ at: draw.whole(0, 2000), bytes }];
    return {
      bytes: withEvents(sheet, draw, others),
      notes: notesOf(sheet),
      told: ["bytes in tracks that are no events"],
    };
  },

  "with values above 127": (sheet, draw) => {
    const [pitch, velocity] = draw.of([
      [draw.whole(128, 255), draw.whole(1, 255)],
      [draw.whole(0, 127), draw.whole(128, 255)],
    ] as const);
    const at = draw.whole(0, 2000);
    // Behind a running status such a pitch is another status: nobody can tell.
    const bytes = withEvents(sheet, draw, [{ at, bytes: [0x99, pitch, velocity] }], pitch <= 127);
    const told = pitch > 127 ? "notes with a pitch above 127" : "velocities above 127, taken as 127";
    return { bytes, notes: notesOf(sheet), told: [told] };
  },

  "with ends in the middle": (sheet, draw) => {
    const manner = drawManner(draw);
    const bodies = sheet.tracks.map((notes) => {
      const events = eventsOf(notes, manner, draw);
      const at = events[draw.whole(0, Math.max(0, events.length - 1))]?.at ?? 0;
      return bodyOf([...events, { at, bytes: END_OF_TRACK }].sort((a, b) => a.at - b.at));
    });
    return { bytes: [...headerOf(sheet), ...tracksOf(bodies).flat()], notes: notesOf(sheet), told: [] };
  },

  "without ends": (sheet, draw) => {
    const { ends, running } = drawManner(draw);
    const bodies = sheet.tracks.map((notes) => encode(eventsOf(notes, { ends, running }, draw), running).bytes);
    return { bytes: [...headerOf(sheet), ...tracksOf(bodies).flat()], notes: notesOf(sheet), told: [] };
  },

  "of format 2": (sheet, draw) => {
    const { ends, running } = drawManner(draw);
    let start = 0;
    const notes: MidiHit[] = [];
    const bodies = sheet.tracks.map((written) => {
      const events = eventsOf(written, { ends, running }, draw);
      for (const note of written) notes.push({ ...note, tick: start + note.tick });
      start += events.at(-1)?.at ?? 0;
      return bodyOf(events, running);
    });
    const bytes = [...headerOf(sheet, bodies.length, 2), ...tracksOf(bodies).flat()];
    return { bytes, notes: notes.sort((a, b) => a.tick - b.tick || a.track - b.track), told: [] };
  },

  "cut off": (sheet, draw) => {
    const { ends, running } = drawManner(draw);
    const only = { ...sheet, tracks: sheet.tracks.slice(0, 1) };
    const events = eventsOf(only.tracks[0]!, { ends, running }, draw);
    const { bytes, ends: stops } = encode(events, running);
    const cut = draw.whole(0, bytes.length - 1);
    const whole = events.filter((_, i) => stops[i]! <= cut && isHit(events[i]!));
    const notes = notesOf(only).slice(0, whole.length);
    const file = [...headerOf(only), ...chunk("MTrk", bytes.slice(0, cut), bytes.length + 4)];
    return { bytes: file, notes, told: ["the rest of tracks that are cut off"] };
  },

  "with all of its shell wrong": (sheet, draw) => {
    const bodies = bodiesOf(sheet, draw);
    const bytes = [...draw.bytes(draw.whole(0, 200)), ...headerOf(sheet, 77), ...alien(draw)];
    for (const body of bodies)
      bytes.push(...chunk("MTrk", body, draw.whole(0, 9999)), ...(draw.chance(0.3) ? alien(draw) : []));
    bytes.push(...draw.bytes(draw.whole(0, 200)));
    return { bytes, notes: notesOf(sheet), told: ["a wrong number of tracks"] };
  },
};

const isHit = ({ bytes: [status = 0, , velocity = 0] }: TrackEvent): boolean => status >> 4 === 9 && velocity > 0;

/** Data drawn at random may be a tempo or metre of no use. */
const MUSIC: ReadonlySet<string> = new Set(["tempi of no use", "metres of no use"]);

/** A line a note: faster to compare than objects, and as good to read. */
const lines = (notes: readonly MidiHit[]): string[] =>
  notes.map(({ tick, pitch, velocity, channel, track }) => `${tick}: ${pitch} ${velocity} ${channel} ${track}`);

describe.each(Object.entries(KINDS))("1,000 files %s", (name, kind) => {
  it("give back the notes that went in, and say what was passed over", () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const draw = new Draw(seed, name);
      const sheet = drawSheet(draw);
      const { bytes, notes, told } = kind(sheet, draw);
      const song = readMidi(Uint8Array.from(bytes));
      const place = `${name}, seed ${seed}`;
      const [found, written] = [lines(song.hits), lines(notes)];
      // A velocity that was clamped is one more than went in.
      const more = found.length - song.clamped === written.length ? song.clamped : 0;
      if (more === 0) expect(found.join("\n"), place).toBe(written.join("\n"));
      else expect(found, place).toEqual(expect.arrayContaining(written));
      const kinds = song.passedOver.map(({ what }): string => what);
      for (const what of told) expect(kinds, place).toContain(what);
      if (told.length === 0) expect(kinds.filter((what) => !MUSIC.has(what)).join(), place).toBe("");
    }
  });
});

describe("1,000 files of which bytes went astray", () => {
  it("give notes that MIDI knows, or say in a clause why there are none", () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const draw = new Draw(seed, "astray");
      const bytes = plain(drawSheet(draw), draw);
      for (let count = draw.whole(1, 8); count > 0; count--)
        bytes.splice(draw.whole(0, bytes.length - 1), draw.whole(0, 2), ...draw.bytes(draw.whole(0, 2)));
      try {
        const { hits, tempi, ticksPerBeat } = readMidi(Uint8Array.from(bytes));
        const isKnown = ({ tick, pitch, velocity }: MidiHit): boolean =>
          tick >= 0 && tick <= 200_000 * ticksPerBeat && pitch <= 127 && velocity >= 1 && velocity <= 127;
        if (!hits.every(isKnown)) expect.unreachable(`seed ${seed}`);
        expect(tempi.every(({ bpm }) => bpm > 3 && bpm <= 1000)).toBe(true);
      } catch (error) {
        expect(String(error), `seed ${seed}`).toMatch(/^Error: it (is|has|does) /);
      }
    }
  });
});
