/** An event of a track: `at` in ticks from the beginning, `bytes` as they stand in the file. */
export interface TrackEvent {
  readonly at: number;
  readonly bytes: readonly number[];
}

export const noteOn = (at: number, pitch: number, velocity = 90, channel = 10): TrackEvent => ({
  at,
  bytes: [0x90 + channel - 1, pitch, velocity],
});

export const noteOff = (at: number, pitch: number, channel = 10): TrackEvent => ({
  at,
  bytes: [0x80 + channel - 1, pitch, 64],
});

/** A note 10 ticks long. */
export const note = (at: number, pitch: number, velocity = 90, channel = 10): TrackEvent[] => [
  noteOn(at, pitch, velocity, channel),
  noteOff(at + 10, pitch, channel),
];

export const tempo = (at: number, bpm: number): TrackEvent => {
  const micros = Math.round(60e6 / bpm);
  return { at, bytes: [0xff, 0x51, 3, micros >> 16, (micros >> 8) & 255, micros & 255] };
};

export const metre = (at: number, numerator: number, denominator: number): TrackEvent => ({
  at,
  bytes: [0xff, 0x58, 4, numerator, Math.log2(denominator), 24, 8],
});

/** A Standard MIDI File: format 0 with one track, otherwise 1; 96 ticks a quarter note. */
export const midiBytes = (...tracks: readonly (readonly TrackEvent[])[]): Uint8Array => {
  const chunks = tracks.map((track) => {
    const bytes: number[] = [];
    let last = 0;
    for (const event of [...track].sort((a, b) => a.at - b.at)) {
      bytes.push(...variable(event.at - last), ...event.bytes);
      last = event.at;
    }
    bytes.push(0, 0xff, 0x2f, 0);
    return [...tag("MTrk"), ...u32(bytes.length), ...bytes];
  });
  const header = [...tag("MThd"), ...u32(6), 0, tracks.length > 1 ? 1 : 0, 0, tracks.length, 0, TICKS];
  return Uint8Array.from([...header, ...chunks.flat()]);
};

export const TICKS = 96;

export const tag = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

export const u32 = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];

export const variable = (value: number): number[] =>
  value < 128 ? [value] : [...variable(value >> 7).map((byte) => byte | 128), value & 127];
