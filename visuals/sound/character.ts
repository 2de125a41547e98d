/** How one voice's kit sounds, so that one hears who plays. */
export interface Character {
  /** Left -1 to right 1. */
  readonly pan: number;
  /** Pitch of everything, as a factor. */
  readonly tune: number;
  /** How long things ring, as a factor. */
  readonly ring: number;
  /** Hertz below which nothing, above which nothing. */
  readonly lowest: number;
  readonly highest: number;
  /** The skins: 0 a plain drum, 1 an electronic one that falls in pitch. */
  readonly sweep: number;
  /** Snare: 0 all skin, 1 all wires. */
  readonly wires: number;
  /** Cymbals: how far their partials lie apart. */
  readonly metal: number;
  /** How much of it is heard through the room. */
  readonly room: number;
  readonly loudness: number;
}

/** The drummer in the middle, warm; the first model to the left, small and hard; the second to the right, deep and wet. */
const CHARACTERS: readonly [Character, ...Character[]] = [
  {
    pan: 0,
    tune: 1,
    ring: 1,
    lowest: 28,
    highest: 15_000,
    sweep: 0.35,
    wires: 0.62,
    metal: 5.1,
    room: 0.16,
    loudness: 0.62,
  },
  {
    pan: -0.6,
    tune: 1.5,
    ring: 0.55,
    lowest: 90,
    highest: 17_000,
    sweep: 0.9,
    wires: 0.4,
    metal: 7.3,
    room: 0.08,
    loudness: 0.55,
  },
  {
    pan: 0.6,
    tune: 0.76,
    ring: 1.35,
    lowest: 28,
    highest: 7500,
    sweep: 0.15,
    wires: 0.8,
    metal: 3.4,
    room: 0.42,
    loudness: 0.5,
  },
];

/** The kit of the voice at a place among the sounding ones; further voices are variations of the three. */
export const characterOf = (place: number): Character => {
  const base = CHARACTERS[place % CHARACTERS.length] ?? CHARACTERS[0];
  const round = Math.floor(place / CHARACTERS.length);
  if (round === 0) return base;
  return { ...base, tune: base.tune * 1.12 ** round, pan: -base.pan + 0.25, ring: base.ring * 0.8 };
};
