import type { Drum } from "../../../shared/music/drums.ts";

export const KIT_NAMES = ["roland-td", "alesis", "toontrack", "addictive-drums-2", "ggd"] as const;
export type KitName = (typeof KIT_NAMES)[number];

export const isKitName = (name: string): name is KitName => (KIT_NAMES as readonly string[]).includes(name);

/** What a kit's pitches are where it says so itself; null for those that choke a cymbal and are no hit. */
export type Kit = ReadonlyMap<number, Drum | null>;

type Drums = Partial<Record<Drum, readonly number[]>>;

const kit = (drums: Drums, chokes: readonly number[] = []): Kit =>
  new Map<number, Drum | null>([
    ...(Object.entries(drums) as [Drum, readonly number[]][]).flatMap(([drum, pitches]) =>
      pitches.map((pitch) => [pitch, drum] as const),
    ),
    ...chokes.map((pitch) => [pitch, null] as const),
  ]);

/**
 * The Roland TD-17 as it comes from the factory, by Roland's "TD-17 Default Factory MIDI Note Map". Its toms are a
 * high, a middle and a floor tom, as the paper of the Groove MIDI Dataset has them; 27 and 28 are a free pad, and stay
 * what they were.
 */
const ROLAND_TD = kit({
  kick: [36],
  snare: [38, 40, 37],
  closed_hat: [42, 22, 44],
  open_hat: [46, 26],
  high_tom: [48, 50],
  mid_tom: [45, 47],
  low_tom: [43, 58],
  crash: [49, 55, 57, 52],
  ride: [51, 59, 53],
});

/** The Alesis Nitro, by its user guide (v1.2, page 38). 23 is a half open hat; 21, its splash with the foot, rings too. */
const ALESIS = kit({
  kick: [36],
  snare: [38, 40],
  closed_hat: [42, 44],
  open_hat: [46, 23, 21],
  high_tom: [48, 50],
  mid_tom: [45, 47],
  low_tom: [43, 58, 41, 39],
  crash: [49, 57],
  ride: [51],
});

/**
 * EZdrummer 2 and 3 and Superior Drummer 3, by the layouts of Toontrack's own sets: hats of many openings at both ends
 * of the keyboard, of which tip and edge of the closed one count as closed. 7 to 9 and 119 are not the same in all sets;
 * most have a closed hat there. 50, 54, 56 and 58 are crashes damped by hand.
 */
const TOONTRACK = kit({
  kick: [36, 35, 34],
  snare: [38, 33, 37, 39, 40],
  closed_hat: [42, 7, 8, 9, 10, 11, 21, 22, 23, 44, 62, 63, 64, 65, 119, 122],
  open_hat: [46, 12, 13, 14, 15, 16, 17, 24, 25, 26, 60, 120, 121, 123, 124],
  high_tom: [48, 81],
  mid_tom: [47, 79],
  low_tom: [45, 43, 41, 77, 74, 72],
  crash: [49, 27, 28, 29, 30, 31, 32, 50, 52, 54, 55, 56, 57, 58],
  ride: [51, 53, 59],
});

/** Addictive Drums 2, by XLN Audio's keymap. 45 and 46 are the doubles of ride and crash, 47 a cowbell; 1 is the highest tom. */
const ADDICTIVE_DRUMS_2 = kit(
  {
    kick: [36],
    snare: [38, 37, 39, 40, 41, 42, 43, 44],
    closed_hat: [49, 48, 50, 51, 52, 53],
    open_hat: [54, 55, 56, 57, 58, 59],
    low_tom: [67, 68, 65, 66],
    mid_tom: [69, 70],
    high_tom: [71, 72],
    crash: [77, 79, 81, 46],
    ride: [60, 61, 62, 45, 47],
  },
  [63, 78, 80, 82],
);

/** GetGood Drums' Invasion and its relatives, by their default map. 41 is the tight hat, 65 a china, 61 the ride's bell. */
const GGD = kit({
  kick: [24],
  snare: [26],
  closed_hat: [42, 41, 43, 48],
  open_hat: [47],
  low_tom: [34, 35],
  high_tom: [33],
  crash: [56, 52, 54, 65],
  ride: [62, 61],
});

/** Kits that are widespread and not as General MIDI has it, each with the pitches that are its own. */
export const KITS: Readonly<Record<KitName, Kit>> = {
  "roland-td": ROLAND_TD,
  alesis: ALESIS,
  toontrack: TOONTRACK,
  "addictive-drums-2": ADDICTIVE_DRUMS_2,
  ggd: GGD,
};

/** The first kit that has a drum of its own on this pitch, and which. */
export const kitThatKnows = (pitch: number): [KitName, Drum] | null => {
  for (const name of KIT_NAMES) {
    const drum = KITS[name].get(pitch);
    if (drum != null) return [name, drum];
  }
  return null;
};
