/** The nine classes of Magenta's drum kit, in the order of its bits (drums_encoder_decoder.py). */
export const DRUMS = [
  "kick",
  "snare",
  "closed_hat",
  "open_hat",
  "low_tom",
  "mid_tom",
  "high_tom",
  "crash",
  "ride",
] as const;

export type Drum = (typeof DRUMS)[number];

export const DRUM_COUNT = DRUMS.length;

/** From the lowest to the highest, as a stave has them. */
export const DRUMS_UPWARDS: readonly Drum[] = [
  "kick",
  "low_tom",
  "mid_tom",
  "high_tom",
  "snare",
  "closed_hat",
  "open_hat",
  "ride",
  "crash",
];

export const isDrum = (name: string): name is Drum => (DRUMS as readonly string[]).includes(name);

/** The drum's bit position in a pattern, 0 to 8. */
export const drumIndex = (drum: Drum): number => DRUMS.indexOf(drum);

/** The General MIDI pitch each drum is sent as (Magenta decodes to the first pitch of each class). */
export const DRUM_PITCH: Readonly<Record<Drum, number>> = {
  kick: 36,
  snare: 38,
  closed_hat: 42,
  open_hat: 46,
  low_tom: 45,
  mid_tom: 48,
  high_tom: 50,
  crash: 49,
  ride: 51,
};
